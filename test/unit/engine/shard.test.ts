import { describe, expect, it } from 'vitest'
import { mergeShards, type Sharded } from '../../../src/results/shards/merge.ts'
import { violated, holds } from '../../../src/engine/judgement.ts'
import { parseShard, shareOf, type Shard, type Work } from '../../../src/engine/shard.ts'
import { unmergeable } from '../../../src/results/shards/unmergeable.ts'
import type { Capability, CapabilityState, Test, TestContext } from '../../../src/engine/suite.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { runLamp, verdictsBy, type LampRun } from './fixture.ts'

const work: Work[] = Array.from({ length: 100 }, (_, index) => ({
  id: `test.${index}`,
  cost: 1 + ((index * 7) % 23),
}))
const costOf = (ids: ReadonlySet<string>) =>
  work.reduce((sum, { id, cost }) => sum + (ids.has(id) ? cost : 0), 0)

describe('the share of a shard', () => {
  it.each([1, 2, 3, 7, 100])('of %d divides all work, each piece once, and evenly', (count) => {
    const shares = Array.from({ length: count }, (_, index) => shareOf(work, { index: index + 1, count }))
    const all = shares.flatMap((ids) => [...ids])
    expect(all.toSorted()).toEqual(work.map(({ id }) => id).toSorted())
    const costs = shares.map(costOf)
    expect(Math.max(...costs) - Math.min(...costs)).toBeLessThanOrEqual(23)
  })

  it('does not depend on the order in which the work is listed', () => {
    const shard = { index: 2, count: 3 }
    expect(shareOf(work.toReversed(), shard)).toEqual(shareOf(work, shard))
  })
})

it.each([
  ['1/1', { index: 1, count: 1 }],
  ['2/3', { index: 2, count: 3 }],
  ['4/3', undefined],
  ['0/3', undefined],
  ['1/0', undefined],
  ['2', undefined],
  ['1/3x', undefined],
  ['-1/3', undefined],
])('reads %s', (text, shard) => expect(parseShard(text)).toEqual(shard))

const isDark = violated('stays dark', 'light', 'darkness')
const isBlue = violated('shines blue', 'white', 'blue')

const test = (
  id: string,
  requirement: string,
  run: Test<TestContext>['run'],
  more: Partial<Test<TestContext>> = {},
): Test<TestContext> => ({ id, title: id, evaluates: [requirement], run, ...more })

const dimmer = (state: () => CapabilityState): Capability<TestContext> => ({
  name: 'dimmer',
  title: 'a dimmer',
  evaluates: ['lamp.dims'],
  probe: async (t) => {
    t.check('lamp.dims', holds())
    return state()
  },
})
const dimming = (id: string, requirement: string) =>
  test(id, requirement, async (t) => void t.check(requirement, holds()), { needs: ['dimmer'] })

async function lampShards(options: LampRun, count = 2): Promise<{ name: string; result: Sharded }[]> {
  const shards = Array.from({ length: count }, (_, index): Shard => ({ index: index + 1, count }))
  const results = await Promise.all(
    shards.map(async (shard) => {
      const { result } = await runLamp({ ...options, selection: { ...options.selection, shard } })
      return { name: `${shard.index}.json`, result: result as Sharded }
    }),
  )
  return results
}

const merged = async (options: LampRun, count = 2) => {
  const shards = await lampShards(options, count)
  expect(unmergeable(shards)).toBeUndefined()
  return { shards, result: mergeShards(shards.map(({ result }) => result)) }
}

