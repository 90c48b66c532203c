import type { ContentKindRecord } from '../../../src/registry/record/content-kind.ts'
import { describe, expect, it } from 'vitest'
import type { CapabilityResult, TestResult } from '../../../src/engine/events.ts'
import { mergeShards, type Sharded } from '../../../src/results/shards/merge.ts'
import type { RequirementEvaluation, ShardRecord } from '../../../src/engine/shard.ts'
import { type Statement, count } from '../../../src/engine/verdict.ts'
import { madeFinding, madeNote, madeRequirement, madeResult, madeTest } from '../engine/made.ts'

const taken = (name: string): ContentKindRecord => ({
  kind: 'content-kind',
  name,
  what: `a ${name}`,
  group: 'format',
  traits: [],
  outcome: 'accepted',
  exchanges: [],
})

const shines = madeRequirement('lamp.shines')
const plain = madeResult()

/** One of three shards; what is passed of its record is stored as `record`. */
function made(
  index: number,
  { record, ...more }: Partial<Sharded> & { record?: Partial<ShardRecord> } = {},
): Sharded {
  const none = { whole: [], everywhere: [], wanted: ['lamp.shines'], dependsOn: {}, evaluations: [] }
  return {
    ...madeResult({ requirements: [shines] }),
    profile: { ...plain.profile, shard: `${index}/3` },
    ...more,
    shard: { index, count: 3, ...none, ...record },
  }
}

const evaluationsOf = (...statements: Statement[]): RequirementEvaluation[] => [
  { requirement: 'lamp.shines', test: 'lamp.on', checks: 2, statements },
]
const held = (text: string): Statement => ({ kind: 'passed', note: madeNote('lamp.on', text) })
const dark: Statement = { kind: 'failed', finding: madeFinding('lamp.shines', 'lamp.on', 'fail') }
const unsure = (reason: string): Statement => ({ kind: 'error', reason })

const leftover = (reference: string) =>
  ({ kind: 'blob', repository: 'lamp', reference, reason: 'stuck' }) as const
const on = (verdict: 'fail' | 'error' | 'pass', startedAt: number, duration: number, reason: string) =>
  madeTest('lamp.on', {}, { verdict, checks: 3, startedAt, duration, reason })
const named = (id: string, startedAt: number, duration: number) => madeTest(id, {}, { startedAt, duration })
const dimmer = (state: CapabilityResult['state'], detail?: string): CapabilityResult => ({
  name: 'dimmer',
  title: 'a dimmer',
  state,
  ...(detail === undefined ? {} : { detail }),
})

it('nothing is not a run', () => {
  expect(() => mergeShards([])).toThrow(new Error('there is no shard to merge'))
})

