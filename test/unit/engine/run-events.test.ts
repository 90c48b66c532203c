import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RunEvent } from '../../../src/results/events.ts'
import { violated, holds } from '../../../src/engine/judgement.ts'
import { limitRun } from '../../../src/engine/limit.ts'
import { plan, type Selection } from '../../../src/engine/plan.ts'
import { run, type Target } from '../../../src/engine/run.ts'
import type { Test, TestContext } from '../../../src/engine/suite.ts'
import { lampSuite, runLamp } from './fixture.ts'

afterEach(() => void vi.restoreAllMocks())

const isDark = violated('stays dark', 'light', 'darkness')
const none = { fail: 0, warn: 0, error: 0, blocked: 0, pass: 0, unsupported: 0, skipped: 0 }
const profile = {
  specification: 'lamp',
  spec: '1.1',
  suites: ['lamp'],
  claimed: false,
  readOnly: false,
} as const
const test = (id: string, requirement: string, work: Test<TestContext>['run']): Test<TestContext> => ({
  id,
  title: `Test ${id}`,
  evaluates: [requirement],
  run: work,
})

const link = (line: number) => `https://lamp.example/v2/lamp.md?plain=1#L${line}`
const finished = (requirement: object) => ({ type: 'requirement-finished', requirement })

/** All events of a run, one test at a time. */
async function eventsOf(
  tests: readonly Test<TestContext>[],
  target: Partial<Target<TestContext>> = {},
  selection: Partial<Selection> = {},
): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  await run({
    plan: plan([lampSuite(tests)], [], { spec: '1.1', ...selection }),
    target: {
      description: { kind: 'image', name: 'lamp', details: {} },
      open: (tools) => tools,
      ...target,
    },
    profile,
    seed: 'seed',
    tool: { name: 'oci-assay', version: '0.0.0' },
    emit: (event) => events.push(event),
    concurrency: 1,
    testTimeout: 5000,
    limit: limitRun({}),
  })
  return events
}

it('reports a run from its start to its end', async () => {
  let now = 1000
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const events = await eventsOf([
    test('lamp.a', 'lamp.shines', async (t) => {
      now += 12.34
      t.check('lamp.shines', holds())
    }),
    test('lamp.b', 'lamp.warm', async (t) => {
      now += 5
      t.skip('lamp.warm', 'not to be touched')
    }),
  ])
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string
  const about = { suite: 'lamp', level: 'MUST', basis: 'stated' }
  const shines = { id: 'lamp.shines', title: 'shines', section: 'light', ...about, link: link(2) }
  const white = { id: 'lamp.white', title: 'shines white', section: 'light', ...about, link: link(2) }
  const warm = {
    id: 'lamp.warm',
    title: 'is warm',
    section: 'heat',
    ...about,
    level: 'SHOULD',
    link: link(4),
  }
  const dims = { id: 'lamp.dims', title: 'dims', section: 'dimming', ...about, level: 'MAY', link: link(6) }
  const unobservable = 'it would take years'
  const lasts = { id: 'lamp.lasts', title: 'lasts', section: 'age', unobservable, ...about, link: link(2) }
  const unseen = { checks: 0, tests: [], findings: [], notes: [] }
  const inconclusive = { ...unseen, verdict: 'error', reason: 'no test evaluated it' }
  const a = { id: 'lamp.a', title: 'Test lamp.a', suite: 'lamp' }
  const b = { id: 'lamp.b', title: 'Test lamp.b', suite: 'lamp' }
  const reason = 'not to be touched'

  expect(events).toStrictEqual([
    {
      type: 'run-started',
      formatVersion: 2,
      tool: { name: 'oci-assay', version: '0.0.0' },
      target: { kind: 'image', name: 'lamp', details: {} },
      profile,
      seed: 'seed',
      startedAt: time,
      requirements: [
        { ...shines, dependsOn: [] },
        { ...white, dependsOn: ['lamp.shines'] },
        ...[warm, dims, lasts].map((each) => ({ ...each, dependsOn: [] })),
      ],
      tests: [a, b].map((test) => ({ ...test, cost: 4 })),
    },
    { type: 'test-started', id: 'lamp.a' },
    {
      type: 'test-finished',
      test: {
        ...a,
        verdict: 'pass',
        evaluated: { 'lamp.shines': 'pass' },
        checks: 1,
        startedAt: 0,
        duration: 12.3,
      },
    },
    { type: 'test-started', id: 'lamp.b' },
    {
      type: 'test-finished',
      test: {
        ...b,
        verdict: 'skipped',
        evaluated: { 'lamp.warm': 'skipped' },
        checks: 0,
        startedAt: 12.3,
        duration: 5,
        reason,
      },
    },
    finished({ ...shines, ...unseen, verdict: 'pass', checks: 1, tests: ['lamp.a'] }),
    finished({ ...white, ...inconclusive }),
    finished({ ...warm, ...unseen, verdict: 'skipped', reason, tests: ['lamp.b'] }),
    finished({ ...dims, ...inconclusive }),
    finished({
      ...lasts,
      ...unseen,
      verdict: 'skipped',
      reason: `cannot be seen from outside: ${unobservable}`,
    }),
    {
      type: 'run-finished',
      finishedAt: time,
      duration: 17.3,
      requirements: { ...none, pass: 1, error: 2, skipped: 2 },
      tests: { ...none, pass: 1, skipped: 1 },
      interrupted: false,
      leftovers: [],
    },
  ])
})

