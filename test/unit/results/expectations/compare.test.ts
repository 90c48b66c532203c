import type { RunResult } from '../../../../src/results/result.ts'
import { describe, expect, it } from 'vitest'
import type { Expectation } from '../../../../src/results/expectations/expectation.ts'
import { foldEvents } from '../../../../src/results/fold.ts'
import { compare } from '../../../../src/results/expectations/compare.ts'
import { conclusionOf } from '../../../../src/results/conclusion/conclusion.ts'
import { headlineOf } from '../../../../src/results/conclusion/headline.ts'
import { replay } from '../../../../src/results/replay.ts'
import { fixtureResult } from '../../reporters/fixture.ts'

const reason = 'known for long'
const today = '2026-11-21'

/** The fixture fails pull.manifest.exact-bytes and discovery.tags.zero, and warns of two; one is an error. */
const compared = (...expectations: Omit<Expectation, 'reason'>[]) =>
  compare(
    fixtureResult(),
    expectations.map((each) => ({ reason, ...each })),
    today,
  )

const states = (result: RunResult) => result.expectations?.entries.map(({ state }) => state)

describe('an entry', () => {
  it.each<[string, Omit<Expectation, 'reason'>, string, string[]]>([
    [
      'of a failing requirement is met',
      { requirement: 'discovery.tags.zero' },
      'met',
      ['discovery.tags.zero'],
    ],
    ['of a warning is met', { requirement: 'push.error.code' }, 'met', ['push.error.code']],
    ['of a passing one is reported as such', { requirement: 'pull.version' }, 'passing', ['pull.version']],
    ['of a blocked one is inconclusive', { requirement: 'pull.manifest.head' }, 'inconclusive', []],
    ['of an error is inconclusive', { requirement: 'push.blob.chunk-order' }, 'inconclusive', []],
    ['of an unsupported one is inconclusive', { requirement: 'push.blob.sha512' }, 'inconclusive', []],
    ['of what another version has is inconclusive', { requirement: 'pull.elsewhere' }, 'inconclusive', []],
    [
      'may be a glob, of which something still fails',
      { requirement: 'discovery.*' },
      'met',
      ['discovery.tags.zero', 'discovery.tags.order'],
    ],
    ['may be the beginning of ids', { requirement: 'pull.manifest' }, 'met', ['pull.manifest.exact-bytes']],
    ['may be a test that fails', { test: 'discovery.tags.limit' }, 'met', ['discovery.tags.zero']],
    ['may be a test that passes', { test: 'pull.blob.range' }, 'passing', ['pull.blob.range']],
    ['may be a test that could not evaluate', { test: 'push.blob.chunked' }, 'inconclusive', []],
    [
      'holds to the end of its day',
      { requirement: 'discovery.tags.zero', expires: '2026-11-21' },
      'met',
      ['discovery.tags.zero'],
    ],
    [
      'expires after it',
      { requirement: 'discovery.tags.zero', expires: '2026-11-20' },
      'expired',
      ['discovery.tags.zero'],
    ],
    ['expires also where nothing was evaluated', { test: 'no.such', expires: '2026-11-20' }, 'expired', []],
    [
      'that expired and passes is reported as passing',
      { requirement: 'pull.version', expires: '2026-11-20' },
      'passing',
      ['pull.version'],
    ],
  ])('%s', (_, expectation, state, requirements) => {
    expect(compared(expectation).expectations?.entries).toMatchObject([{ state, requirements }])
  })

  // Other shards evaluate it too: what passes here may fail there.
  it('is not reported as passing in a shard', () => {
    const result = fixtureResult()
    const shard: RunResult = { ...result, profile: { ...result.profile, shard: '1/3' } }
    expect(states(compare(shard, [{ requirement: 'pull.version', reason }], today))).toEqual(['inconclusive'])
  })
})

const both = [{ requirement: 'discovery.tags.zero' }, { requirement: 'pull.manifest.exact-bytes' }]

// The fixture has an error on a MUST, which no expectation excuses.
const evaluated = (result: RunResult): RunResult => ({
  ...result,
  requirements: result.requirements.filter(({ verdict }) => verdict !== 'error'),
})

