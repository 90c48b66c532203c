import { describe, expect, it } from 'vitest'
import { contains, depths, lesser } from '../../../src/engine/depth.ts'
import { holds, violated, warning } from '../../../src/engine/judgement.ts'
import { plan } from '../../../src/engine/plan.ts'
import { NotEvaluated } from '../../../src/engine/record.ts'
import { unfinishedTests } from '../../../src/results/conclusion/conclusion.ts'
import { foldEvents } from '../../../src/results/fold.ts'
import { mergeShards, type Sharded } from '../../../src/results/shards/merge.ts'
import type { Test, TestContext } from '../../../src/engine/suite.ts'
import { lampSuite, runLamp } from './fixture.ts'

const passing = (
  id: string,
  evaluates: string[],
  more: Partial<Test<TestContext>> = {},
): Test<TestContext> => ({
  id,
  title: id,
  evaluates,
  async run(t) {
    for (const requirement of evaluates) t.check(requirement, holds())
  },
  ...more,
})

const tests = [
  passing('lamp.on', ['lamp.shines']),
  passing('lamp.often', ['lamp.shines', 'lamp.white'], { depth: 'standard' }),
  passing('lamp.always', ['lamp.white', 'lamp.warm'], { depth: 'thorough' }),
]

describe('depths', () => {
  it('contain those before them', () => {
    const inQuick = depths.map((depth) => contains('quick', depth))
    expect(inQuick).toEqual([true, false, false])
    expect(depths.map((depth) => contains('thorough', depth))).toEqual([true, true, true])
    expect(lesser('thorough', 'standard')).toBe('standard')
    expect(lesser('quick', 'standard')).toBe('quick')
  })

  it.each([
    ['quick', ['lamp.on'], { 'lamp.white': 'standard', 'lamp.warm': 'thorough' }],
    [undefined, ['lamp.on', 'lamp.often'], { 'lamp.warm': 'thorough' }],
    ['standard', ['lamp.on', 'lamp.often'], { 'lamp.warm': 'thorough' }],
    ['thorough', ['lamp.on', 'lamp.often', 'lamp.always'], {}],
  ] as const)('plan the tests of %s and of what it contains', (depth, ids, deeper) => {
    const planned = plan([lampSuite(tests)], [], { spec: '1.1', ...(depth ? { depth } : {}) })
    expect(planned.tests.map(({ id }) => id)).toEqual(ids)
    expect(Object.fromEntries(planned.deeper)).toEqual(deeper)
  })

  it('skip what only a deeper run evaluates, and name its depth', async () => {
    const { result } = await runLamp({ tests, selection: { depth: 'quick' } })
    expect(result.requirements.map(({ id, verdict, reason }) => [id, verdict, reason])).toEqual([
      ['lamp.shines', 'pass', undefined],
      ['lamp.white', 'skipped', 'evaluated from --depth standard on'],
      ['lamp.warm', 'skipped', 'evaluated from --depth thorough on'],
      ['lamp.dims', 'error', 'no test evaluated it'],
      ['lamp.lasts', 'skipped', 'cannot be seen from outside: it would take years'],
    ])
  })

  it('skip it in shards too, and in what these are merged into', async () => {
    const shards = await Promise.all(
      [1, 2].map(async (index) => {
        const { events } = await runLamp({
          tests,
          selection: { depth: 'standard', shard: { index, count: 2 } },
        })
        return foldEvents(events) as Sharded
      }),
    )
    for (const result of [...shards, mergeShards(shards)])
      expect(result.requirements.find(({ id }) => id === 'lamp.warm')).toMatchObject({
        verdict: 'skipped',
        reason: 'evaluated from --depth thorough on',
      })
  })
})

describe('the late phase', () => {
  const order: string[] = []
  const noting = (id: string, more: Partial<Test<TestContext>>): Test<TestContext> =>
    passing(id, ['lamp.shines'], {
      async run(t) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        order.push(`${id} ${t.round}`)
        t.check('lamp.shines', holds())
      },
      ...more,
    })

  it('follows all scripted tests and their repetitions, and comes before the last one', async () => {
    order.length = 0
    await runLamp({
      tests: [
        noting('last', { phase: 'last' }),
        noting('late', { phase: 'late' }),
        noting('disturbed', {
          async run(t) {
            order.push(`disturbed ${t.round}`)
            if (t.round === 1) t.disturbed({ kind: 'wind', reason: 'it was windy', countsFrom: 2 })
            t.check('lamp.shines', t.round === 1 ? violated('stays dark', 'light', 'darkness') : holds())
          },
        }),
        noting('scripted', {}),
      ],
    })
    expect(order).toEqual(['disturbed 1', 'scripted 1', 'disturbed 2', 'late 1', 'last 1'])
  })

  it('knows what tests that have ended found violated, be it a warning', async () => {
    const seen: Record<string, boolean> = {}
    const failing = (id: string, requirement: string): Test<TestContext> =>
      passing(id, [requirement], {
        async run(t) {
          seen[`${requirement} before`] = t.failed(requirement)
          t.check(requirement, violated('does not', 'that', 'this'))
          seen[`${requirement} within`] = t.failed(requirement)
        },
      })
    await runLamp({
      tests: [
        failing('lamp.a', 'lamp.shines'),
        failing('lamp.b', 'lamp.warm'),
        passing('lamp.c', ['lamp.white']),
        passing('lamp.d', ['lamp.white'], {
          phase: 'late',
          async run(t) {
            for (const id of ['lamp.shines', 'lamp.warm', 'lamp.white', 'lamp.dims']) seen[id] = t.failed(id)
            t.check('lamp.white', holds())
          },
        }),
      ],
    })
    expect(seen).toEqual({
      'lamp.shines before': false,
      'lamp.shines within': false,
      'lamp.warm before': false,
      'lamp.warm within': false,
      'lamp.shines': true,
      'lamp.warm': true,
      'lamp.white': false,
      'lamp.dims': false,
    })
  })
})

