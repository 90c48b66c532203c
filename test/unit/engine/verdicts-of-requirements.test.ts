import { describe, expect, it } from 'vitest'
import { conclude } from '../../../src/engine/conclude.ts'
import type { RequirementResult } from '../../../src/engine/events.ts'
import type { PlannedRequirement } from '../../../src/engine/requirement.ts'
import type { Finding, Note, Statement } from '../../../src/engine/verdict.ts'

const about = { suite: 'lamp', title: 'a lamp', section: 'light', level: 'MUST', link: '#1' } as const
const planned = (id: string, dependsOn: readonly string[] = []): PlannedRequirement => ({
  id,
  ...about,
  dependsOn,
})

const found = (requirement: string, verdict: 'fail' | 'warn' = 'fail'): Finding => ({
  requirement,
  test: 'lamp.test',
  verdict,
  title: `breaks ${requirement}`,
  expected: ['light'],
  received: 'darkness',
  evidence: [],
})
const held: Statement = { kind: 'passed' }
const violates = (id: string, verdict?: 'warn'): Statement => ({
  kind: 'failed',
  finding: found(id, verdict),
})
const blockedBy = (by: string): Statement => ({ kind: 'blocked', by, reason: `needs ${by}` })
const isAbsent: Statement = { kind: 'unsupported', reason: 'no dimmer' }
const isSkipped: Statement = { kind: 'skipped', reason: 'not to be touched' }
const isError: Statement = { kind: 'error', reason: 'the power went' }
const note: Note = { text: 'barely', test: 'lamp.test', evidence: [] }

/** Concludes from what one test recorded of each requirement; all are selected. */
const concluded = (
  requirements: readonly PlannedRequirement[],
  evaluations: Record<string, readonly Statement[]>,
  elsewhere?: ReadonlySet<string>,
): Record<string, RequirementResult> => {
  const wanted = new Set(requirements.map(({ id }) => id))
  const results = conclude(
    { requirements, tests: [], wanted, ...(elsewhere ? { elsewhere } : {}) },
    new Map(
      Object.entries(evaluations).map(([id, statements]) => [
        id,
        [{ test: 'lamp.test', checks: 1, statements }],
      ]),
    ),
  )
  return Object.fromEntries(results.map((result) => [result.id, result]))
}

describe('by its own evidence a requirement', () => {
  const base = { id: 'shines', ...about, checks: 1, tests: ['lamp.test'], findings: [], notes: [] }

  it.each<[string, Statement[], object]>([
    ['passes where it held', [held], { verdict: 'pass' }],
    ['passes with its notes', [held, { kind: 'passed', note }], { verdict: 'pass', notes: [note] }],
    ['fails with its finding', [held, violates('shines')], { verdict: 'fail', findings: [found('shines')] }],
    ['passes without the reason of what was absent', [isAbsent, held], { verdict: 'pass' }],
    ['is unsupported for a reason', [isAbsent], { verdict: 'unsupported', reason: 'no dimmer' }],
    [
      'is unsupported for want of a capability',
      [{ ...isAbsent, capability: 'dimming' }],
      { verdict: 'unsupported', reason: 'no dimmer', capability: 'dimming' },
    ],
    ['is skipped for a reason', [isSkipped], { verdict: 'skipped', reason: 'not to be touched' }],
    ['is an error for a reason', [held, isError], { verdict: 'error', reason: 'the power went' }],
    ['is blocked', [blockedBy('x')], { verdict: 'blocked', reason: 'needs x', blockedBy: 'x' }],
  ])('%s', (_, statements, expected) => {
    // What was recorded here counts also where other shards were expected to evaluate.
    const result = concluded([planned('shines')], { shines: statements }, new Set(['shines']))
    expect(result['shines']).toStrictEqual({ ...base, ...expected })
  })

  it.each<[string, Parameters<typeof conclude>[0], object]>([
    [
      'is an error where no test evaluated it',
      { requirements: [planned('shines')], tests: [], wanted: new Set(['shines']) },
      { verdict: 'error', reason: 'no test evaluated it' },
    ],
    [
      'is skipped where it is not selected',
      { requirements: [planned('shines')], tests: [], wanted: new Set() },
      { verdict: 'skipped', reason: 'not selected' },
    ],
    [
      'is skipped where another shard evaluates it',
      {
        requirements: [planned('shines')],
        tests: [],
        wanted: new Set(['shines']),
        elsewhere: new Set(['shines']),
      },
      { verdict: 'skipped', reason: 'evaluated by another shard' },
    ],
  ])('%s', (_, question, expected) => {
    expect(conclude(question, new Map())).toStrictEqual([{ ...base, checks: 0, tests: [], ...expected }])
  })
})

