import type { RunResult } from '../../../src/results/result.ts'
import type { RunEvent } from '../../../src/results/events.ts'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse as parseJson, type TestCase, type TestSuites } from 'junit2json'
import { parse as parseFile } from 'test-results-parser'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { foldEvents } from '../../../src/results/fold.ts'
import { busyTimes } from '../../../src/reporters/text/busy.ts'
import { casesOf } from '../../../src/reporters/text/cases.ts'
import { junitText, junitXml } from '../../../src/reporters/junit/junit.ts'
import { multiplex } from '../../../src/results/multiplex.ts'
import { replay } from '../../../src/results/replay.ts'
import { exchange, fixtureEvents, fixtureResult, hostile, unfinishedTest } from './fixture.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'oci-assay-'))))
afterAll(() => rm(folder, { recursive: true }))

async function write(name: string, events: readonly RunEvent[], strict = false): Promise<string> {
  const file = join(folder, name)
  const reports = multiplex([junitXml(file, { strict })])
  for (const event of events) reports.emit(event)
  expect(await reports.end(foldEvents(events))).toEqual([])
  return file
}

async function readCases(file: string): Promise<TestCase[]> {
  const parsed = (await parseJson(await readFile(file, 'utf8'))) as TestSuites
  return (parsed.testsuite ?? []).flatMap(({ testcase }) => testcase ?? [])
}

/** Ids of requirements whose cases a reader of JUnit files puts into a class. */
const idsWith = (cases: readonly TestCase[], holds: (each: TestCase) => boolean): string[] =>
  unique(cases.filter(holds).map(({ name }) => name?.split(': ')[0] ?? ''))

const unique = (ids: readonly string[]) => [...new Set(ids)].toSorted((a, b) => a.localeCompare(b))

const judged = (result: RunResult, ...verdicts: string[]) =>
  unique(
    result.requirements
      .filter(({ verdict, unobservable }) => verdicts.includes(verdict) && unobservable === undefined)
      .map(({ id }) => id),
  )

// Two readers that share no code see the same requirements fail as results.json has.
it.for([
  { how: 'live', events: fixtureEvents(), strict: false },
  { how: 'live and strict', events: fixtureEvents(), strict: true },
  { how: 'replayed', events: [...replay(fixtureResult())], strict: false },
])('agrees with the result when written $how', async ({ how, events, strict }) => {
  const file = await write(`${how}.xml`, events, strict)
  const result = foldEvents(events)
  const failing = judged(result, 'fail', ...(strict ? ['warn'] : []))
  const cases = await readCases(file)
  expect(idsWith(cases, ({ failure }) => failure !== undefined)).toEqual(failing)
  expect(idsWith(cases, ({ error }) => error !== undefined)).toEqual(judged(result, 'error'))
  expect(idsWith(cases, ({ skipped }) => skipped !== undefined)).toEqual(
    judged(result, 'blocked', 'unsupported', 'skipped'),
  )
  expect(unique(cases.map(({ name }) => name?.split(': ')[0] ?? ''))).toEqual(
    judged(result, 'fail', 'warn', 'error', 'blocked', 'pass', 'unsupported', 'skipped'),
  )

  const other = parseFile({ type: 'junit', files: [file] })
  const seen = other.suites.flatMap((suite) => suite.cases)
  const named = (status: string) =>
    unique(seen.filter((each) => each.status === status).map(({ name }) => name.split(': ')[0] ?? ''))
  expect(named('FAIL')).toEqual(unique([...failing, ...judged(result, 'error')]))
  expect(named('SKIP')).toEqual(judged(result, 'blocked', 'unsupported', 'skipped'))
  expect(other.failed).toBe(cases.filter(({ failure }) => failure).length)
  expect(other.errors).toBe(1)
  expect(other.total + other.skipped).toBe(cases.length)
})

it('writes the same file live and replayed', () => {
  expect(junitText(foldEvents(replay(fixtureResult())))).toBe(junitText(fixtureResult()))
})