describe('shards merged', () => {
  // One fault, one finding, also where its consequence shows on another machine.
  it('report a failure as blocked by what failed in another shard', async () => {
    const tests = [
      test('lamp.a', 'lamp.shines', async (t) => void t.check('lamp.shines', isDark)),
      test('lamp.b', 'lamp.white', async (t) => void t.check('lamp.white', isBlue)),
    ]
    const { shards, result } = await merged({ tests })
    expect(verdictsBy(shards[0]?.result as RunResult)).toMatchObject({
      'lamp.shines': 'fail',
      'lamp.white': 'skipped',
    })
    expect(verdictsBy(shards[1]?.result as RunResult)).toMatchObject({
      'lamp.shines': 'skipped',
      'lamp.white': 'fail',
    })
    expect(verdictsBy(result)).toMatchObject({ 'lamp.shines': 'fail', 'lamp.white': 'blocked' })
    expect(result.totals.requirements).toMatchObject({ fail: 1, blocked: 1 })
    expect(result.tests.find(({ id }) => id === 'lamp.b')).toMatchObject({ verdict: 'blocked' })
  })

  it('let a failure in one shard outweigh what held in another', async () => {
    const tests = [
      test('lamp.a', 'lamp.shines', async (t) => void t.check('lamp.shines', holds('at noon'))),
      test('lamp.b', 'lamp.shines', async (t) => void t.check('lamp.shines', isDark)),
    ]
    const { result } = await merged({ tests })
    const shines = result.requirements.find(({ id }) => id === 'lamp.shines')
    expect(shines).toMatchObject({ verdict: 'fail', checks: 2, tests: ['lamp.a', 'lamp.b'] })
    expect(shines?.notes).toMatchObject([{ text: 'at noon' }])
    expect(shines?.findings).toMatchObject([{ title: 'stays dark' }])
  })

  // A test of the last phase sees in each shard only what happened there.
  it('join what a test of the last phase recorded in each of them', async () => {
    let runs = 0
    const tests = [
      test('lamp.a', 'lamp.shines', async (t) => void t.check('lamp.shines', holds())),
      test('lamp.b', 'lamp.white', async (t) => void t.check('lamp.white', holds())),
      test(
        'lamp.last',
        'lamp.warm',
        async (t) => {
          runs += 1
          if (runs === 1) t.unsupported('lamp.warm', 'nobody touched it')
          else t.check('lamp.warm', holds())
        },
        { phase: 'last' },
      ),
    ]
    const { shards, result } = await merged({ tests })
    expect(shards.map((shard) => shard.result.tests.map(({ id }) => id))).toEqual([
      ['lamp.a', 'lamp.last'],
      ['lamp.b', 'lamp.last'],
    ])
    expect(verdictsBy(result)['lamp.warm']).toBe('pass')
    expect(result.tests.map(({ id }) => id).toSorted()).toEqual(['lamp.a', 'lamp.b', 'lamp.last'])
  })

  it('count a probe once that each of them made', async () => {
    const tests = [dimming('lamp.a', 'lamp.shines'), dimming('lamp.b', 'lamp.white')]
    const { shards, result } = await merged({ tests, capabilities: [dimmer(() => ({ state: 'supported' }))] })
    expect(shards.flatMap((shard) => shard.result.capabilities)).toHaveLength(2)
    expect(result.capabilities).toHaveLength(1)
    expect(result.requirements.find(({ id }) => id === 'lamp.dims')).toMatchObject({
      verdict: 'pass',
      checks: 1,
      tests: ['capability.dimmer'],
    })
  })

  it('report where they found different things', async () => {
    let probes = 0
    const state = (): CapabilityState => {
      probes += 1
      return probes === 1 ? { state: 'supported' } : { state: 'unsupported', reason: 'no knob' }
    }
    const tests = [dimming('lamp.a', 'lamp.shines'), dimming('lamp.b', 'lamp.white')]
    const { result } = await merged({ tests, capabilities: [dimmer(state)] })
    expect(result.capabilities).toMatchObject([
      { state: 'unsupported', detail: 'no knob; another shard found it supported' },
    ])
  })

  it('are as many as there are, also where one has nothing to do', async () => {
    const tests = [test('lamp.a', 'lamp.shines', async (t) => void t.check('lamp.shines', holds()))]
    const { shards, result } = await merged({ tests }, 3)
    expect(shards.map((shard) => shard.result.tests.length)).toEqual([1, 0, 0])
    expect(verdictsBy(result)['lamp.shines']).toBe('pass')
  })
})

describe('what are not the shards of one run is distinguished', async () => {
  const tests = [
    test('lamp.a', 'lamp.shines', async (t) => void t.check('lamp.shines', holds())),
    test('lamp.b', 'lamp.white', async (t) => void t.check('lamp.white', holds())),
    test('lamp.c', 'lamp.warm', async (t) => void t.check('lamp.warm', holds())),
  ]
  const [one, two, three] = (await lampShards({ tests }, 3)) as [Part, Part, Part]
  type Part = { name: string; result: Sharded }
  const but = (part: Part, change: Partial<Sharded>): Part => ({
    ...part,
    result: { ...part.result, ...change },
  })
  const { shard: _, ...undivided } = one.result
  const [ran] = one.result.tests

  it.each<[string, { name: string; result: RunResult }[], string]>([
    ['nothing', [], 'there is no shard'],
    ['a run without its end', [one, but(two, { complete: false }), three], '2.json did not finish'],
    ['a run that was not divided', [{ ...one, result: undivided }, two, three], '1.json is not a shard'],
    ['a missing shard', [one, three], 'shard 2/3 is missing'],
    ['missing shards', [two], 'shards 1/3, 3/3 are missing'],
    ['a shard twice', [one, two, three, { ...two, name: '2 again.json' }], 'shard 2/3 is listed twice'],
    [
      'another target',
      [one, but(two, { target: { ...two.result.target, name: 'candle' } }), three],
      'differ in their target: image lamp, and image candle',
    ],
    [
      'another version of the program',
      [one, two, but(three, { tool: { name: 'oci-assay', version: '9.9.9' } })],
      '1.json and 3.json differ in their version of oci-assay',
    ],
    [
      'another version of the specification',
      [one, but(two, { profile: { ...two.result.profile, spec: '1.0' } }), three],
      'differ in their version of the specification: lamp 1.1, and lamp 1.0',
    ],
    [
      'another selection',
      [one, but(two, { shard: { ...two.result.shard, wanted: ['lamp.warm'] } }), three],
      'differ in their selection of requirements',
    ],
    [
      'another division',
      [one, but(two, { shard: { ...two.result.shard, count: 4 } }), three],
      'differ in their number of shards: 3, and 4',
    ],
    [
      'a test twice',
      [one, but(two, { tests: ran ? [...two.result.tests, ran] : [] }), three],
      `the test lamp.a was run twice: in 1.json and in 2.json`,
    ],
    ['a test in no shard', [one, but(two, { tests: [] }), three], 'the test lamp.b was not run in any shard'],
  ])('%s', (_, parts, message) => expect(unmergeable(parts)).toContain(message))
})
