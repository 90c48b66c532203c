import { describe, expect, it } from 'vitest'
import { plan, type Selection } from '../../../src/engine/plan.ts'
import { derived, must, table, type Requirement, type SpecVersion } from '../../../src/engine/requirement.ts'
import type { Capability, Suite, Test, TestContext } from '../../../src/engine/suite.ts'
import { lampRequirements, lampSpecification, lampSuite } from './fixture.ts'

const run = () => Promise.resolve()
const test = (id: string, evaluates: string[], more: Partial<Test<TestContext>> = {}): Test<TestContext> => ({
  id,
  title: id,
  evaluates,
  run,
  ...more,
})
const requirement = (id: string): Requirement => ({ id, title: id, section: 'light', at: { '1.1': must(7) } })
const suite = (
  name: string,
  requirements: readonly Requirement[],
  tests: readonly Test<TestContext>[],
): Suite<TestContext> => ({ name, title: name, specification: lampSpecification, requirements, tests })
const capability = (name: string, evaluates: string[], needs?: string[]): Capability<TestContext> => ({
  name,
  title: name,
  evaluates,
  ...(needs ? { needs } : {}),
  probe: () => Promise.resolve({ state: 'supported' }),
})

const suites = [
  suite('lamp', lampRequirements, [
    test('lamp.on', ['lamp.shines'], { needs: ['dimming'] }),
    test('lamp.look', ['lamp.white', 'lamp.warm'], { mayNeed: ['bright'] }),
    test('lamp.wait', ['lamp.lasts']),
  ]),
  suite('switch', [requirement('switch.clicks')], [test('switch.click', ['switch.clicks'])]),
  {
    ...suite(
      'safety',
      [requirement('safety.cold')],
      [test('safety.all', ['safety.cold'], { phase: 'last' })],
    ),
    always: true as const,
  },
]
const capabilities = [
  capability('colours', ['switch.turns', 'switch.clicks']),
  capability('dimming', ['lamp.dims'], ['power']),
  capability('power', []),
  capability('bright', [], ['dimming', 'power']),
  capability('remote', []),
]

const link = (line: number) => `https://lamp.example/v2/lamp.md?plain=1#L${line}`

/** The names in a plan, which show all that was chosen. */
const chosen = (selection: Partial<Selection>) => {
  const planned = plan(suites, capabilities, { spec: '1.1', ...selection })
  return {
    suites: planned.suites,
    wanted: [...planned.wanted],
    tests: planned.tests.map(({ id }) => id),
    capabilities: planned.capabilities.map(({ name }) => name),
    elsewhere: [...planned.elsewhere],
  }
}