describe('what is blocked', () => {
  const asBlocked = { verdict: 'blocked', blockedBy: 'shines', reason: 'needs shines' }

  it.each<[string, Statement[], object]>([
    ['by a failure stays so', [violates('shines')], asBlocked],
    [
      'by a warning could not be evaluated, since a warning keeps no MUST from it',
      [violates('shines', 'warn')],
      { verdict: 'error', reason: 'needs shines (shines warns)' },
    ],
    ['by what was skipped stays so', [isSkipped], asBlocked],
    ['by what is blocked is blocked by the root', [blockedBy('plugs')], { ...asBlocked, blockedBy: 'plugs' }],
    ['by what is absent is unsupported', [isAbsent], { verdict: 'unsupported', reason: 'needs shines' }],
    [
      'by what holds is an error',
      [held],
      { verdict: 'error', reason: 'needs shines (although shines holds)' },
    ],
    ['by what could not be evaluated stays so', [isError], asBlocked],
  ])('%s', (_, root, expected) => {
    const results = concluded([planned('white'), planned('shines'), planned('plugs')], {
      white: [blockedBy('shines')],
      shines: root,
      plugs: [violates('plugs')],
    })
    const base = { id: 'white', ...about, checks: 1, tests: ['lamp.test'], findings: [], notes: [] }
    expect(results['white']).toStrictEqual({ ...base, ...expected })
  })

  it('by what is not planned stays so', () => {
    const results = concluded([planned('white')], { white: [blockedBy('shines')] })
    expect(results['white']).toMatchObject(asBlocked)
  })
})

describe('what builds on another one', () => {
  const follows = 'breaks white, which follows from'
  const own = { findings: [found('white')], verdict: 'fail' }
  /** The finding is kept, with its cause. */
  const following = (cause: string) => ({
    blockedBy: cause,
    consequences: [{ ...found('white'), followsFrom: cause }],
  })

  it.each<[string, Statement, Statement, object]>([
    [
      'is blocked by its failure',
      violates('white'),
      violates('shines'),
      { ...following('shines'), verdict: 'blocked', reason: `${follows} shines` },
    ],
    [
      'is blocked by what blocks it',
      violates('white'),
      blockedBy('plugs'),
      { ...following('plugs'), verdict: 'blocked', reason: `${follows} plugs` },
    ],
    [
      'is blocked instead of an error',
      isError,
      violates('shines'),
      { verdict: 'blocked', blockedBy: 'shines', reason: 'the power went, which follows from shines' },
    ],
    [
      'is an error beside a mere warning',
      isError,
      violates('shines', 'warn'),
      { verdict: 'error', reason: 'the power went' },
    ],
    ['fails beside a mere warning', violates('white'), violates('shines', 'warn'), own],
    ['fails where that one holds', violates('white'), held, own],
    ['fails where that one is an error', violates('white'), isError, own],
    ['fails where it blocks that one itself', violates('white'), blockedBy('white'), own],
    ['is an error beside an error', isError, isError, { verdict: 'error', reason: 'the power went' }],
    ['passes where that one is blocked', held, blockedBy('plugs'), { verdict: 'pass' }],
  ])('%s', (_, white, shines, expected) => {
    // The first one holds and the second is not planned: neither keeps the third from being looked at.
    const requirements = [
      planned('white', ['hangs', 'glows', 'shines']),
      ...['shines', 'hangs', 'plugs'].map((id) => planned(id)),
    ]
    const results = concluded(requirements, {
      white: [white],
      shines: [shines],
      hangs: [held],
      plugs: [violates('plugs')],
    })
    const base = { id: 'white', ...about, checks: 1, tests: ['lamp.test'], findings: [], notes: [] }
    expect(results['white']).toStrictEqual({ ...base, ...expected })
  })
})
