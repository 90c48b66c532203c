import type { AssayOptions } from '../../../src/assay/options.ts'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import { cleanUpRun } from '../../../src/assay/clean-up/clean-up.ts'
import { createReferenceRegistry, type ReferenceOptions } from '../../../src/reference/index.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { junitText } from '../../../src/reporters/junit/junit.ts'
import { markdownText } from '../../../src/reporters/markdown/markdown.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { summary } from '../../../src/reporters/terminal/summary.ts'
import { paintFor } from '../../../src/reporters/terminal/paint.ts'
import type { WrittenLine } from '../../../src/results/log/excerpt.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

interface Writing {
  result: RunResult
  written: readonly WrittenLine[]
  requests: readonly string[]
}

/** Tests the embedded registry, which writes for each request what `write` returns. */
async function assayWriting(
  registry: Partial<ReferenceOptions>,
  write: (request: { method: string; url: string; authorization: string }) => string,
  { ended, ...options }: Partial<AssayOptions> & { ended?: string } = {},
): Promise<Writing> {
  const written: WrittenLine[] = [{ time: Date.now() - 1000, stream: 'stderr', text: 'listening' }]
  const requests: string[] = []
  const { handler } = createReferenceRegistry(registry)
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    requests.push(`${method} ${url}`)
    const text = write({ method, url, authorization: headers.authorization ?? '' })
    written.push({ time: Date.now(), stream: 'stdout', text })
    void handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { result, failures } = await assay({
      target: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      server: {
        name: 'registry.example/ours:1',
        disposable: true,
        log: async () => ({ lines: written, ...(ended === undefined ? {} : { ended }) }),
      },
      depth: 'quick',
      ...options,
    })
    expect(failures).toEqual([])
    return { result, written, requests }
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

const onTerminal = (result: RunResult, verbose = false): string =>
  summary(result, {
    paint: paintFor(process.stdout, false),
    width: 100,
    strict: false,
    verbose,
    reports: [],
  }).join('\n')

it('calls the registry by its name, shows what it wrote at that time, and cleans up nothing', async () => {
  const { result, requests, written } = await assayWriting(
    { effects: effectsOf('blob-altered') },
    ({ method, url }) => `served ${method} ${url} <b>`,
    { suites: ['pull', 'push'], seed: '01' },
  )
  expect(result.target.name).toBe('registry.example/ours:1')
  expect(result.leftovers).toEqual([])
  // Its name is not an address, and what it held is gone.
  await expect(cleanUpRun(result, { target: result.target.name })).rejects.toMatchObject({
    message: expect.stringContaining('ran in a container'),
  })
  // Probes delete what they have pushed for that; nothing else is deleted.
  const deleted = requests.filter((line) => /^DELETE .*\/(?:manifests|blobs\/sha)/.test(line))
  expect(deleted.length).toBeLessThan(6)
  const { log } = result
  expect(log?.source).toBe('registry.example/ours:1')
  expect(log?.lines.length).toBeLessThan(written.length)
  expect(log!.lines.length + log!.omitted).toBe(written.length)

  const failed = result.requirements.find(({ id }) => id === 'pull.blob.exact-bytes')
  const [evidence] = failed?.findings[0]?.evidence ?? []
  const record = result.evidence.find(
    (each) => each.kind === 'exchange' && each.id === (evidence as { exchange: number }).exchange,
  )
  const { request, startedAt, duration } = record as Extract<typeof record, { kind: 'exchange' }>
  const path = request.url.replace(/^http:\/\/[^/]+/, '')
  const line = log?.lines.find(
    ({ text, at }) => text.includes(path) && at >= startedAt - 25 && at <= startedAt + duration + 150,
  )
  expect(line).toBeDefined()

  const logged = `served GET ${path} `
  expect(junitText(result)).toContain(logged)
  expect(markdownText(result)).toContain(logged)
  expect(page(result)).toContain(logged)
  expect(page(result)).toContain('Log of the container')
  expect(page(result)).not.toContain('<b>')
  expect(onTerminal(result, true).replace(/\s+/g, ' ')).toContain('log served GET /v2/')
})

it('keeps secrets out of it, and long lines and many', async () => {
  const { result } = await assayWriting(
    { auth: 'basic', effects: effectsOf('blob-altered') },
    ({ url, authorization }) => `${authorization} ${url} ${'long '.repeat(1000)}`,
    { suites: ['pull'], credentials: { username: 'assay', password: 'assay-password' } },
  )
  const text = resultsText(result)
  expect(text).not.toContain('assay-password')
  expect(text).not.toContain(Buffer.from('assay:assay-password').toString('base64'))
  expect(result.log!.lines.length).toBeGreaterThan(20)
  expect(result.log!.lines.length).toBeLessThanOrEqual(1200)
  for (const { text: each } of result.log!.lines) expect(each.length).toBeLessThan(2100)
})

it('reports that the registry has ended, with its last output', async () => {
  const { result } = await assayWriting({}, () => 'panic: out of range', {
    only: ['pull.blob.get'],
    ended: 'exit code 2',
  })
  expect(result.log?.ended).toBe('exit code 2')
  expect(onTerminal(result, true)).toContain('The container exited during the run: exit code 2')
  expect(onTerminal(result)).toMatch(
    /\ncontainer {4}exited during the run: exit code 2\n(?: {13}panic: out of range\n)+/,
  )
  expect(page(result)).toContain('The container exited during the run: exit code 2')
})
