import { PassThrough } from 'node:stream'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { MeasurementRecord } from '../../../src/registry/record/measurement.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { junitText } from '../../../src/reporters/junit/junit.ts'
import { markdownText } from '../../../src/reporters/markdown/markdown.ts'
import { measurementLines } from '../../../src/reporters/terminal/measurements.ts'
import { paintFor } from '../../../src/reporters/terminal/paint.ts'
import { terminal } from '../../../src/reporters/terminal/terminal.ts'
import { figuresOf, measurementsOf } from '../../../src/reporters/text/measurements.ts'
import { foldEvents } from '../../../src/results/fold.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { replay } from '../../../src/results/replay.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { fixtureResult, hostile } from './fixture.ts'

const gibibyte = 1024 ** 3

const measurement = (operation: string, more: Partial<MeasurementRecord> = {}): MeasurementRecord => ({
  kind: 'measurement',
  operation,
  count: 1,
  bytes: gibibyte,
  elapsed: 4000,
  median: 4000,
  p95: 4000,
  ...more,
})

const push = measurement('push of a blob of 1 GiB', { remark: `2 GiB returned 413 ${hostile}` })
const tags = measurement('push of a tag', {
  count: 10_000,
  bytes: 600_000,
  elapsed: 8000,
  median: 7.2,
  p95: 31,
})

const resultWith = (...records: MeasurementRecord[]): RunResult => {
  const result = fixtureResult()
  return foldEvents(replay({ ...result, evidence: [...result.evidence, ...records] }))
}

it('has each operation once: of one that was repeated the last figures', () => {
  const again = measurement('push of a tag', { count: 3 })
  expect(measurementsOf(resultWith(tags, push, again))).toEqual([again, push])
  expect(measurementsOf(fixtureResult())).toEqual([])
})

it('writes rates and throughput where they mean something', () => {
  expect(figuresOf(push)).toMatchObject({
    count: '1',
    size: '1 GiB',
    median: '4000 ms',
    rate: '',
    throughput: '256',
  })
  expect(figuresOf(tags)).toMatchObject({
    count: '10000',
    size: '585.9 KiB',
    median: '7.2 ms',
    p95: '31 ms',
    rate: '1250',
    throughput: '',
  })
})

it('is in the terminal, the page, Markdown and JUnit, with what the target sent escaped', async () => {
  const result = resultWith(push, tags)
  const stream = new PassThrough()
  const text = stream.toArray().then((chunks) => Buffer.concat(chunks as Buffer[]).toString())
  const reporter = terminal({ stream, reports: [], verbose: true })
  for (const event of replay(result)) reporter.onEvent?.(event)
  await reporter.onEnd?.(result)
  stream.end()
  const lines = (await text).split('\n')
  expect(lines).toContain('Measurements')
  expect(lines.filter((line) => /256 {2}push of a blob of 1 GiB$/.test(line))).toHaveLength(1)
  const narrow = measurementLines(result, {
    width: 60,
    paint: paintFor(stream, false),
    exchanges: new Map(),
    invocations: new Map(),
  })
  expect(narrow).toContain('push of a blob of 1 GiB')
  expect(narrow.every((line) => line.length <= 60)).toBe(true)
  expect(lines.some((line) => line.includes('1250') && line.endsWith('push of a tag'))).toBe(true)
  expect(lines.join('\n')).not.toContain(hostile)
  const html = page(result)
  expect(html).toContain('<section id="measurements">')
  expect(html).toContain('href="#measurements"')
  expect(html).not.toContain(hostile)
  expect(page(fixtureResult())).not.toContain('id="measurements"')
  const markdown = markdownText(result)
  expect(markdown).toContain('## Measurements')
  expect(markdown).toMatch(/push of a tag \| 10000 \| 585\.9 KiB \| 7\.2 ms \| 31 ms \| 1250 \|/)
  expect(markdown).not.toContain(hostile)
  expect(junitText(result)).toContain('name="measurement: push of a tag" value="count 10000, size 585.9 KiB')
})

const stored = (record: object) => JSON.parse(resultsText(resultWith(record as MeasurementRecord))) as unknown

it('is stored as the schema describes it', () => {
  const schema = JSON.parse(readFileSync('schemas/results.schema.json', 'utf8')) as object
  const ajv = new Ajv2020({ strict: false })
  addFormats.default(ajv)
  const isValid = ajv.compile(schema)
  expect(isValid(stored(push))).toBe(true)
  expect(isValid(stored({ ...push, count: 0 }))).toBe(false)
  expect(isValid(stored({ ...push, unknown: 1 }))).toBe(false)
})