describe('a plan', () => {
  it('has the requirements of the version, with their suite and their link', () => {
    const { requirements, tests, spec, specification, shard } = plan(suites, capabilities, {
      spec: '1.1',
      costOf: (id) => (id === 'lamp.on' ? 9 : undefined),
    })
    expect({ spec, specification, shard }).toEqual({ spec: '1.1', specification: lampSpecification })
    const lamp = { suite: 'lamp', level: 'MUST', basis: 'stated', dependsOn: [] }
    expect(requirements).toStrictEqual([
      { id: 'lamp.shines', title: 'shines', section: 'light', ...lamp, link: link(2) },
      {
        id: 'lamp.white',
        title: 'shines white',
        section: 'light',
        ...lamp,
        dependsOn: ['lamp.shines'],
        link: link(2),
      },
      { id: 'lamp.warm', title: 'is warm', section: 'heat', ...lamp, level: 'SHOULD', link: link(4) },
      { id: 'lamp.dims', title: 'dims', section: 'dimming', ...lamp, level: 'MAY', link: link(6) },
      {
        id: 'lamp.lasts',
        title: 'lasts',
        section: 'age',
        unobservable: 'it would take years',
        ...lamp,
        link: link(2),
      },
      {
        id: 'switch.clicks',
        title: 'switch.clicks',
        section: 'light',
        ...lamp,
        suite: 'switch',
        link: link(7),
      },
      { id: 'safety.cold', title: 'safety.cold', section: 'light', ...lamp, suite: 'safety', link: link(7) },
    ])
    expect(tests.map(({ id, suite, cost }) => [id, suite, cost])).toEqual([
      ['lamp.on', 'lamp', 9],
      ['lamp.look', 'lamp', 4],
      ['switch.click', 'switch', 4],
      ['safety.all', 'safety', 4],
    ])
  })

  it('has the reasoning of a level only in the versions where it is derived', () => {
    const dims = { id: 'lamp.dims', title: 'dims', section: 'dimming', reasoning: 'A lamp has a dimmer.' }
    const at = { '1.0': derived('SHOULD', 6), '1.1': table('MUST', 7), dev: must(8) }
    const planned = (spec: SpecVersion) =>
      plan([lampSuite([], [{ ...dims, at }])], [], { spec }).requirements.map(
        ({ level, basis, reasoning }) => [level, basis, reasoning],
      )
    expect(planned('1.0')).toEqual([['SHOULD', 'derived', 'A lamp has a dimmer.']])
    expect(planned('1.1')).toEqual([['MUST', 'table', undefined]])
    expect(planned('dev')).toEqual([['MUST', 'stated', undefined]])
  })

  it.each<[string, Partial<Selection>, object]>([
    [
      'all',
      {},
      {
        suites: ['lamp', 'switch', 'safety'],
        wanted: ['lamp.shines', 'lamp.white', 'lamp.warm', 'lamp.dims', 'switch.clicks', 'safety.cold'],
        tests: ['lamp.on', 'lamp.look', 'switch.click', 'safety.all'],
        capabilities: ['colours', 'dimming', 'power', 'bright'],
      },
    ],
    [
      'one suite, and the one that cuts across',
      { suites: ['switch'] },
      {
        suites: ['switch', 'safety'],
        wanted: ['switch.clicks', 'safety.cold'],
        tests: ['switch.click', 'safety.all'],
        capabilities: ['colours'],
      },
    ],
    [
      'one requirement, by a test that mayNeed something',
      { selects: (id) => id === 'lamp.warm' },
      {
        suites: ['lamp', 'switch', 'safety'],
        wanted: ['lamp.warm'],
        tests: ['lamp.look'],
        capabilities: ['dimming', 'power', 'bright'],
      },
    ],
    [
      'what nobody can evaluate',
      { selects: (id) => id === 'lamp.lasts' },
      { suites: ['lamp', 'switch', 'safety'], wanted: [], tests: [], capabilities: [] },
    ],
  ])('of %s', (_, selection, expected) => {
    expect(chosen(selection)).toEqual({ elsewhere: [], ...expected })
  })

  it.each<[string, Error, () => unknown]>([
    ['of no suite', new Error('there is no suite to plan'), () => plan([], [], { spec: '1.1' })],
    [
      'of unknown suites',
      new RangeError('unknown suite torch, candle: choose among lamp, switch, safety'),
      () => chosen({ suites: ['torch', 'lamp', 'candle'] }),
    ],
    [
      'of a test that needs an unknown capability',
      new Error('unknown capability dimming'),
      () => plan(suites, [capability('bright', [])], { spec: '1.1' }),
    ],
  ])('%s is refused', (_, error, planning) => {
    expect(planning).toThrow(error)
  })

  it('ends where capabilities need each other', () => {
    const circle = [capability('dimming', [], ['bright']), capability('bright', [], ['dimming'])]
    expect(plan(suites, circle, { spec: '1.1' }).capabilities).toEqual(circle)
  })
})

describe('a plan for a shard', () => {
  const whole = ['lamp.on', 'lamp.look', 'switch.click', 'safety.all']
  const costs: Record<string, number> = {
    'lamp.on': 10,
    'lamp.look': 6,
    'capability.colours': 5,
    'switch.click': 2,
    'capability.dimming': 1,
  }

  // Dealt out by cost: 10 and 2 (or 1) against 6 and 5; what is last is in each.
  it.each([
    {
      index: 1,
      tests: ['lamp.on', 'switch.click', 'safety.all'],
      capabilities: ['dimming', 'power'],
      elsewhere: ['lamp.white', 'lamp.warm'],
    },
    {
      index: 2,
      tests: ['lamp.look', 'safety.all'],
      capabilities: ['colours', 'dimming', 'power', 'bright'],
      elsewhere: ['lamp.shines'],
    },
  ])('has its share: $index', ({ index, ...expected }) => {
    const selection = { shard: { index, count: 2 }, costOf: (id: string) => costs[id] }
    const wanted = ['lamp.shines', 'lamp.white', 'lamp.warm', 'lamp.dims', 'switch.clicks', 'safety.cold']
    expect(chosen(selection)).toEqual({ suites: ['lamp', 'switch', 'safety'], wanted, ...expected })
    expect(plan(suites, capabilities, { spec: '1.1', ...selection }).shard).toEqual({
      index,
      count: 2,
      whole,
      everywhere: ['safety.all'],
    })
  })

  it('leaves probes that evaluate something to one of them, unless another needs them', () => {
    const shards = [1, 2].map((index) =>
      chosen({ suites: ['switch'], shard: { index, count: 2 }, costOf: (id) => costs[id] }),
    )
    expect(shards.map((shard) => [shard.tests, shard.capabilities])).toEqual([
      [['safety.all'], ['colours']],
      [['switch.click', 'safety.all'], []],
    ])
  })
})
