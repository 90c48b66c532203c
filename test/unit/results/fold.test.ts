import type { RunRecord } from '../../../src/results/record.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { replay } from '../../../src/results/replay.ts'
import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../src/results/events.ts'
import { foldEvents } from '../../../src/results/fold.ts'
import { verdicts, type Verdict, count } from '../../../src/engine/verdict.ts'
import { madeRequirement, madeResult, madeTest } from '../engine/made.ts'

const shines = madeRequirement('lamp.shines', { verdict: 'fail' })
const white = madeRequirement('lamp.white', { verdict: 'blocked', blockedBy: 'lamp.shines' })
const test = madeTest(
  'lamp.on',
  { 'lamp.shines': 'fail', 'lamp.white': 'blocked' },
  { verdict: 'fail', checks: 2 },
)
const capability = { name: 'dimmer', title: 'a dimmer', state: 'supported' } as const
const record: RunRecord = {
  kind: 'content-kind',
  name: 'lamp',
  what: 'a lamp',
  group: 'format',
  traits: [],
  outcome: 'accepted',
  exchanges: [],
}
const leftover = { kind: 'blob', repository: 'lamp', reference: 'x', reason: 'stuck' } as const
const totals = { requirements: count(['fail', 'blocked']), tests: count(['fail']) }
const shard = { index: 1, count: 2, whole: [], everywhere: [], wanted: [], dependsOn: {}, evaluations: [] }
const log = { source: 'lamp:1', lines: [], omitted: 1 }
const comparison = {
  entries: [],
  expected: ['lamp.shines'],
  totals: { met: 1, passing: 0, expired: 0, inconclusive: 0, new: 0 },
}
const since = { name: 'lamp', startedAt: '2025-01-01T00:00:00.000Z', tool: 'oci-assay 0.0.0' }
const changes = { since, failing: [], warning: [], passing: [], otherwise: [], appeared: [], gone: [] }

const bare = madeResult({
  capabilities: [capability],
  requirements: [shines, white],
  tests: [test],
  evidence: [record],
  totals,
  leftovers: [leftover],
})
const { formatVersion, tool, target, profile, seed, startedAt, finishedAt } = bare
const started: RunEvent = {
  type: 'run-started',
  formatVersion,
  tool,
  target,
  profile,
  seed,
  startedAt,
  requirements: [
    { ...shines, dependsOn: [] },
    { ...white, dependsOn: ['lamp.shines'] },
  ],
  tests: [test],
}
const inside: RunEvent[] = [
  { type: 'capability', capability },
  { type: 'evidence', record },
  { type: 'test-finished', test },
  { type: 'requirement-finished', requirement: shines },
  { type: 'requirement-finished', requirement: white },
]
const extras = { shard, log, expectations: comparison, changes }
const annotations: RunEvent[] = [
  { type: 'shard', shard },
  { type: 'log', log },
  { type: 'expectations', comparison },
  { type: 'changes', changes },
]
const finished: RunEvent = {
  type: 'run-finished',
  finishedAt,
  duration: 5000,
  interrupted: false,
  leftovers: [leftover],
  ...totals,
}
const begun = { finishedAt: startedAt, duration: 0, complete: false, leftovers: [] }

describe('a result and its events stand for each other', () => {
  it.each<[string, RunResult, RunEvent[]]>([
    ['with nothing beside', bare, [started, ...inside, finished]],
    ['with all annotations', { ...bare, ...extras }, [started, ...inside, ...annotations, finished]],
    [
      'aborted',
      { ...bare, aborted: 'no power', interrupted: true },
      [started, ...inside, { ...finished, aborted: 'no power', interrupted: true }],
    ],
    ['without its end', { ...bare, ...begun }, [started, ...inside]],
  ])('%s', (_, result, events) => {
    expect([...replay(result)]).toStrictEqual(events)
    expect(foldEvents(events)).toStrictEqual(result)
  })

  it('from its start alone, and through events that are not part of it', () => {
    const nothing = { requirements: count([]), tests: count([]) }
    const empty = madeResult({ ...begun, totals: nothing })
    expect(foldEvents([started])).toStrictEqual(empty)
    expect(foldEvents([started, { type: 'test-started', id: 'lamp.on' }])).toStrictEqual(empty)
    expect(foldEvents([started, { type: 'reading', read: 1, total: 2 }])).toStrictEqual(empty)
  })
})

it.each([...inside, ...annotations, finished])('no result comes of $type without a start', (event) => {
  const message = 'these events do not begin with the start of a run'
  expect(() => foldEvents([event])).toThrow(new Error(message))
})

// What a test found is not its own failure where its requirement turned out to be blocked.
it.each<[Verdict, Verdict]>([
  ['fail', 'blocked'],
  ['warn', 'blocked'],
  ['error', 'blocked'],
  ['blocked', 'blocked'],
  ['pass', 'pass'],
  ['unsupported', 'unsupported'],
  ['skipped', 'skipped'],
])('a %s of a test on a blocked requirement becomes %s, and stays elsewhere', (was, is) => {
  const evaluated = { 'lamp.white': was }
  const settled = (verdict: Verdict) =>
    foldEvents([
      started,
      { type: 'test-finished', test: madeTest('lamp.on', evaluated, { verdict: was }) },
      { type: 'requirement-finished', requirement: madeRequirement('lamp.white', { verdict }) },
    ])
  expect(settled('blocked').tests).toStrictEqual([madeTest('lamp.on', { 'lamp.white': is }, { verdict: is })])
  expect(settled('blocked').totals.tests).toStrictEqual(count([is]))
  expect(settled('fail').tests).toStrictEqual([madeTest('lamp.on', evaluated, { verdict: was })])
})

it('counts each verdict, also those that did not occur', () => {
  expect(count(['pass', 'fail', 'pass'])).toStrictEqual({
    ...Object.fromEntries(verdicts.map((verdict) => [verdict, 0])),
    pass: 2,
    fail: 1,
  })
})
