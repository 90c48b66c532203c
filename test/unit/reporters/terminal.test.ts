import type { RunEvent } from '../../../src/results/events.ts'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, expect, it, vi } from 'vitest'
import { foldEvents } from '../../../src/results/fold.ts'
import { multiplex } from '../../../src/results/multiplex.ts'
import { replay } from '../../../src/results/replay.ts'
import { terminal, type TerminalOptions } from '../../../src/reporters/terminal/terminal.ts'
import { exchange, fixtureEvents, fixtureRequirements, fixtureResult } from './fixture.ts'

interface Screen {
  isTTY?: boolean
  columns?: number
}

async function show(
  events: readonly RunEvent[],
  screen: Screen = {},
  options: Partial<TerminalOptions> = {},
): Promise<string> {
  const stream = Object.assign(new PassThrough(), screen)
  let clock = 0
  const now = () => (clock += 50)
  const reports = multiplex([terminal({ stream, now, reports: ['reports/report.html'], ...options })])
  for (const event of events) reports.emit(event)
  expect(await reports.end(foldEvents(events))).toEqual([])
  return String(stream.read())
}

function halves(output: string): [progress: string, summary: string] {
  const at = /\n(?:Failed\n|[a-z-]+ \(exit code)/.exec(stripColours(output))?.index ?? -1
  expect(at).toBeGreaterThan(0)
  return [stripColours(output).slice(0, at), stripColours(output).slice(at)]
}

// The cursor is not moved by colours.
const colour = new RegExp(String.raw`\u001b\[\d*m`, 'g')
const stripColours = (output: string) => output.replaceAll(colour, '')
const summaryOf = (output: string) => halves(output)[1]

const erase = '\r\u001b[K'

afterEach(() => vi.unstubAllEnvs())

// The whole of what people see, in 80 columns: change the files where a change is meant.
it('prints a run in plain lines', async () => {
  await expect(await show(fixtureEvents())).toMatchFileSnapshot('golden/terminal.txt')
})

it('prints the details of a run before its end with --verbose', async () => {
  const output = await show(fixtureEvents(), {}, { verbose: true })
  await expect(output).toMatchFileSnapshot('golden/terminal-verbose.txt')
  expect(
    output.endsWith(summaryOf(await show(fixtureEvents(), {}, { reports: ['reports/report.html'] }))),
  ).toBe(true)
})

it('prints a stored run like a live one', async () => {
  expect(await show([...replay(fixtureResult())])).toBe(await show(fixtureEvents()))
})

it('rewrites one line on a terminal, and clears it before the summary', async () => {
  const output = await show(fixtureEvents(), { isTTY: true, columns: 60 }, { colour: false })
  const [, ...lines] = halves(output)[0].replaceAll(erase, '\n').split('\n')
  expect(lines.find((line) => line.startsWith('3/9 tests'))).toMatch(
    /^3\/9 tests, 1 failed, \d running, \d\.\d s/,
  )
  expect(lines.some((line) => line.endsWith('s: pull.version'))).toBe(true)
  for (const line of lines) expect(line.length).toBeLessThan(60)
  expect(lines.at(-1)).toBe('')
})

// Reading a large image takes long before the first test has anything to judge.
it('shows on a TTY how much of an image has been read, and nowhere else', async () => {
  const [started, ...rest] = fixtureEvents()
  if (!started) throw new Error('the fixture has a start')
  const reading = [1, 2, 3, 4, 5, 6].map((step): RunEvent => ({
    type: 'reading',
    read: step * 5e8,
    total: 3e9,
  }))
  const events = [started, ...reading, ...rest]
  const output = await show(events, { isTTY: true, columns: 80 }, { colour: false })
  const lines = output.replaceAll(erase, '\n').split('\n')
  expect(lines.find((line) => line.startsWith('reading'))).toMatch(/^reading 500\.0 MB of 3\.0 GB, \d\.\d s$/)
  expect(lines.findLast((line) => line.startsWith('reading'))).toMatch(
    /^reading [\d.]+ GB of 3\.0 GB, [\d.]+ GB\/s, \d\.\d s$/,
  )
  expect(await show(events)).toBe(await show(fixtureEvents()))
})

// With and without colour the same words are in the same places.
it.for([
  { who: 'the caller', screen: {}, options: { colour: true }, env: {} },
  { who: 'the environment', screen: { isTTY: true }, options: {}, env: { FORCE_COLOR: '1' } },
])('colours where $who wants it', async ({ screen, options, env }) => {
  vi.stubEnv('NO_COLOR', undefined)
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  const output = await show(fixtureEvents(), screen, options)
  expect(output).toContain('\u001b[31m✗\u001b[39m')
  expect(summaryOf(stripVTControlCharacters(output))).toBe(
    summaryOf(await show(fixtureEvents(), {}, { colour: false })),
  )
})

it('stays plain with NO_COLOR', async () => {
  vi.stubEnv('FORCE_COLOR', undefined)
  vi.stubEnv('NO_COLOR', '1')
  expect(summaryOf(await show(fixtureEvents(), { isTTY: true }))).not.toContain('\u001b')
})

// Nothing of the target moves the cursor, changes colours or turns the reading direction.
it.for([true, false])('escapes everything that the target sends, verbose %s', async (verbose) => {
  const output = await show(fixtureEvents(), {}, { verbose })
  expect(output).not.toMatch(/[^\P{C}\n]/u)
})

// A link or a digest is never wrapped, so that it can be copied; everything else is.
it.for([60, 80, 100])('fits %i columns but for long words', async (columns) => {
  const output = await show(fixtureEvents(), { columns }, { colour: false, verbose: true })
  const prose = summaryOf(output).split('\nSuites\n')[0]?.split('\n') ?? []
  const long = prose.filter((line) => line.length > columns)
  expect(long.filter((line) => !/^ {4}|https:|sha256:|"ran"/.test(line))).toEqual([])
  expect(prose.length).toBeGreaterThan(50)
  const brief = summaryOf(await show(fixtureEvents(), { columns })).split('\n')
  expect(brief.filter((line) => line.length > columns)).toEqual([])
})

/** Requirements that fail, one after the other, each with a title of its own length. */
const failing = (count: number) => {
  const [zero] = fixtureRequirements(({ id }) => id === 'discovery.tags.zero')
  const [finding] = zero?.findings ?? []
  if (!zero || !finding) throw new Error('the fixture has this requirement')
  return Array.from({ length: count }, (_, at) => ({
    ...zero,
    id: `push.chunked.requirement-${at}`,
    findings: [{ ...finding, title: `returned 500 for request ${at} ${'of this kind '.repeat(at % 9)}` }],
  }))
}

// It has to be on the screen as a whole, however much is wrong.
it.for([1, 10, 24, 40, 200])('ends with at most 40 lines in 80 columns where %i fail', async (count) => {
  const output = await show(fixtureEvents({ requirements: failing(count) }))
  const lines = summaryOf(output).trim().split('\n')
  expect(lines.length).toBeLessThanOrEqual(40)
  expect(lines.filter((line) => line.length > 80)).toEqual([])
  const named = lines.filter((line) => /requirement-\d+$/.test(line)).length
  const more = /and (?<more>\d+) more: see the reports/.exec(output)?.groups?.['more'] ?? '0'
  expect(named + Number(more)).toBe(count)
  expect(named).toBeGreaterThan(Math.min(count, 25) - 1)
})

// Each look at the clock takes 50 ms.
const tests = (count: number) =>
  Array.from({ length: count }, (_, at): RunEvent => ({ type: 'test-started', id: `test.${at}` }))
const progress = (output: string) => halves(output)[0].split('\n').slice(1, -1)

// In the log of a CI system a line for each test would be all there is to see.
it('writes a line of progress every few seconds where there is no terminal', async () => {
  const [started, ...rest] = fixtureEvents()
  if (!started) throw new Error('the fixture has a start')
  expect(progress(await show([started, ...rest]))).toEqual([])
  const lines = progress(await show([started, ...tests(250), ...rest]))
  expect(lines.length).toBeGreaterThan(1)
  expect(lines.length).toBeLessThan(5)
  for (const line of lines)
    expect(line).toMatch(/^0\/9 tests, 0 failed, \d+ running, \d+(?:\.\d)? s: test\.0/)
})

// What matters to a clean run: its count, and why it counts as a success or not.
it.for([
  { verdicts: ['pass'], why: 'conformant (exit code 0): No failures in the 2 requirements evaluated' },
  {
    verdicts: ['pass', 'warn'],
    why: 'conformant (exit code 0): No failures in the 4 requirements evaluated (2\nwarnings)',
  },
  { verdicts: ['skipped'], why: 'not-tested (exit code 3): Nothing was evaluated' },
])('ends a run of $verdicts with why', async ({ verdicts, why }) => {
  const requirements = fixtureRequirements(({ verdict }) => verdicts.includes(verdict))
  const output = await show(fixtureEvents({ requirements }))
  expect(output).not.toContain('✗')
  expect(output).toContain(`\n\n${why}\n`)
  expect(output).not.toMatch(/ 0 (?:warnings|unsupported|blocked|errors|skipped)/)
  expect(output.endsWith('\nreports      reports/report.html\n')).toBe(true)
})

it('names what is blocked by something outside of the run', async () => {
  const requirements = fixtureRequirements(({ verdict }) => verdict === 'blocked')
  const output = await show(fixtureEvents({ requirements }), {}, { verbose: true })
  expect(output).toContain(
    'Blocked by requirements outside this run\n\npull.manifest.head, pull.manifest.media-type\n',
  )
  expect(output).toContain('blocked      by requirements outside this run: pull.manifest.head, and 1 more\n')
})

// The request must be in one line; what was expected is never cut.
it('shortens digests only where a place is named', async () => {
  const digest = `sha256:${'0f3a'.repeat(16)}`
  const result = fixtureResult()
  const [zero] = result.requirements.filter(({ id }) => id === 'discovery.tags.zero')
  if (!zero) throw new Error('the fixture has this requirement')
  const findings = zero.findings.map((each) => ({ ...each, expected: [digest] }))
  const evidence = [exchange(3, { request: `GET /v2/a/blobs/${digest}`, status: 200 })]
  const output = await show(
    fixtureEvents({ requirements: [{ ...zero, findings }], evidence }),
    {},
    { verbose: true },
  )
  expect(output).toContain(`  expected   ${digest}\n`)
  expect(output).toContain('  request    #3 GET /v2/a/blobs/sha256:0f3a0f3a0f3a… → 200\n')
})

const upload = (at: number) => ({
  kind: 'upload' as const,
  repository: 'assay/a',
  reference: `/uploads/${at}`,
  reason: 'the registry returned 405 when canceling an upload',
})

// A registry that cancels no uploads leaves two dozen of them, for one reason.
it('names some of what was left behind for one reason, and counts the rest', async () => {
  const blob = { kind: 'blob' as const, repository: 'assay/a', reference: 'sha256:1', reason: 'is shared' }
  const leftovers = [upload(1), blob, ...[2, 3, 4, 5, 6, 7].map(upload)]
  const events = fixtureEvents().map((event) =>
    event.type === 'run-finished' ? Object.assign({}, event, { leftovers }) : event,
  )
  const output = summaryOf(await show(events, {}, { verbose: true }))
  expect(output).toContain('\nnot removed  7 uploads in assay/a: the registry returned 405 when canceling an')
  const listed = output.slice(output.indexOf('Could not be cleaned up'), output.indexOf('nonconformant ('))
  expect(listed.split('\n').slice(2, -2)).toEqual([
    ...[1, 2, 3, 4, 5].map((at) => `upload   assay/a /uploads/${at}`),
    '         and 2 more, see results.json',
    '         the registry returned 405 when canceling an upload',
    'blob     assay/a sha256:1',
    '         is shared',
  ])
})
