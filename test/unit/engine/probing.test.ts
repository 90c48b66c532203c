import { describe, expect, it } from 'vitest'
import { createAttempts } from '../../../src/engine/attempt.ts'
import type { CapabilityResult } from '../../../src/engine/events.ts'
import { violated, holds } from '../../../src/engine/judgement.ts'
import { plan } from '../../../src/engine/plan.ts'
import { createProbing } from '../../../src/engine/probing.ts'
import { NotEvaluated } from '../../../src/engine/record.ts'
import type { Capability, CapabilityState, TestContext } from '../../../src/engine/suite.ts'
import type { Statement } from '../../../src/engine/verdict.ts'
import { lampSuite } from './fixture.ts'

type Probe = Capability<TestContext>['probe']

const isDark = violated('stays dark', 'light', 'darkness')
const dimming = (probe: Probe): Capability<TestContext> => ({
  name: 'dimming',
  title: 'Dimming',
  evaluates: ['lamp.shines', 'lamp.dims'],
  probe,
})

function probingOf(capabilities: readonly Capability<TestContext>[]) {
  const states = new Map<string, CapabilityState>()
  const attempts = createAttempts<TestContext>({
    plan: plan([lampSuite()], capabilities, { spec: '1.1' }),
    open: (tools) => tools,
    found: (name) => states.get(name) ?? { state: 'unsupported', reason: 'not known yet' },
    timeout: 5000,
    stop: new AbortController().signal,
  })
  const reported: CapabilityResult[] = []
  const probing = createProbing(capabilities, attempts, states, {
    found: (result) => reported.push(result),
    pause: () => Promise.resolve(),
  })
  return { probing, states, reported, evaluations: attempts.evaluations }
}

const answers: [CapabilityState, Omit<CapabilityResult, 'name' | 'title'>, Statement | undefined][] = [
  [{ state: 'supported' }, { state: 'supported' }, undefined],
  [{ state: 'supported', detail: 'by steps' }, { state: 'supported', detail: 'by steps' }, undefined],
  [
    { state: 'unsupported', reason: 'no dimmer' },
    { state: 'unsupported', detail: 'no dimmer' },
    { kind: 'unsupported', capability: 'dimming', reason: 'no dimmer' },
  ],
  [
    { state: 'skipped', reason: 'not to be touched' },
    { state: 'unknown', detail: 'not to be touched' },
    { kind: 'skipped', reason: 'not to be touched' },
  ],
  [
    { state: 'nonconformant', requirement: 'lamp.shines', reason: 'no light' },
    { state: 'nonconformant', detail: 'no light' },
    { kind: 'blocked', by: 'lamp.shines', reason: 'no light', capability: 'dimming' },
  ],
  [
    { state: 'unknown', reason: 'sparks' },
    { state: 'unknown', detail: 'sparks' },
    { kind: 'error', reason: 'sparks' },
  ],
]

describe('a probe', () => {
  it.each(answers)(
    'that answers %o is reported, and settles what needs it',
    async (state, result, statement) => {
      const { probing, states, reported } = probingOf([dimming(() => Promise.resolve(state))])
      expect(await probing.missing(['dimming'])).toStrictEqual(statement)
      expect(await probing.probe('dimming')).toBe(state)
      expect(states).toEqual(new Map([['dimming', state]]))
      expect(reported).toStrictEqual([{ name: 'dimming', title: 'Dimming', ...result }])
    },
  )

  it.each<[string, Probe, string, string]>([
    [
      'whose demand is violated',
      async (t) => (t.require('lamp.shines', isDark), { state: 'supported' }),
      'lamp.shines',
      'stays dark',
    ],
    [
      'that the target interrupted',
      async () => Promise.reject(new NotEvaluated('the power went')),
      '',
      'the power went',
    ],
    [
      'with a bug',
      async () => Promise.reject(new TypeError('no such wire')),
      '',
      'bug in test capability.dimming: no such wire',
    ],
    [
      'that broke off after a failure',
      async (t) => {
        t.check('lamp.shines', holds())
        t.check('lamp.dims', isDark)
        throw new NotEvaluated('the power went')
      },
      'lamp.dims',
      'stays dark',
    ],
    [
      'that is blocked by something else after a failure',
      async (t) => {
        t.check('lamp.dims', isDark)
        return t.blocked('lamp.shines', 'no light to dim')
      },
      'lamp.shines',
      'no light to dim',
    ],
  ])('%s leaves the feature missing or unknown', async (_, probe, requirement, reason) => {
    const { probing } = probingOf([dimming(probe)])
    const state: CapabilityState =
      requirement === '' ? { state: 'unknown', reason } : { state: 'nonconformant', requirement, reason }
    expect(await probing.probe('dimming')).toStrictEqual(state)
  })

  it('that gives no answer, as only unchecked code can, is an error', async () => {
    const nothing = (async () => {}) as unknown as Probe
    expect(await probingOf([dimming(nothing)]).probing.probe('dimming')).toStrictEqual({
      state: 'unknown',
      reason: 'the probe ended without a result',
    })
  })

  it('is made once, before all tests, and has the name of its capability', async () => {
    const seen: unknown[] = []
    const { probing } = probingOf([
      dimming(async (t) => {
        seen.push(t.test, t.urgency)
        return { state: 'supported' }
      }),
    ])
    await Promise.all([probing.probe('dimming'), probing.probe('dimming')])
    expect(seen).toEqual(['capability.dimming', Infinity])
  })

  it('of an unknown capability is refused', async () => {
    await expect(probingOf([]).probing.probe('torch')).rejects.toThrow(/^unknown capability torch$/)
  })
})

describe('a capability that needs another one', () => {
  const bright: Capability<TestContext> = {
    name: 'bright dimming',
    title: 'Bright dimming',
    evaluates: ['lamp.warm'],
    needs: ['dimming'],
    probe: async (t) => ({ state: 'supported', detail: `on ${t.found('dimming').state} dimming` }),
  }

  it.each(answers)('is missing in the same way: %o', async (state, result, statement) => {
    const { probing, states, reported, evaluations } = probingOf([
      dimming(() => Promise.resolve(state)),
      bright,
    ])
    await probing.probe('bright dimming')
    const own = { state: 'supported', detail: 'on supported dimming' }
    expect(states.get('bright dimming')).toStrictEqual(statement ? state : own)
    expect(reported[1]).toStrictEqual({
      name: 'bright dimming',
      title: 'Bright dimming',
      ...(statement ? result : own),
    })
    const error = {
      kind: 'error',
      reason: 'capability.bright dimming ended without evaluating it',
      bug: true,
    }
    const test = 'capability.bright dimming'
    expect(evaluations.get('lamp.warm')).toEqual([{ test, checks: 0, statements: [statement ?? error] }])
  })

  it('is explained by the first thing that is missing, if anything is', async () => {
    const { probing } = probingOf([
      dimming(async () => ({ state: 'supported' })),
      { ...bright, probe: async () => ({ state: 'unsupported', reason: 'too dim' }) },
    ])
    const statement = { kind: 'unsupported', capability: 'bright dimming', reason: 'too dim' }
    expect(await probing.missing(['dimming', 'bright dimming'])).toEqual(statement)
    expect(await probing.missing(undefined)).toBeUndefined()
  })
})