// The counts in the attributes are what is written below them, in the file and in each suite.
it('has totals that add up', async () => {
  const parsed = (await parseJson(junitText(fixtureResult()))) as TestSuites
  const suites = parsed.testsuite ?? []
  for (const suite of suites) {
    const cases = suite.testcase ?? []
    expect(suite).toMatchObject({
      tests: cases.length,
      failures: cases.filter(({ failure }) => failure).length,
      errors: cases.filter(({ error }) => error).length,
      skipped: cases.filter(({ skipped }) => skipped).length,
    })
    expect(suite.time).toBeCloseTo(
      cases.reduce((sum, { time = 0 }) => sum + time, 0),
      2,
    )
  }
  expect(parsed.tests).toBe(suites.reduce((sum, { tests = 0 }) => sum + tests, 0))
  expect(parsed.failures).toBe(suites.reduce((sum, { failures = 0 }) => sum + failures, 0))
})

// A name is found again in the next run, and belongs to one case only; requirements that nobody
// can evaluate are not test cases.
it('names each case once, and after what lasts', () => {
  const names = casesOf(fixtureResult()).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names).toContain('discovery.tags.zero: lists nothing where n is 0')
  expect(names.join()).not.toContain('management.gc')
})

// A test that failed where the engine found the cause elsewhere is reported as blocked: one fault, one failure.
it('reports a failure that follows from another as skipped', async () => {
  const cases = (await parseJson(junitText(fixtureResult()))) as TestSuites
  const found = (cases.testsuite ?? [])
    .flatMap(({ testcase }) => testcase ?? [])
    .find(({ name }) => name?.startsWith('pull.manifest.head:'))
  expect(found?.skipped).toBeDefined()
  expect(found?.failure).toBeUndefined()
})

// Both readers get back what the target sent, with what is dangerous spelled out, and nothing cut off after it.
it('survives what a hostile target sends', async () => {
  const result = fixtureResult()
  const forged: RunResult = {
    ...result,
    target: { ...result.target, name: hostile },
    requirements: result.requirements.map((each) => ({
      ...each,
      ...(each.reason === undefined ? {} : { reason: hostile }),
      notes: each.notes.map((note) => ({ ...note, text: hostile })),
      findings: each.findings.map((finding) => ({
        ...finding,
        title: hostile,
        expected: [hostile, hostile],
      })),
    })),
  }
  const file = join(folder, 'hostile.xml')
  await junitXml(file).onEnd?.(forged)
  const xml = await readFile(file, 'utf8')
  expect(xml).not.toMatch(/[^\P{C}\n\t]/u)
  expect(xml).not.toContain('[[ATTACHMENT|')
  const cases = await readCases(file)
  const [failure] = cases.find((each) => each.failure)?.failure ?? []
  expect(failure?.message).toContain('</script><script>document.title="ran"</script>')
  expect(failure?.message).toContain(String.raw`]]\u{3e} and again ]]\u{3e}`)
  expect(failure?.message).toContain(String.raw`\u{1b}[31mred`)
  expect(failure?.inner).toContain(String.raw`lone \u{d800} and \u{dfff}`)
  expect(failure?.inner).toContain('requirement   pull.manifest.exact-bytes, MUST (stated)')
  const other = parseFile({ type: 'junit', files: [file] })
  const seen = other.suites.flatMap((suite) => suite.cases)
  expect(seen).toHaveLength(cases.length)
  expect(seen.flatMap((each) => each.attachments)).toEqual([])
  expect(seen.filter(({ status }) => status === 'FAIL')).toHaveLength(3)
})