describe('at the end of a run', () => {
  const leftover = { kind: 'tag', repository: 'lamp', reference: 'on', reason: 'stuck' } as const

  it.each<[string, Partial<Target<TestContext>>, object[]]>([
    ['what could not be removed is reported', { cleanUp: () => Promise.resolve([leftover]) }, [leftover]],
    ['a failure to clean up is passed over', { cleanUp: () => Promise.reject(new Error('stuck')) }, []],
    ['nothing is left where nothing is to be cleaned up', {}, []],
  ])('%s', async (_, target, leftovers) => {
    expect((await eventsOf([], target)).at(-1)).toMatchObject({ type: 'run-finished', leftovers })
  })

  it('a shard passes on its selection and what its tests recorded', async () => {
    const check = test('lamp.a', 'lamp.shines', async (t) => {
      t.check('lamp.shines', holds())
      t.check('lamp.shines', holds())
    })
    const selection = { shard: { index: 1, count: 1 }, selects: (id: string) => id === 'lamp.shines' }
    const events = await eventsOf([check], {}, selection)
    expect(events.filter(({ type }) => type === 'shard')).toStrictEqual([
      {
        type: 'shard',
        shard: {
          index: 1,
          count: 1,
          whole: ['lamp.a'],
          everywhere: [],
          wanted: ['lamp.shines'],
          dependsOn: { 'lamp.white': ['lamp.shines'] },
          evaluations: [
            { requirement: 'lamp.shines', test: 'lamp.a', checks: 2, statements: [{ kind: 'passed' }] },
          ],
        },
      },
    ])
  })
})

it('evaluates nothing where it is interrupted before it begins', async () => {
  const begun: string[] = []
  const { result } = await runLamp({
    signal: AbortSignal.abort(),
    tests: [test('lamp.a', 'lamp.shines', async (t) => void begun.push(t.test))],
  })
  expect(begun).toEqual([])
  expect(result).toMatchObject({ interrupted: true, complete: true })
  expect(result.requirements[0]).toMatchObject({
    verdict: 'error',
    reason: 'the run was interrupted before it was evaluated',
  })
})

it.each([
  [0, 1],
  [1, 1],
  [3, 3],
  [9, 5],
])('with a concurrency of %d runs %d of five tests at once', async (concurrency, most) => {
  let running = 0
  const seen: number[] = []
  const work: Test<TestContext>['run'] = async (t) => {
    running += 1
    // Long enough for all others to begin that may.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    seen.push(running)
    running -= 1
    t.check('lamp.shines', isDark)
  }
  const ids = ['lamp.a', 'lamp.b', 'lamp.c', 'lamp.d', 'lamp.e']
  await runLamp({ concurrency, tests: ids.map((id) => test(id, 'lamp.shines', work)) })
  expect(seen.length).toBe(5)
  expect(Math.max(...seen)).toBe(most)
})
