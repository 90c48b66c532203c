import { afterEach, describe, expect, it, vi } from 'vitest'
import { createAttempts } from '../../../src/engine/attempt.ts'
import { holds } from '../../../src/engine/judgement.ts'
import { plan } from '../../../src/engine/plan.ts'
import { NotEvaluated } from '../../../src/engine/record.ts'
import type { TestContext } from '../../../src/engine/suite.ts'
import { lampSuite } from './fixture.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** Attempts at a plan that wants shining and warmth, but not whiteness. */
function attemptsOf(stop = new AbortController()) {
  const attempts = createAttempts<TestContext>({
    plan: plan([lampSuite()], [], { spec: '1.1', selects: (id) => id !== 'lamp.white' }),
    open: (tools) => tools,
    found: (name) => ({ state: 'unsupported', reason: `no ${name}` }),
    timeout: 50,
    stop: stop.signal,
  })
  return { attempts, stop }
}

const evaluates = ['lamp.shines', 'lamp.white', 'lamp.warm']
const attemptable = { id: 'lamp.on', evaluates, capabilities: ['dimming'], urgency: 3, round: 1 }
const held = { kind: 'passed' }
const inconclusive = { kind: 'error', reason: 'lamp.on ended without evaluating it', bug: true }
const powerWent = { kind: 'error', reason: 'the power went' }
const lacking = {
  kind: 'error',
  reason: 'this machine lacks what the test needs: listen EMFILE: too many open files',
}
const bug = (message: string) => ({ kind: 'error', reason: `bug in test lamp.on: ${message}`, bug: true })

describe('an attempt', () => {
  it.each<[string, (t: TestContext) => void, object[], object[], object?]>([
    [
      'that evaluates all',
      (t) => {
        t.check('lamp.shines', holds())
        t.check('lamp.white', holds())
        t.skip('lamp.warm', 'not to be touched')
      },
      [held],
      [{ kind: 'skipped', reason: 'not to be touched' }],
    ],
    ['that ends too early', (t) => void t.check('lamp.shines', holds()), [held], [inconclusive]],
    [
      'that the target interrupts',
      (t) => {
        t.check('lamp.shines', holds())
        throw new NotEvaluated('the power went')
      },
      [held],
      [powerWent],
      powerWent,
    ],
    [
      'that is blocked',
      (t) => {
        t.check('lamp.shines', holds())
        t.blocked('lamp.dims', 'no light')
      },
      [held],
      [{ kind: 'blocked', by: 'lamp.dims', reason: 'no light' }],
      { kind: 'blocked', by: 'lamp.dims', reason: 'no light' },
    ],
    [
      'that the machine has too little for',
      () => {
        throw Object.assign(new Error('listen EMFILE: too many open files'), { code: 'EMFILE' })
      },
      [lacking],
      [lacking],
      lacking,
    ],
    [
      'with a bug, which taints what it had judged',
      (t) => {
        t.check('lamp.shines', holds())
        throw new TypeError('no such wire')
      },
      [held, bug('no such wire')],
      [bug('no such wire')],
      bug('no such wire'),
    ],
    [
      'that requests what it does not declare',
      (t) => void t.has('bright'),
      [bug('lamp.on queries bright, which it does not declare')],
      [bug('lamp.on queries bright, which it does not declare')],
      bug('lamp.on queries bright, which it does not declare'),
    ],
  ])('%s is kept', async (_, run, shines, warm, left) => {
    const { attempts } = attemptsOf()
    const attempted = attempts.keep('lamp.on', await attempts.attempt(attemptable, async (t) => run(t)))
    const checks = shines[0] === held ? 1 : 0
    // Whiteness is not wanted: nothing is kept of it.
    expect({ ...attempted, statements: Object.fromEntries(attempted.statements) }).toStrictEqual({
      statements: { 'lamp.shines': shines, 'lamp.warm': warm },
      checks,
      disturbances: [],
      ...(left ? { left } : {}),
    })
    expect(Object.fromEntries(attempts.evaluations)).toStrictEqual({
      'lamp.shines': [{ test: 'lamp.on', checks, statements: shines }],
      'lamp.warm': [{ test: 'lamp.on', checks: 0, statements: warm }],
    })
  })

  it('may request the capabilities that it declares', async () => {
    const found: unknown[] = []
    await attemptsOf().attempts.attempt(attemptable, async (t) => void found.push(t.found('dimming')))
    expect(found).toEqual([{ state: 'unsupported', reason: 'no dimming' }])
  })

  it('that is settled gives one result for all that is selected', () => {
    const { attempts } = attemptsOf()
    const statement = { kind: 'skipped', reason: 'not to be touched' } as const
    const { statements, checks } = attempts.keep('lamp.on', attempts.settled(evaluates, statement))
    expect([...statements]).toEqual([
      ['lamp.shines', [statement]],
      ['lamp.warm', [statement]],
    ])
    expect(checks).toBe(0)
    attempts.keep('lamp.touch', attempts.settled(['lamp.warm'], statement))
    expect(attempts.evaluations.get('lamp.warm')).toEqual([
      { test: 'lamp.on', checks: 0, statements: [statement] },
      { test: 'lamp.touch', checks: 0, statements: [statement] },
    ])
  })
})

describe('an attempt that has ended', () => {
  it('leaves no timer, and does not hear the end of the run', async () => {
    vi.useFakeTimers()
    const { attempts, stop } = attemptsOf()
    const signals: AbortSignal[] = []
    await attempts.attempt(attemptable, async (t) => void signals.push(t.signal))
    expect(vi.getTimerCount()).toBe(0)
    stop.abort('the run is over')
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
  })

  it('is not begun where the run is over', async () => {
    const stop = new AbortController()
    stop.abort('the run is over')
    const work = vi.fn<() => Promise<void>>()
    const { left } = await attemptsOf(stop).attempts.attempt(attemptable, work)
    expect(left).toEqual({ kind: 'error', reason: 'the run is over' })
    expect(work).not.toHaveBeenCalled()
  })
})

it.each([
  ['', 0],
  ['1', 1],
])('shows a bug of the harness where debugging is %o', async (debug, calls) => {
  vi.stubEnv('OCI_ASSAY_DEBUG', debug)
  const shown = vi.spyOn(console, 'error').mockReturnValue()
  // Also what is not an Error can be thrown.
  const { left } = await attemptsOf().attempts.attempt(attemptable, () => Promise.reject('sparks'))
  expect(left).toEqual(bug('sparks'))
  expect(shown.mock.calls).toEqual(Array.from({ length: calls }, () => ['sparks']))
})