// What a reader of one case sees, whole.
it('reports a failure with all that is needed to fix it', async () => {
  const cases = (await parseJson(junitText(fixtureResult()))) as TestSuites
  const found = cases.testsuite
    ?.flatMap(({ testcase }) => testcase ?? [])
    .find(({ name }) => name === 'discovery.tags.zero: lists nothing where n is 0')
  expect(found?.classname).toBe('distribution.1.1.content-discovery')
  const [about, script] = found?.failure?.[0]?.inner?.split(/\n\n(?=#)/) ?? []
  expect(about).toBe(`listed tags although n is 0
expected      an empty list of tags and no Link header
received      2 tags
request       #3 GET /v2/assay/a/tags/list?n=0 → 200

requirement   discovery.tags.zero, MUST (derived): lists nothing where n is 0
spec          https://spec.example/distribution/v1.1.1/spec.md?plain=1#L170
reasoning     n is the number of tags in the response, and an empty list has 0 of them.
ruling        A 400 fails too: the text requires an empty list.`)
  expect(script).toMatch(/\noci-assay run \S+ --spec 1\.1 --only discovery\.tags\.zero --seed /)
})

// The format has no settled place for why something was skipped: it is in two.
it.for([
  { id: 'management.tag.delete', reason: 'skipped (not selected)' },
  {
    id: 'pull.manifest.media-type',
    reason: 'blocked: pull.manifest.exact-bytes (builds on pull.manifest.exact-bytes)',
  },
  {
    id: 'push.blob.sha512',
    reason: 'unsupported: sha512 (returned 400 DIGEST_INVALID for a sha512 digest)',
  },
])('gives the reason why $id was skipped', async ({ id, reason }) => {
  const file = await write('skipped.xml', fixtureEvents())
  const found = (await readCases(file)).find(({ name }) => name?.startsWith(`${id}: `))
  expect(found?.['system-out']).toEqual([reason])
  const other = parseFile({ type: 'junit', files: [file] })
  const seen = other.suites.flatMap((suite) => suite.cases).find(({ name }) => name.startsWith(`${id}: `))
  expect(seen?.metadata).toMatchObject({ reason })
})

// The whole file, but for the scripts, which have tests of their own.
it('writes the file that was agreed upon', async () => {
  const xml = junitText(fixtureResult()).replace(/\n*#!\/bin\/sh.*?\]\]>/gs, '\n#!/bin/sh …]]>')
  await expect(xml).toMatchFileSnapshot('golden/junit.xml')
})

const testOf = (id: string) => ({
  id,
  title: id,
  suite: 'pull',
  verdict: 'pass' as const,
  checks: 1,
  evaluated: {},
})

/** Result of two tests, of which the second waits for the first; `sent` are the requests of each. */
const running = (...sent: readonly { test?: string; startedAt: number; duration: number }[]): RunResult => {
  const result = fixtureResult()
  const [one, other] = result.requirements.filter(({ verdict }) => verdict === 'pass')
  if (!one || !other) throw new Error('the fixture has what passes')
  return {
    ...result,
    duration: 1000,
    requirements: [
      { ...one, tests: ['a'] },
      { ...other, tests: ['b', 'a'] },
    ],
    tests: [
      { ...testOf('a'), startedAt: 0, duration: 900 },
      { ...testOf('b'), startedAt: 0, duration: 900 },
    ],
    evidence: sent.map(({ test, startedAt, duration }, at) => {
      const { test: _none, ...record } = exchange(at + 1, { request: `GET /v2/${at}`, status: 200 })
      return { ...record, startedAt, duration, ...(test === undefined ? {} : { test }) }
    }),
  }
}

const durations = (result: RunResult): number[] => casesOf(result).map(({ duration }) => Math.round(duration))

// Tests wait for each other: their own durations are many times that of the run.
it.for([
  // Half of the time of a is that of each requirement that it evaluates.
  { what: 'one request', sent: [{ test: 'a', startedAt: 0, duration: 100 }], times: [50, 50] },
  {
    what: 'requests at the same time',
    sent: [
      { test: 'a', startedAt: 0, duration: 300 },
      { test: 'b', startedAt: 0, duration: 100 },
    ],
    times: [125, 175],
  },
  {
    what: 'several requests of one test at the same time',
    sent: [
      { test: 'b', startedAt: 0, duration: 100 },
      { test: 'b', startedAt: 0, duration: 100 },
      { test: 'a', startedAt: 0, duration: 100 },
    ],
    times: [25, 75],
  },
  {
    what: 'pauses, and requests that belong to no test',
    sent: [
      { test: 'a', startedAt: 0, duration: 100 },
      { startedAt: 500, duration: 60 },
    ],
    times: [80, 80],
  },
])('divides the time that the target was busy among the cases: $what', ({ sent, times }) => {
  expect(durations(running(...sent))).toEqual(times)
})

// An image in files: nothing is sent, and tests are not longer than the run.
it('divides the time of a run without requests by what its tests took', () => {
  expect(durations(running())).toEqual([250, 750])
  expect(durations({ ...running(), duration: 10_000 })).toEqual([450, 1350])
})

it('adds up to the time that the run was busy', async () => {
  const parsed = (await parseJson(junitText(fixtureResult()))) as TestSuites
  const sum = (parsed.testsuite ?? []).reduce((all, { time = 0 }) => all + time, 0)
  const busy = busyTimes(fixtureResult()).total
  expect(busy).toBeGreaterThan(0)
  expect(sum * 1000).toBeCloseTo(busy, -1)
})

// Both readers see the cases of both, none of them twice.
it('can be loaded together with the file of another version', async () => {
  const result = fixtureResult()
  const dev: RunResult = { ...result, profile: { ...result.profile, spec: 'dev' } }
  const files = [await write('one.xml', fixtureEvents()), join(folder, 'dev.xml')]
  await junitXml(files[1] ?? '').onEnd?.(dev)
  const cases = (await Promise.all(files.map(readCases))).flat()
  const keys = cases.map(({ classname, name }) => `${classname} ${name}`)
  expect(keys).toHaveLength(new Set(keys).size)
  expect(unique(cases.map(({ classname = '' }) => classname.replace(/[^.]*$/, '')))).toEqual([
    'distribution.1.1.',
    'distribution.dev.',
  ])
  const other = parseFile({ type: 'junit', files })
  const suites = other.suites.map(({ name }) => name)
  expect(suites).toHaveLength(new Set(suites).size)
  expect(other.suites.flatMap((suite) => suite.cases)).toHaveLength(cases.length)
})

it('has in each suite which run it was', async () => {
  const parsed = (await parseJson(junitText(fixtureResult()))) as TestSuites
  for (const { properties = [] } of parsed.testsuite ?? [])
    expect(Object.fromEntries(properties.map(({ name, value }) => [name, String(value)]))).toMatchObject({
      target: 'http://registry.example:5000',
      specification: 'distribution',
      spec: '1.1',
      seed: '1a2b3c4d',
      conclusion: 'nonconformant',
    })
})

// Readers that look for the file of a class, such as push.go, take it from there, and show it before each name.
it('names in each suite the text and its version in place of a file', () => {
  const suites = junitText(fixtureResult()).match(/<testsuite .*>/g) ?? []
  expect(suites.length).toBeGreaterThan(3)
  for (const suite of suites) expect(suite).toMatch(/ file="distribution 1\.1" line="1"/)
})

it('has an error for a test that did not finish, and its suite once', async () => {
  const result = fixtureResult()
  const tests = [...result.tests, unfinishedTest('sequences.part-1', 'the test timed out')]
  const { testsuite = [] } = (await parseJson(junitText({ ...result, tests }))) as TestSuites
  const plain = (await parseJson(junitText(result))) as TestSuites
  expect(testsuite.map(({ name }) => name)).toEqual(plain.testsuite?.map(({ name }) => name))
  const push = testsuite.find(({ name }) => name === 'distribution.1.1.push')
  expect(push?.testcase?.at(-1)).toMatchObject({
    name: 'sequences.part-1: runs generated sequences of requests',
    error: [{ message: 'the test timed out' }],
  })
  expect(push?.errors).toBe(1 + (plain.testsuite?.find(({ name }) => name === push?.name)?.errors ?? 0))
})
