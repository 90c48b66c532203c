import { PassThrough } from 'node:stream'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { CoverageRecord } from '../../../src/registry/record/coverage.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { terminal } from '../../../src/reporters/terminal/terminal.ts'
import { coverageOf, coverageSentence } from '../../../src/reporters/text/coverage.ts'
import { foldEvents } from '../../../src/results/fold.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { replay } from '../../../src/results/replay.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { fixtureResult } from './fixture.ts'

const tags: CoverageRecord = {
  kind: 'coverage',
  group: 'tag',
  covered: 50,
  missing: [
    { reason: 'budget', pairs: ['delete × set', 'GET × moved back'] },
    { reason: 'feature absent', pairs: ['push with tag parameters × set'] },
  ],
}
const blobs: CoverageRecord = { kind: 'coverage', group: 'values of blobs', covered: 238, missing: [] }

const resultWith = (...records: CoverageRecord[]): RunResult => {
  const result = fixtureResult()
  return foldEvents(replay({ ...result, evidence: [...result.evidence, ...records] }))
}

it('has each group once: of shards and of what was repeated the last', () => {
  const again = { ...tags, covered: 52 }
  expect(coverageOf(resultWith(tags, blobs, again))).toEqual([again, blobs])
  expect(coverageOf(fixtureResult())).toEqual([])
})

it('says how many pairs occurred, and how many did not', () => {
  expect(coverageSentence([tags, blobs])).toBe(
    '288 pairs of operations, states and values occurred in generated sequences, 2 did not, 1 need features that the registry does not support',
  )
  expect(coverageSentence([blobs])).toBe(
    '238 pairs of operations, states and values occurred in generated sequences, all that apply',
  )
})

it('is in the terminal with --verbose and in the page, with the reason', async () => {
  const result = resultWith(tags, blobs)
  const stream = new PassThrough()
  const text = stream.toArray().then((chunks) => Buffer.concat(chunks as Buffer[]).toString())
  const reporter = terminal({ stream, reports: [], verbose: true })
  for (const event of replay(result)) reporter.onEvent?.(event)
  await reporter.onEnd?.(result)
  stream.end()
  const lines = (await text).split('\n')
  expect(lines).toContain('Generated sequences')
  expect(lines.some((line) => line.includes('tag: 2 did not occur'))).toBe(true)
  expect(lines.some((line) => line.includes('delete × set'))).toBe(true)
  const html = page(result)
  expect(html).toContain('<section id="coverage">')
  expect(html).toContain('href="#coverage"')
  expect(html).toContain('delete × set; GET × moved back')
  expect(page(fixtureResult())).not.toContain('id="coverage"')
})

const stored = (record: object) => JSON.parse(resultsText(resultWith(record as CoverageRecord))) as unknown

it('is stored as the schema describes it', () => {
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const isValid = ajv.compile(JSON.parse(readFileSync('schemas/results.schema.json', 'utf8')) as object)
  expect(isValid(stored(tags))).toBe(true)
  expect(isValid(stored({ ...tags, covered: -1 }))).toBe(false)
  expect(isValid(stored({ ...tags, unknown: 1 }))).toBe(false)
})