describe('shards merged by hand', () => {
  it('keep what the level of each requirement rests on', () => {
    const about = { basis: 'derived', reasoning: 'A lamp is switched on to shine.' } as const
    const requirements = [madeRequirement('lamp.shines', about), madeRequirement('lamp.white')]
    const merged = mergeShards([made(1, { requirements }), made(2, { requirements })]).requirements
    expect(merged[0]).toMatchObject(about)
    expect(merged[1]).not.toHaveProperty('basis')
  })

  it('are one run from the first start to the last end, with all that each of them has', () => {
    const log = { source: 'lamp:1', lines: [], omitted: 2 }
    const result = mergeShards([
      made(1, {
        target: { ...plain.target, details: { room: 'hall', bulb: 'A60' } },
        evidence: [taken('one')],
        leftovers: [leftover('a')],
        record: { evaluations: evaluationsOf(held('at noon')) },
        tests: [madeTest('lamp.on', { 'lamp.shines': 'pass' })],
      }),
      made(2, {
        target: { ...plain.target, details: { room: 'attic', bulb: 'A60', cord: 'red' } },
        seed: 'other',
        startedAt: '2026-01-01T00:00:08.000Z',
        duration: 9500,
        interrupted: true,
        aborted: 'no power',
        evidence: [taken('two'), taken('three')],
        log,
      }),
      made(3, { startedAt: '2026-01-01T00:00:09.000Z', aborted: 'no time', leftovers: [leftover('b')] }),
    ])
    expect(result).toStrictEqual({
      ...plain,
      target: {
        ...plain.target,
        details: { room: 'hall, attic', bulb: 'A60', cord: 'red', 'merged from': '3 shards' },
      },
      seed: 'seed other',
      startedAt: '2026-01-01T00:00:08.000Z',
      finishedAt: '2026-01-01T00:00:17.500Z',
      duration: 9500,
      interrupted: true,
      aborted: 'shard 2/3: no power; shard 3/3: no time',
      requirements: [{ ...shines, checks: 2, tests: ['lamp.on'], notes: [madeNote('lamp.on', 'at noon')] }],
      tests: [madeTest('lamp.on', { 'lamp.shines': 'pass' })],
      evidence: [taken('one'), taken('two'), taken('three')],
      totals: { requirements: count(['pass']), tests: count(['pass']) },
      leftovers: [leftover('a'), leftover('b')],
      log,
    })
  })

  it('have neither a log nor a reason for an abort where none has', () => {
    const reason = 'no test evaluated it'
    expect(mergeShards([made(1), made(2)])).toStrictEqual({
      ...plain,
      target: { ...plain.target, details: { 'merged from': '2 shards' } },
      requirements: [{ ...shines, verdict: 'error', checks: 0, reason }],
      totals: { requirements: count(['error']), tests: count([]) },
    })
  })

  it('keep what is recorded of a requirement beside its verdict', () => {
    const about = { ruling: 'it is a lamp', impact: 'people stumble' }
    const lasts = madeRequirement('lamp.lasts', { unobservable: 'it would take years' })
    const requirements = [madeRequirement('lamp.shines', about), lasts]
    const { requirements: merged } = mergeShards([
      made(1, { requirements, record: { evaluations: evaluationsOf(dark) } }),
    ])
    const finding = madeFinding('lamp.shines', 'lamp.on', 'fail')
    const reason = 'cannot be seen from outside: it would take years'
    expect(merged).toStrictEqual([
      { ...shines, ...about, verdict: 'fail', checks: 2, tests: ['lamp.on'], findings: [finding] },
      { ...lasts, verdict: 'skipped', checks: 0, reason },
    ])
  })

  it.each<[string, Statement[][], object]>([
    ['the graver first', [[unsure('a')], [held('b')]], { verdict: 'error', reason: 'a', notes: [] }],
    ['the graver later', [[held('a')], [unsure('b')]], { verdict: 'error', reason: 'b', notes: [] }],
    ['equally grave ones', [[unsure('a')], [unsure('b')]], { verdict: 'error', reason: 'a', notes: [] }],
  ])('count the gravest answer of a probe once: %s', (_, answers, expected) => {
    const { requirements } = mergeShards(
      answers.map((answer, at) => made(at + 1, { record: { evaluations: evaluationsOf(...answer) } })),
    )
    expect(requirements).toStrictEqual([{ ...shines, checks: 2, tests: ['lamp.on'], ...expected }])
  })

  it('count all that a test recorded that ran in each of them, and what it recorded twice once', () => {
    const everywhere = ['lamp.on']
    const tests = [madeTest('lamp.on', { 'lamp.shines': 'pass' })]
    const { requirements, tests: merged } = mergeShards([
      made(1, { tests, record: { everywhere, evaluations: evaluationsOf(held('a'), held('b')) } }),
      made(2, { tests, record: { everywhere, evaluations: evaluationsOf(held('b'), held('c')) } }),
      made(3, { tests, record: { everywhere, evaluations: evaluationsOf(dark, unsure('lost')) } }),
    ])
    expect(requirements).toStrictEqual([
      {
        ...shines,
        verdict: 'fail',
        checks: 6,
        tests: ['lamp.on'],
        findings: [madeFinding('lamp.shines', 'lamp.on', 'fail')],
        notes: ['a', 'b', 'c'].map((text) => madeNote('lamp.on', text)),
      },
    ])
    expect(merged).toStrictEqual([
      madeTest('lamp.on', { 'lamp.shines': 'fail' }, { verdict: 'fail', checks: 3 }),
    ])
  })

  it.each<[string, TestResult, TestResult, Partial<TestResult>]>([
    [
      'the graver first, which ends last',
      on('error', 40, 60, 'a'),
      on('pass', 50, 20, 'b'),
      { startedAt: 40, duration: 60, reason: 'a', verdict: 'error' },
    ],
    [
      'the graver later, which ends last',
      on('pass', 50, 20, 'a'),
      on('fail', 40, 90, 'b'),
      { startedAt: 40, duration: 90, reason: 'b', verdict: 'fail' },
    ],
    [
      'equally grave, one after the other',
      on('error', 10, 20, 'a'),
      on('error', 50, 20, 'b'),
      { startedAt: 10, duration: 60, reason: 'a', verdict: 'error' },
    ],
    [
      'one that did not finish beside a failure',
      on('fail', 10, 20, 'a'),
      { ...on('error', 50, 20, 'b'), unfinished: 'b' },
      { startedAt: 10, duration: 60, reason: 'a', verdict: 'error', unfinished: 'b' },
    ],
  ])('report a test once that ran in several: %s', (_, one, other, expected) => {
    const { tests } = mergeShards([made(1, { tests: [one] }), made(2, { tests: [other] })])
    expect(tests).toStrictEqual([madeTest('lamp.on', {}, { checks: 6, ...expected })])
  })

  it('report tests in the order in which they ended', () => {
    const { tests } = mergeShards([
      made(1, { tests: [named('lamp.long', 30, 70), named('lamp.early', 50, 10)] }),
      made(2, { tests: [named('lamp.late', 60, 20)] }),
    ])
    expect(tests.map(({ id }) => id)).toEqual(['lamp.early', 'lamp.late', 'lamp.long'])
  })

  it.each<[string, CapabilityResult[], CapabilityResult]>([
    ['agreeing', [dimmer('supported', 'a'), dimmer('supported', 'b')], dimmer('supported', 'a')],
    [
      'the worse first',
      [dimmer('nonconformant', 'sparks'), dimmer('supported')],
      dimmer('nonconformant', 'sparks; another shard found it supported'),
    ],
    [
      'the worse later, without a word',
      [dimmer('unsupported', 'no knob'), dimmer('unknown')],
      dimmer('unknown', 'another shard found it unsupported'),
    ],
  ])('report a capability once: %s', (_, found, expected) => {
    const shards = found.map((each, at) => made(at + 1, { capabilities: [each] }))
    expect(mergeShards(shards).capabilities).toStrictEqual([expected])
  })
})
