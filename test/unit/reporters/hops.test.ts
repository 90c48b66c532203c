import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import type { RequirementResult } from '../../../src/engine/events.ts'
import { evidenceLines } from '../../../src/reporters/text/finding-text.ts'
import { exchangesOf } from '../../../src/results/causes/causes.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { junitText } from '../../../src/reporters/junit/junit.ts'
import { markdownText } from '../../../src/reporters/markdown/markdown.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { terminal } from '../../../src/reporters/terminal/terminal.ts'
import type { ExchangeRecord } from '../../../src/registry/record/exchange.ts'
import { exchange, fixtureRequirements, fixtureResult } from './fixture.ts'

const at = (url: string, record: ExchangeRecord): ExchangeRecord => ({
  ...record,
  request: { ...record.request, url },
})

const redirect = (id: number, url: string, to: string, via: number[] = []): ExchangeRecord =>
  at(url, exchange(id, { request: 'HEAD /', status: 307, headers: [['Location', to]], via }))

/** A challenge, the registry's redirect, that of a cache, and the storage that refuses. */
const urls = [
  'http://registry.example:5000/v2/a/blobs/x',
  'https://cache.example/x',
  'https://storage.example/x?sig=***',
]
const chain: ExchangeRecord[] = [
  at(urls[0]!, exchange(200, { request: 'HEAD /', status: 401 })),
  redirect(201, urls[0]!, urls[1]!, [200]),
  redirect(202, urls[1]!, urls[2]!, [200, 201]),
  at(urls[2]!, exchange(203, { request: 'HEAD /', status: 403, via: [200, 201, 202] })),
]
const lines = [`#201 HEAD ${urls[0]} → 307`, `#202 HEAD ${urls[1]} → 307`, `#203 HEAD ${urls[2]} → 403`]

function result(): RunResult {
  const [first] = fixtureRequirements(({ verdict }) => verdict === 'fail')
  const requirement: RequirementResult = {
    ...first!,
    findings: first!.findings.slice(0, 1).map((finding) => ({
      ...finding,
      evidence: [
        { kind: 'exchange', exchange: 201 },
        { kind: 'exchange', exchange: 203 },
      ],
    })),
  }
  const whole = fixtureResult({ requirements: [requirement] })
  return { ...whole, evidence: [...whole.evidence, ...chain] }
}

it('shows every hop of a redirect once, with its host', () => {
  const exchanges = exchangesOf(result())
  expect(evidenceLines([{ kind: 'exchange', exchange: 203 }], exchanges)).toEqual(lines)
  expect(
    evidenceLines(
      [
        { kind: 'exchange', exchange: 201 },
        { kind: 'exchange', exchange: 203 },
      ],
      exchanges,
    ),
  ).toEqual(lines)
  expect(evidenceLines([{ kind: 'exchange', exchange: 5 }], exchanges)).toEqual([
    '#5 GET /v2/assay/a/manifests/exact → 200',
  ])
  expect(evidenceLines([{ kind: 'exchange', exchange: 999 }], exchanges)).toEqual(['#999 (not stored)'])
})

it('shows the hops at the terminal', async () => {
  const stream = new PassThrough()
  await terminal({ stream, colour: false, verbose: true }).onEnd?.(result())
  const screen = String(stream.read()).replaceAll(/\s+/g, ' ')
  for (const line of lines) expect(screen.split(line)).toHaveLength(2)
})

it('shows the hops in Markdown and JUnit', () => {
  for (const line of lines) {
    expect(markdownText(result())).toContain(line)
    expect(junitText(result())).toContain(line)
  }
})

it('shows the hops beside the finding in HTML', () => {
  const text = page(result())
  for (const [index, url] of urls.entries())
    expect(text).toContain(`<span class="number">#${201 + index}</span> <code>HEAD ${url}</code>`)
})
