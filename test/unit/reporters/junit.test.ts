import type { RunResult } from '../../../src/results/result.ts'
import type { RunEvent } from '../../../src/results/events.ts'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse as parseJson, type TestCase, type TestSuites } from 'junit2json'
import { parse as parseFile } from 'test-results-parser'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { foldEvents } from '../../../src/results/fold.ts'
import { casesOf } from '../../../src/reporters/text/cases.ts'
import { junitText, junitXml } from '../../../src/reporters/junit/junit.ts'
import { multiplex } from '../../../src/results/multiplex.ts'
import { replay } from '../../../src/results/replay.ts'
import { fixtureEvents, fixtureResult, hostile } from './fixture.ts'

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
  unique(cases.filter(holds).map(({ name }) => name?.split(' ')[0] ?? ''))

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
  expect(unique(cases.map(({ name }) => name?.split(' ')[0] ?? ''))).toEqual(
    judged(result, 'fail', 'warn', 'error', 'blocked', 'pass', 'unsupported', 'skipped'),
  )

  const other = parseFile({ type: 'junit', files: [file] })
  const seen = other.suites.flatMap((suite) => suite.cases)
  const named = (status: string) =>
    unique(seen.filter((each) => each.status === status).map(({ name }) => name.split(' ')[0] ?? ''))
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
  expect(names).toContain('discovery.tags.order (discovery.tags.limit)')
  expect(names).toContain('discovery.tags.order (discovery.tags.order)')
  expect(names).toContain('management.blob.delete (capability.blob-delete)')
  expect(names).toContain('management.tag.delete')
  expect(names.join()).not.toContain('management.gc')
})

// A test that failed where the engine found the cause elsewhere is reported as blocked: one fault, one failure.
it('reports a failure that follows from another as skipped', () => {
  const found = casesOf(fixtureResult()).find(({ name }) => name.startsWith('pull.manifest.head'))
  expect(found?.verdict).toBe('blocked')
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
    .find(({ name }) => name === 'discovery.tags.zero (discovery.tags.limit)')
  expect(found?.classname).toBe('distribution.content-discovery')
  const [about, script] = found?.failure?.[0]?.inner?.split(/\n\n(?=#)/) ?? []
  expect(about).toBe(`listed tags although n is 0
expected      an empty list of tags and no Link header
received      2 tags
request       #3 GET /v2/assay/a/tags/list?n=0 → 200

requirement   discovery.tags.zero, MUST (derived): lists nothing where n is 0
spec          https://spec.example/distribution/v1.1.1/spec.md?plain=1#L170
reasoning     n is the number of tags in the response, and an empty list has 0 of them.
ruling        A 400 fails too: the text requires an empty list.`)
  expect(script).toMatch(/\noci-assay run \S+ --only discovery\.tags\.zero --seed /)
})

// The format has no settled place for why something was skipped: it is in two.
it.for([
  { name: 'management.tag.delete', reason: 'skipped (not selected)' },
  {
    name: 'pull.manifest.media-type (pull.manifest.by-digest)',
    reason: 'blocked: pull.manifest.exact-bytes (builds on pull.manifest.exact-bytes)',
  },
  {
    name: 'push.blob.sha512 (push.blob.sha512)',
    reason: 'unsupported: sha512 (returned 400 DIGEST_INVALID for a sha512 digest)',
  },
])('gives the reason why $name was skipped', async ({ name, reason }) => {
  const file = await write('skipped.xml', fixtureEvents())
  const found = (await readCases(file)).find((each) => each.name === name)
  expect(found?.['system-out']).toEqual([reason])
  const other = parseFile({ type: 'junit', files: [file] })
  const seen = other.suites.flatMap((suite) => suite.cases).find((each) => each.name === name)
  expect(seen?.metadata).toMatchObject({ reason })
})

// The whole file, but for the scripts, which have tests of their own.
it('writes the file that was agreed upon', async () => {
  const xml = junitText(fixtureResult()).replace(/\n*#!\/bin\/sh.*?\]\]>/gs, '\n#!/bin/sh …]]>')
  await expect(xml).toMatchFileSnapshot('golden/junit.xml')
})

// A probe is not among the tests of the result: its verdict follows from the findings with its name.
it('distinguishes a failed probe from a test that passed', () => {
  const result = fixtureResult()
  const requirements = result.requirements
    .filter(({ id }) => id === 'discovery.tags.zero')
    .map((each) => ({
      ...each,
      tests: ['capability.tags', 'capability.other'],
      findings: each.findings.map((finding) => ({ ...finding, test: 'capability.tags' })),
    }))
  expect(casesOf({ ...result, requirements }).map(({ name, verdict }) => [name, verdict])).toEqual([
    ['discovery.tags.zero (capability.tags)', 'fail'],
    ['discovery.tags.zero (capability.other)', 'pass'],
  ])
})

// The end of a run may replace a blocked verdict: what it was blocked by turned out to be absent, or to pass.
it.for(['unsupported', 'error'] as const)('follows the conclusion that a block is %s', (verdict) => {
  const result = fixtureResult()
  const requirements = result.requirements
    .filter(({ id }) => id === 'pull.manifest.media-type')
    .map((each) => ({ ...each, verdict }))
  const [found] = casesOf({ ...result, requirements })
  expect(found).toMatchObject({ name: 'pull.manifest.media-type (pull.manifest.by-digest)', verdict })
})