describe('the exit code', () => {
  it.each<[string, Omit<Expectation, 'reason'>[], boolean, number, string]>([
    [
      '0 where all failures are known',
      both,
      false,
      0,
      'No new failures in the 6 requirements evaluated (2 known failures, 2 warnings)',
    ],
    [
      '1 where one is new',
      both.slice(1),
      false,
      1,
      '1 new failure in the 6 requirements evaluated (1 known failure, 2 warnings)',
    ],
    [
      '1 where one passes',
      [...both, { requirement: 'pull.version' }],
      false,
      1,
      'No new failures in the 6 requirements evaluated (2 known failures, 2 warnings); 1 expected failure passes now',
    ],
    [
      '1 where one has expired',
      [{ requirement: 'discovery.tags.zero', expires: '2020-01-01' }, ...both.slice(1)],
      false,
      1,
      'No new failures in the 6 requirements evaluated (2 known failures, 2 warnings); 1 expectation has expired',
    ],
    [
      '1 where a strict run warns anew',
      both,
      true,
      1,
      '2 new warnings in the 6 requirements evaluated, which --strict counts as failures',
    ],
    [
      '0 where a strict run knows its warnings',
      [...both, { requirement: 'push.error.code' }, { requirement: 'discovery.tags.order' }],
      true,
      0,
      'No new failures in the 6 requirements evaluated (4 known failures, 2 warnings)',
    ],
  ])('is %s', (_, expectations, strict, code, why) => {
    const result = evaluated(compared(...expectations))
    expect(conclusionOf(result, { strict }).exitCode).toBe(code)
    expect(headlineOf(result, { strict })).toBe(why)
  })

  it('is 3 where nothing new fails but a MUST could not be evaluated', () => {
    expect(conclusionOf(compared(...both))).toMatchObject({ name: 'incomplete', exitCode: 3 })
  })
})

it('counts, and survives being stored', () => {
  const result = compared(
    ...both.slice(1),
    { requirement: 'pull.version' },
    { requirement: 'push.blob.sha512' },
  )
  expect(result.expectations?.totals).toEqual({ met: 1, passing: 1, expired: 0, inconclusive: 1, new: 1 })
  expect(foldEvents(replay(result))).toEqual(result)
})

describe('an entry that names a finding', () => {
  const finding = 'listed tags although n is 0'
  const requirement = 'discovery.tags.zero'

  it('covers that finding', () => {
    const result = compared({ requirement, finding: 'listed tags although*' })
    expect(result.expectations).toMatchObject({ entries: [{ state: 'met' }], expected: [requirement] })
  })

  it('covers no other one of the same requirement', () => {
    const found = fixtureResult()
    const requirements = found.requirements.map((each) =>
      each.id === requirement
        ? { ...each, findings: [...each.findings, { ...each.findings[0]!, title: 'returns 500' }] }
        : each,
    )
    const result = compare({ ...found, requirements }, [{ requirement, finding, reason }], today)
    expect(result.expectations).toMatchObject({
      entries: [{ state: 'met' }],
      expected: [],
      totals: { new: 2 },
    })
  })

  it('is out of date where the requirement fails in another way', () => {
    const result = compared({ requirement, finding: 'returns 500' })
    expect(result.expectations).toMatchObject({ entries: [{ state: 'passing' }], expected: [] })
  })
})

// A requirement that two tests found violated is known only where both are.
it('does not take a requirement for known that another test finds violated too', () => {
  const result = fixtureResult()
  const [finding] = result.requirements[0]?.findings ?? []
  const twice = result.requirements.map((each) =>
    each.id === 'pull.manifest.exact-bytes' && finding
      ? { ...each, findings: [...each.findings, { ...finding, test: 'pull.manifest.head' }] }
      : each,
  )
  const found = { ...result, requirements: twice }
  const one = compare(found, [{ test: 'pull.manifest.by-digest', reason }], today)
  expect(one.expectations?.expected).toEqual([])
  expect(compare(found, [{ test: 'pull.manifest', reason }], today).expectations?.expected).toEqual([
    'pull.manifest.exact-bytes',
  ])
})
