import type { RunResult } from '../../../src/results/result.ts'
import { replay } from '../../../src/results/replay.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse as parseJunit, type TestSuites } from 'junit2json'
import { describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { suites } from '../../../suites/distribution/index.ts'
import { foldEvents } from '../../../src/results/fold.ts'
import { compare } from '../../../src/results/expectations/compare.ts'
import { badgeOf } from '../../../src/reporters/badge/badge.ts'
import { ctrfOf } from '../../../src/reporters/ctrf/ctrf.ts'
import { expectationsText } from '../../../src/reporters/expectations/expectations.ts'
import { printable } from '../../../src/results/text/printable.ts'
import { harOf } from '../../../src/reporters/har/har.ts'
import { casesOf } from '../../../src/reporters/text/cases.ts'
import { referenceSuite } from '../../../src/reporters/reference-suite/reference-suite.ts'
import { apiRows, dataRows } from '../../../src/reporters/reference-suite/rows.ts'
import { belongs, statusOf } from '../../../src/reporters/reference-suite/status.ts'
import { count } from '../../../src/engine/verdict.ts'
import { withFolder } from '../cli/command.ts'
import { fixtureRequirements, fixtureResult, hostile } from './fixture.ts'
import { hostileResult } from './hostile.ts'

const passing = (): RunResult =>
  fixtureResult({ requirements: fixtureRequirements(({ verdict }) => verdict === 'pass') })
const only = (...verdicts: string[]): RunResult =>
  fixtureResult({ requirements: fixtureRequirements(({ verdict }) => verdicts.includes(verdict)) })

const read = (text: string) => (parseYaml(text) as { expectations: object[] }).expectations

const write = (result: RunResult) =>
  withFolder(async (folder) => {
    await referenceSuite(folder).onEnd?.(result)
    return {
      results: parseYaml(await readFile(join(folder, 'results.yaml'), 'utf8')) as Record<string, never>,
      junit: await readFile(join(folder, 'junit.xml'), 'utf8'),
    }
  })

describe('the badge', () => {
  it.each([
    ['no failures', passing(), { message: '2 passed', color: 'brightgreen' }],
    ['warnings', only('pass', 'warn'), { message: '2 passed, 2 warned', color: 'green' }],
    ['failures', only('pass', 'fail'), { message: '2 passed, 2 failed', color: 'red' }],
    ['nothing evaluated', only('skipped'), { message: 'not-tested', color: 'lightgrey', isError: true }],
    ['an interrupted run', { ...passing(), interrupted: true }, { message: 'interrupted' }],
  ])('shows %s', (_, result, badge) => {
    expect(badgeOf(result)).toMatchObject({ schemaVersion: 1, label: 'OCI distribution 1.1', ...badge })
  })
})

describe('CTRF', () => {
  it('tags each case with its level and with what that rests on', () => {
    const { tests } = ctrfOf(fixtureResult()).results
    const tags = (id: string) => tests.find(({ name }) => name.startsWith(`${id}: `))?.tags
    expect(tags('pull.blob.range')).toEqual(['SHOULD', 'stated'])
    expect(tags('discovery.tags.zero')).toEqual(['MUST', 'derived'])
  })

  const report = ctrfOf(fixtureResult())

  it('has counts that add up, and agree with the cases of JUnit', () => {
    const { summary, tests } = report.results
    expect(tests).toHaveLength(casesOf(fixtureResult()).length)
    const of = (status: string) => tests.filter((test) => test.status === status).length
    expect(summary).toMatchObject({
      tests: tests.length,
      passed: of('passed'),
      failed: of('failed'),
      skipped: of('skipped'),
      pending: 0,
      other: of('other'),
    })
    expect(of('failed')).toBe(2)
    expect(of('other')).toBe(1)
    expect(summary.stop - summary.start).toBe(1234)
  })

  it('has whole milliseconds, and names that no other test has', () => {
    const { tests, summary } = report.results
    for (const number of [summary.start, summary.stop, ...tests.map(({ duration }) => duration)])
      expect(Number.isInteger(number)).toBe(true)
    expect(new Set(tests.map(({ name }) => name)).size).toBe(tests.length)
  })

  it('reports known failures as skipped, and stale entries as failed', () => {
    const entries = ['discovery.tags.zero', 'pull.version'].map((requirement) => ({
      requirement,
      reason: 'known',
    }))
    const { tests } = ctrfOf(compare(fixtureResult(), entries, '2026-11-21')).results
    const named = (start: string) => tests.filter(({ name }) => name.startsWith(start))
    expect(named('discovery.tags.zero')).toMatchObject([{ status: 'skipped', message: 'known: known' }])
    expect(named('requirement pull.version')).toMatchObject([{ status: 'failed', rawStatus: 'passing' }])
  })

  it('spells out what cannot be seen', () => {
    expect(JSON.stringify(ctrfOf(hostileResult()))).not.toMatch(/\\u001b|\\u0000|\\ud800|\u202e/)
  })

  it('is the same replayed', () => {
    expect(ctrfOf(foldEvents(replay(fixtureResult())))).toEqual(report)
  })
})

describe('HAR', () => {
  const { log } = harOf(fixtureResult())

  it('has each exchange once, in the order of sending', () => {
    expect(log.version).toBe('1.2')
    expect(log.entries).toHaveLength(fixtureResult().evidence.length)
    const times = log.entries.map(({ startedDateTime }) => Date.parse(startedDateTime))
    expect(times).toEqual(times.toSorted((one, other) => one - other))
  })

  it('has all that the format demands', () => {
    for (const { request, response, timings, cache, time } of log.entries) {
      expect(request).toMatchObject({ cookies: [], headersSize: -1, httpVersion: expect.any(String) })
      expect(request.headers).toContainEqual({ name: 'authorization', value: 'Bearer ***' })
      expect(response).toMatchObject({ cookies: [], headersSize: -1, redirectURL: expect.any(String) })
      expect(response.content).toMatchObject({ size: expect.any(Number), mimeType: expect.any(String) })
      expect(timings.send + timings.wait + timings.receive).toBe(time)
      expect(cache).toEqual({})
    }
  })

  it('has queries, bodies and errors', () => {
    const [, , list, put, , blob, post] = log.entries
    expect(list?.request.queryString).toEqual([{ name: 'n', value: '0' }])
    expect(list?.comment).toContain('after #2')
    expect(put?.request.postData).toMatchObject({ text: expect.stringContaining('schemaVersion') })
    expect(blob?.response.content).toMatchObject({ encoding: 'base64', size: 200 })
    expect(post?.response).toMatchObject({ status: 0, _error: 'timeout' })
  })
})

describe('expectations', () => {
  it('are written of all that fails', () => {
    expect(read(expectationsText(fixtureResult()))).toEqual([
      { requirement: 'pull.manifest.exact-bytes', reason: 'answers with other bytes than were pushed' },
      { requirement: 'discovery.tags.zero', reason: 'listed tags although n is 0' },
    ])
    expect(read(expectationsText(fixtureResult(), { strict: true }))).toHaveLength(4)
    expect(read(expectationsText(passing()))).toEqual([])
  })

  it('keep entries that still fail as they are, and drop the others', () => {
    const zero = { requirement: 'discovery.tags.zero', reason: 'see #7', link: 'https://issues.example/7' }
    const entries = [
      zero,
      { requirement: 'pull.version', reason: 'gone' },
      { test: 'no.such', reason: 'later' },
    ]
    expect(read(expectationsText(compare(fixtureResult(), entries, '2026-11-21')))).toEqual([
      zero,
      { test: 'no.such', reason: 'later' },
      { requirement: 'pull.manifest.exact-bytes', reason: 'answers with other bytes than were pushed' },
    ])
  })

  it('make the same run succeed', () => {
    const result = only('pass', 'fail')
    const again = compare(result, read(expectationsText(result)) as never, '2026-11-21')
    expect(again.expectations?.totals).toEqual({ met: 2, passing: 0, expired: 0, inconclusive: 0, new: 0 })
  })

  it('read back what a hostile target sends', () => {
    const [first] = read(expectationsText(hostileResult()))
    expect(first).toMatchObject({ requirement: 'pull.manifest.exact-bytes' })
    for (const unseen of ['\u001b', '\u202e']) expect(expectationsText(hostileResult())).not.toContain(unseen)
  })
})

describe('the shape of the reference suite', () => {
  const ids = suites.flatMap(({ requirements }) => requirements.map(({ id }) => id))

  it.each([...apiRows, ...dataRows].map((row) => [row.name, row] as const))(
    'has requirements behind %s',
    (_, row) => {
      expect(ids.some((id) => belongs(row, id))).toBe(true)
      for (const part of [...row.of, ...(row.not ?? [])])
        expect(
          ids.some((id) => id === part || id.startsWith(`${part}.`)),
          part,
        ).toBe(true)
    },
  )

  const row = { name: 'Row', of: ['pull'] }
  it.each([
    [['pass', 'fail', 'error'], 'FAIL'],
    [['pass', 'error'], 'Error'],
    [['pass', 'warn', 'blocked', 'skipped'], 'Pass'],
    [['blocked', 'unsupported'], 'FAIL'],
    [['unsupported', 'skipped'], 'Skip'],
    [['skipped'], 'Disabled'],
    [[], 'Disabled'],
  ])('reports %j as %s', (verdicts, status) => {
    const [one] = fixtureResult().requirements
    const requirements = verdicts.map((verdict, index) => ({ ...one, id: `pull.${index}`, verdict }))
    expect(statusOf(row, requirements as never)).toBe(status)
  })

  it('has the configuration, the APIs and the kinds of content', async () => {
    const { results } = await write(fixtureResult())
    expect(Object.keys(results)).toEqual(['config', 'apis', 'data'])
    expect(results['config']).toMatchObject({
      registry: 'registry.example:5000',
      tls: 'disabled',
      repo1: 'assay/a',
      username: '',
      password: '',
      version: '1.1',
      commit: 'oci-assay 0.1.0',
    })
    expect(Object.keys(results['apis'] ?? {})).toHaveLength(28)
  })

  it('has cases whose status and elements agree, counted rightly', async () => {
    const { junit } = await write(fixtureResult())
    const parsed = (await parseJunit(junit)) as TestSuites
    const cases = parsed.testsuite?.[0]?.testcase ?? []
    const totals = count(casesOf(fixtureResult()).map(({ requirement: { verdict } }) => verdict))
    expect(cases.filter(({ failure }) => failure)).toHaveLength(totals.fail)
    expect(cases.filter(({ error }) => error)).toHaveLength(totals.error)
    expect([...junit.matchAll(/status="failure"/g)]).toHaveLength(totals.fail)
    expect([...junit.matchAll(/status="passed"/g)]).toHaveLength(totals.pass + totals.warn)
    expect(parsed).toMatchObject({ tests: cases.length, failures: totals.fail, errors: totals.error })
    expect(cases[0]?.name).toMatch(/^OCI Conformance Test\/pull\//)
  })

  it('survives what a hostile target sends', async () => {
    const { junit, results } = await write(hostileResult())
    expect(junit).not.toMatch(/[^\P{C}\n\t]/u)
    const parsed = (await parseJunit(junit)) as TestSuites
    const failure = parsed.testsuite?.[0]?.testcase?.flatMap((each) => each.failure ?? [])[0]
    expect(failure?.message).toContain('</script><script>document.title="ran"</script>')
    expect(results['config']).toMatchObject({ registry: printable(hostile) })
  })

  it('refuses the result of an image', async () => {
    const result = fixtureResult()
    const image: RunResult = { ...result, target: { ...result.target, kind: 'image' } }
    await expect(write(image)).rejects.toThrow('covers registries only')
  })
})
