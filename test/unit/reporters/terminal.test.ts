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
  const at = output.indexOf('\nFailed\n')
  expect(at).toBeGreaterThan(0)
  return [output.slice(0, at), output.slice(at)]
}

const summaryOf = (output: string) => halves(output)[1]

const erase = '\r\u001b[K'

afterEach(() => vi.unstubAllEnvs())

// The whole of what people see, in 80 columns: change the file where a change is meant.
it('prints a run in plain lines', async () => {
  await expect(await show(fixtureEvents())).toMatchFileSnapshot('golden/terminal.txt')
})

// Only at the end of a run it is known what a failure follows from: a stored run has it at once.
it('prints a stored run like a live one', async () => {
  const replayed = await show([...replay(fixtureResult())])
  expect(replayed.replace('⊘ pull.manifest.head\n', '✗ pull.manifest.head\n')).toBe(
    await show(fixtureEvents()),
  )
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
  expect(output).not.toContain('✓ pull.version')
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
it('escapes everything that the target sends', async () => {
  const output = await show(fixtureEvents())
  expect(output).not.toMatch(/[^\P{C}\n]/u)
})

// A link or a digest is never wrapped, so that it can be copied; everything else is.
it.for([60, 80, 100])('fits %i columns but for long words', async (columns) => {
  const output = await show(fixtureEvents(), { columns }, { colour: false })
  const prose = summaryOf(output).split('\nSuites\n')[0]?.split('\n') ?? []
  const long = prose.filter((line) => line.length > columns)
  expect(long.filter((line) => !/https:|sha256:|"ran"/.test(line))).toEqual([])
  expect(prose.length).toBeGreaterThan(50)
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
  expect(output).not.toContain('\nFailed\n')
  expect(output).toContain(`\n${why}\n\nreport  reports/report.html\n`)
})

it('names what is blocked by something outside of the run', async () => {
  const requirements = fixtureRequirements(({ verdict }) => verdict === 'blocked')
  const output = await show(fixtureEvents({ requirements }))
  expect(output).toContain(
    'Blocked by requirements outside this run\n\npull.manifest.head, pull.manifest.media-type\n',
  )
})

// The request must be in one line; what was expected is never cut.
it('shortens digests only where a place is named', async () => {
  const digest = `sha256:${'0f3a'.repeat(16)}`
  const result = fixtureResult()
  const [zero] = result.requirements.filter(({ id }) => id === 'discovery.tags.zero')
  if (!zero) throw new Error('the fixture has this requirement')
  const findings = zero.findings.map((each) => ({ ...each, expected: [digest] }))
  const evidence = [exchange(3, { request: `GET /v2/a/blobs/${digest}`, status: 200 })]
  const output = await show(fixtureEvents({ requirements: [{ ...zero, findings }], evidence }))
  expect(output).toContain(`  expected   ${digest}\n`)
  expect(output).toContain('  request    #3 GET /v2/a/blobs/sha256:0f3a0f3a0f3a… → 200\n')
})

const upload = (at: number) => ({
  kind: 'upload' as const,
  repository: 'assay/a',
  reference: `/uploads/${at}`,
  reason: 'the registry returned 405 when cancelling an upload',
})

// A registry that cancels no uploads leaves two dozen of them, for one reason.
it('names some of what was left behind for one reason, and counts the rest', async () => {
  const blob = { kind: 'blob' as const, repository: 'assay/a', reference: 'sha256:1', reason: 'is shared' }
  const leftovers = [upload(1), blob, ...[2, 3, 4, 5, 6, 7].map(upload)]
  const events = fixtureEvents().map((event) =>
    event.type === 'run-finished' ? Object.assign({}, event, { leftovers }) : event,
  )
  const output = summaryOf(await show(events))
  const listed = output.slice(output.indexOf('Could not be cleaned up'), output.indexOf('oci-assay: '))
  expect(listed.split('\n').slice(2, -2)).toEqual([
    ...[1, 2, 3, 4, 5].map((at) => `upload   assay/a /uploads/${at}`),
    '         and 2 more, see results.json',
    '         the registry returned 405 when cancelling an upload',
    'blob     assay/a sha256:1',
    '         is shared',
  ])
})
