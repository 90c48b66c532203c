import type { RunEvent } from '../../../src/results/events.ts'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { foldEvents } from '../../../src/results/fold.ts'
import { conclusionOf } from '../../../src/results/conclusion/conclusion.ts'
import { sideBySide } from '../../../src/results/shards/renumber.ts'
import { multiplex } from '../../../src/results/multiplex.ts'
import { replay } from '../../../src/results/replay.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { resultsText } from '../../../src/results/file/results-text.ts'
import { resultsJson } from '../../../src/results/file/results-json.ts'
import { bigResult } from '../reporters/big.ts'
import { fixtureEvents, fixtureResult } from '../reporters/fixture.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'oci-assay-'))))
afterAll(() => rm(folder, { recursive: true }))

async function report(file: string, events: readonly RunEvent[]) {
  const reports = multiplex([resultsJson(file)])
  for (const event of events) reports.emit(event)
  expect(await reports.end(foldEvents(events))).toEqual([])
}

// What was found is what is read back, to the last lone surrogate; live and replayed write the same file.
it('writes a result, and reads it back', async () => {
  const [live, replayed] = [join(folder, 'deep', 'live.json'), join(folder, 'replayed.json')]
  await report(live, fixtureEvents())
  await report(replayed, [...replay(await readResults(live))])
  expect(await readResults(live)).toEqual(fixtureResult())
  expect(await readFile(replayed, 'utf8')).toBe(await readFile(live, 'utf8'))
})

it('takes a run of a thousand exchanges', async () => {
  const file = join(folder, 'big.json')
  await report(file, [...replay(bigResult())])
  expect((await readResults(file)).evidence).toHaveLength(bigResult().evidence.length)
})

// A run that was killed has left its start: it is neither a success nor the result of an older run.
it('reports a run without its end as incomplete', async () => {
  const file = join(folder, 'killed.json')
  await report(file, fixtureEvents())
  const reports = multiplex([resultsJson(file)])
  for (const event of fixtureEvents().slice(0, 9)) reports.emit(event)
  const result = await readResults(file)
  expect(result).toMatchObject({ complete: false, requirements: [] })
  expect(conclusionOf(result).exitCode).toBe(130)
})

const log = {
  source: 'registry.example/ours:1',
  lines: [{ at: -3.5, stream: 'stderr' as const, text: 'listening' }],
  omitted: 2,
  ended: 'exit code 1',
}

it('keeps what the target wrote', async () => {
  const file = join(folder, 'log.json')
  await report(file, [...replay({ ...fixtureResult(), log })])
  expect((await readResults(file)).log).toEqual(log)
})

it('puts the logs of shards under one clock', () => {
  const first = { ...fixtureResult(), log }
  const later = new Date(Date.parse(first.startedAt) + 1500).toISOString()
  const [, second] = sideBySide([first, { ...first, startedAt: later }])
  expect(second?.log?.lines).toEqual([{ ...log.lines[0], at: 1496.5 }])
})

// Totals are counted, not believed.
it('counts the totals anew', async () => {
  const file = join(folder, 'forged.json')
  const result = fixtureResult()
  const forged = { ...result.totals.requirements, fail: 0 }
  await writeFile(file, resultsText({ ...result, totals: { ...result.totals, requirements: forged } }))
  expect((await readResults(file)).totals).toEqual(result.totals)
})

const changed = (change: Record<string, unknown>) => JSON.stringify({ ...fixtureResult(), ...change })

it.for([
  { file: 'no JSON', content: '{"formatVersion": 1,', message: 'is not valid JSON. If the run was killed' },
  { file: 'another file', content: '[]', message: 'is not a result of oci-assay' },
  { file: 'null', content: 'null', message: 'is not a result of oci-assay' },
  {
    file: 'a newer format',
    content: changed({ formatVersion: 3 }),
    message: 'has format version 3, and this oci-assay reads versions up to 2. Update oci-assay',
  },
  {
    file: 'an older format',
    content: changed({ formatVersion: 1 }),
    message: 'has format version 1 of an earlier oci-assay, and this one reads version 2. Run the test again',
  },
  {
    file: 'no version of the format',
    content: changed({ formatVersion: 0 }),
    message: '/formatVersion must be equal',
  },
  {
    file: 'an unknown property',
    content: changed({ sead: '1' }),
    message: 'the file has an unknown property sead',
  },
  {
    file: 'a property with a terminal escape',
    content: changed({ '\u001b[2J': 1 }),
    message: 'unknown property \\u{1b}[2J',
  },
  {
    file: 'an unknown verdict',
    content: changed({ tests: [{ ...fixtureResult().tests[0], verdict: 'passed' }] }),
    message: '/tests/0/verdict must be equal to one of the allowed values',
  },
  {
    file: 'an exchange without an end',
    content: changed({
      evidence: [{ ...fixtureResult().evidence[0], response: undefined }],
    }),
    message: '/evidence/0 must have required property',
  },
])('refuses $file', async ({ content, message }) => {
  const file = join(folder, 'bad.json')
  await writeFile(file, content)
  await expect(readResults(file)).rejects.toThrow(message)
})

it('names where a result would be found', async () => {
  await expect(readResults(join(folder, 'none.json'))).rejects.toThrow(
    /none\.json does not exist\. .*--reports/,
  )
})