const slow = (id: string, more: Partial<Test<TestContext>>): Test<TestContext> =>
  passing(id, ['lamp.shines'], {
    async run(t) {
      await new Promise((resolve) => setTimeout(resolve, 120))
      t.check('lamp.shines', holds())
    },
    ...more,
  })

describe('a test that is to be alone', () => {
  it('has nothing beside it, and follows the others of its phase', async () => {
    let running = 0
    const seen: string[] = []
    const counting = (id: string, more: Partial<Test<TestContext>> = {}): Test<TestContext> =>
      passing(id, ['lamp.shines'], {
        async run(t) {
          running += 1
          await new Promise((resolve) => setTimeout(resolve, 5))
          seen.push(`${id} of ${running}`)
          running -= 1
          t.check('lamp.shines', holds())
        },
        ...more,
      })
    await runLamp({
      tests: [
        counting('late.alone', { phase: 'late', alone: true }),
        counting('late.other', { phase: 'late', alone: true }),
        counting('late.a', { phase: 'late' }),
        counting('late.b', { phase: 'late' }),
        counting('first.alone', { alone: true }),
        counting('first'),
      ],
    })
    expect(seen).toEqual([
      'first of 1',
      'first.alone of 1',
      'late.a of 2',
      'late.b of 1',
      'late.alone of 1',
      'late.other of 1',
    ])
  })

  it('may take longer than others', async () => {
    const { result } = await runLamp({
      tests: [slow('lamp.usual', {}), slow('lamp.slow', { timeFactor: 1000 })],
      testTimeout: 40,
    })
    expect(Object.fromEntries(result.tests.map(({ id, verdict }) => [id, verdict]))).toEqual({
      'lamp.slow': 'pass',
      'lamp.usual': 'error',
    })
  })
})

describe('a test that only reports what it sees', () => {
  it.each<[string, () => Promise<void>, object, string[]]>([
    ['sees nothing', async () => undefined, { verdict: 'pass' }, []],
    [
      'cannot go on',
      () => Promise.reject(new NotEvaluated('the power went')),
      { verdict: 'error', reason: 'the power went', unfinished: 'the power went' },
      ['lamp.b'],
    ],
  ])('and %s', async (_, run, expected, unfinished) => {
    const { result } = await runLamp({
      tests: [
        passing('lamp.a', ['lamp.shines', 'lamp.warm', 'lamp.white']),
        passing('lamp.b', [], { mayEvaluate: ['lamp.warm'], run }),
      ],
    })
    expect(result.tests.find(({ id }) => id === 'lamp.b')).toMatchObject(expected)
    expect(unfinishedTests(result).map(({ id }) => id)).toEqual(unfinished)
  })

  it('has found what it found, and did not finish', async () => {
    const { result } = await runLamp({
      tests: [
        passing('lamp.b', [], {
          mayEvaluate: ['lamp.warm'],
          run(t) {
            t.check('lamp.warm', violated('is cold', 'warmth', 'cold'))
            throw new NotEvaluated('the power went')
          },
        }),
      ],
    })
    expect(result.tests).toMatchObject([
      { verdict: 'warn', evaluated: { 'lamp.warm': 'warn' }, unfinished: 'the power went' },
    ])
  })
})

describe('a test that builds on what others found', () => {
  it('may find what it need not evaluate, and knows which exchanges explain a finding', async () => {
    const seen: Record<string, boolean> = {}
    const { result } = await runLamp({
      tests: [
        passing('lamp.a', ['lamp.shines'], {
          async run(t) {
            t.check('lamp.shines', violated('does not', 'that', 'this'), { kind: 'exchange', exchange: 7 })
          },
        }),
        passing('lamp.b', ['lamp.warm', 'lamp.white']),
        passing('lamp.warns', ['lamp.warm'], {
          async run(t) {
            const tepid = warning(violated('is tepid', 'warmth', 'less'))
            t.check('lamp.warm', tepid, { kind: 'exchange', exchange: 11 })
          },
        }),
        passing('lamp.c', [], {
          phase: 'late',
          mayEvaluate: ['lamp.warm', 'lamp.white'],
          async run(t) {
            seen['evidence'] = t.isExplained({ id: 7 })
            seen['another exchange of that test'] = t.isExplained({ id: 8, test: 'lamp.a' })
            seen['of a test that found nothing'] = t.isExplained({ id: 9, test: 'lamp.b' })
            seen['a failure, by a warning'] = t.isExplained({ id: 10, test: 'lamp.warns' }, 'fail')
            seen['evidence of a warning'] = t.isExplained({ id: 11, test: 'lamp.warns' }, 'fail')
            seen['a warning, by a warning'] = t.isExplained({ id: 10, test: 'lamp.warns' }, 'warn')
            seen['a failure, by a failure'] = t.isExplained({ id: 8, test: 'lamp.a' }, 'fail')
            t.check('lamp.warm', violated('is cold', 'warmth', 'cold'))
          },
        }),
      ],
    })
    expect(seen).toEqual({
      evidence: true,
      'another exchange of that test': true,
      'of a test that found nothing': false,
      'a failure, by a warning': false,
      'evidence of a warning': true,
      'a warning, by a warning': true,
      'a failure, by a failure': true,
    })
    const verdicts = Object.fromEntries(result.requirements.map(({ id, verdict }) => [id, verdict]))
    expect(verdicts).toMatchObject({ 'lamp.warm': 'warn', 'lamp.white': 'pass' })
  })
})
