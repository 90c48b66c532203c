import { replay } from '../../../src/results/replay.ts'
import { describe, expect, it } from 'vitest'
import { violated, holds, warning } from '../../../src/engine/judgement.ts'
import { NotEvaluated } from '../../../src/engine/record.ts'
import { foldEvents } from '../../../src/results/fold.ts'
import type { Test, TestContext } from '../../../src/engine/suite.ts'
import { runLamp, verdictsBy } from './fixture.ts'

const isDark = violated('stays dark', 'light', 'darkness')

const lamp = (run: Test<TestContext>['run'], more: Partial<Test<TestContext>> = {}): Test<TestContext> => ({
  id: 'lamp.switch-on',
  title: 'switched on',
  evaluates: ['lamp.shines', 'lamp.white', 'lamp.warm'],
  ...more,
  run,
})

describe('verdicts of requirements', () => {
  it('passes what holds, fails a violated MUST and warns of a violated SHOULD', async () => {
    const { result } = await runLamp({
      tests: [
        lamp(async (t) => {
          t.check('lamp.shines', holds())
          t.check('lamp.white', violated('shines blue', 'white', 'blue'))
          t.check('lamp.warm', violated('stays cold', 'warmth', 'cold'))
        }),
      ],
    })
    expect(verdictsBy(result)).toMatchObject({
      'lamp.shines': 'pass',
      'lamp.white': 'fail',
      'lamp.warm': 'warn',
    })
    expect(result.requirements.find(({ id }) => id === 'lamp.white')?.findings).toMatchObject([
      { title: 'shines blue', expected: ['white'], received: 'blue', test: 'lamp.switch-on' },
    ])
  })

  it('softens a violated MUST where a ruling allows it', async () => {
    const { result } = await runLamp({
      tests: [
        lamp(async (t) => void t.check('lamp.shines', warning(isDark)), { evaluates: ['lamp.shines'] }),
      ],
    })
    expect(verdictsBy(result)['lamp.shines']).toBe('warn')
  })

  it('lets one wrong answer outweigh the right ones of other tests', async () => {
    const evaluates = ['lamp.shines']
    const { result } = await runLamp({
      tests: [
        lamp(async (t) => void t.check('lamp.shines', holds()), { id: 'lamp.a', evaluates }),
        lamp(async (t) => void t.check('lamp.shines', isDark), { id: 'lamp.b', evaluates }),
      ],
    })
    expect(result.requirements[0]).toMatchObject({ verdict: 'fail', checks: 2, tests: ['lamp.a', 'lamp.b'] })
  })

  it('reports a failure that builds on another one as blocked by it, without a finding of its own', async () => {
    const { result } = await runLamp({
      tests: [
        lamp(async (t) => {
          t.check('lamp.shines', isDark)
          t.check('lamp.white', isDark)
          t.check('lamp.warm', holds())
        }),
      ],
    })
    const white = result.requirements.find(({ id }) => id === 'lamp.white')
    expect(white).toMatchObject({ verdict: 'blocked', blockedBy: 'lamp.shines', findings: [] })
    expect(result.tests[0]?.evaluated).toEqual({
      'lamp.shines': 'fail',
      'lamp.white': 'blocked',
      'lamp.warm': 'pass',
    })
  })

  it('ends a test at a violated demand: what it had not evaluated is blocked', async () => {
    const { result } = await runLamp({
      tests: [
        lamp(async (t) => {
          t.require('lamp.shines', isDark)
          t.check('lamp.warm', isDark)
        }),
      ],
    })
    expect(verdictsBy(result)).toMatchObject({ 'lamp.shines': 'fail', 'lamp.warm': 'blocked' })
  })

  it('calls it an error where something is blocked by what holds', async () => {
    const { result } = await runLamp({
      tests: [
        lamp(async (t) => {
          t.check('lamp.shines', holds())
          t.blocked('lamp.shines', 'no light')
        }),
      ],
    })
    expect(verdictsBy(result)).toMatchObject({ 'lamp.shines': 'pass', 'lamp.white': 'error' })
  })

  it('reports what is not observable as skipped, with the reason', async () => {
    const { result } = await runLamp({ tests: [] })
    const lasts = result.requirements.find(({ id }) => id === 'lamp.lasts')
    expect(lasts).toMatchObject({
      verdict: 'skipped',
      reason: 'cannot be seen from outside: it would take years',
    })
  })
})

describe('tests that go wrong', () => {
  it('is an error when a test ends without evaluating what it declares', async () => {
    const { result } = await runLamp({ tests: [lamp(async (t) => void t.check('lamp.shines', holds()))] })
    expect(verdictsBy(result)).toMatchObject({ 'lamp.shines': 'pass', 'lamp.white': 'error' })
  })

  it('is an error when no test evaluates a requirement', async () => {
    const { result } = await runLamp({ tests: [] })
    expect(verdictsBy(result)['lamp.shines']).toBe('error')
  })

  it('is an error when a test throws, also of what it had judged before, and others go on', async () => {
    const { result } = await runLamp({
      tests: [
        lamp(
          async (t) => {
            t.check('lamp.shines', holds())
            throw new TypeError('no such wire')
          },
          { evaluates: ['lamp.shines'] },
        ),
        lamp(async (t) => void t.check('lamp.warm', holds()), { id: 'lamp.b', evaluates: ['lamp.warm'] }),
      ],
    })
    expect(verdictsBy(result)).toMatchObject({ 'lamp.shines': 'error', 'lamp.warm': 'pass' })
    expect(result.tests[0]?.reason).toContain('bug in test lamp.switch-on: no such wire')
  })

  it('keeps what was judged before the target closed the connection', async () => {
    const { result } = await runLamp({
      tests: [
        lamp(async (t) => {
          t.check('lamp.shines', isDark)
          throw new NotEvaluated('the power went')
        }),
      ],
    })
    expect(verdictsBy(result)).toMatchObject({ 'lamp.shines': 'fail', 'lamp.warm': 'error' })
  })

  it('is an error when a test judges what it does not declare', async () => {
    const { result } = await runLamp({
      tests: [lamp(async (t) => void t.check('lamp.warm', holds()), { evaluates: ['lamp.shines'] })],
    })
    expect(verdictsBy(result)['lamp.shines']).toBe('error')
  })

  it('ends a test whose time is over', async () => {
    const { result } = await runLamp({
      testTimeout: 20,
      tests: [
        lamp(
          (t) =>
            new Promise((_, reject) => t.signal.addEventListener('abort', () => reject(t.signal.reason))),
        ),
      ],
    })
    expect(result.tests[0]).toMatchObject({ verdict: 'error', reason: 'the test timed out' })
  })

  it('ends with all its events when it is interrupted', async () => {
    const interruption = new AbortController()
    const { events, result } = await runLamp({
      signal: interruption.signal,
      concurrency: 1,
      tests: [
        lamp(async (t) => {
          t.check('lamp.shines', holds())
          t.check('lamp.white', holds())
          t.check('lamp.warm', holds())
          interruption.abort()
        }),
        lamp(async (t) => void t.check('lamp.dims', holds()), { id: 'lamp.b', evaluates: ['lamp.dims'] }),
      ],
    })
    expect(events.at(-1)?.type).toBe('run-finished')
    expect(result.interrupted).toBe(true)
    expect(verdictsBy(result)).toMatchObject({ 'lamp.shines': 'pass', 'lamp.dims': 'error' })
  })

  it('begins with the longest test, and lets what others wait for go first', async () => {
    const started: [string, number][] = []
    const costs: Record<string, number> = { 'lamp.long': 20, 'lamp.short': 1 }
    const record = async (t: TestContext) => {
      started.push([t.test, t.urgency])
      t.check('lamp.shines', holds())
    }
    await runLamp({
      concurrency: 1,
      selection: { costOf: (id) => costs[id] },
      capabilities: [
        {
          name: 'dimming',
          title: 'dimming',
          evaluates: ['lamp.dims'],
          async probe(t) {
            started.push([t.test, t.urgency])
            t.check('lamp.dims', holds())
            return { state: 'supported' }
          },
        },
      ],
      tests: ['lamp.short', 'lamp.usual', 'lamp.long'].map((id) =>
        lamp(record, { id, evaluates: ['lamp.shines'] }),
      ),
    })
    expect(started).toEqual([
      ['capability.dimming', Infinity],
      ['lamp.long', 20],
      ['lamp.usual', 4],
      ['lamp.short', 1],
    ])
  })

  it('gives up when the time for the whole run is over', async () => {
    const { result } = await runLamp({
      runTimeout: 0.03,
      tests: [lamp(() => new Promise(() => {})), lamp(() => new Promise(() => {}), { id: 'lamp.b' })],
    })
    expect(result).toMatchObject({ complete: true, interrupted: false })
    expect(result.aborted).toContain('0.03 s')
    expect(verdictsBy(result)['lamp.shines']).toBe('error')
  })

  it('gives up where the target is gone', async () => {
    const { result } = await runLamp({
      concurrency: 1,
      abortReason: () => 'nobody is at home',
      tests: [
        lamp(async (t) => void t.check('lamp.shines', holds()), { evaluates: ['lamp.shines'] }),
        lamp(async (t) => void t.check('lamp.warm', holds()), { id: 'lamp.b', evaluates: ['lamp.warm'] }),
      ],
    })
    expect(result.aborted).toBe('nobody is at home')
    expect(verdictsBy(result)).toMatchObject({ 'lamp.shines': 'pass', 'lamp.warm': 'error' })
  })
})

describe('capabilities', () => {
  const dimming = { name: 'dimming', title: 'dimming', evaluates: ['lamp.dims'] }
  const test = lamp(async (t) => void t.check('lamp.warm', holds()), {
    evaluates: ['lamp.warm'],
    needs: ['dimming'],
  })

  it.each([
    { state: 'supported' },
    { state: 'unsupported', reason: 'no dimmer' },
    { state: 'nonconformant', requirement: 'lamp.shines', reason: 'no light to dim' },
    { state: 'unknown', reason: 'sparks' },
  ] as const)('informs a test that considers it what was found: %o', async (state) => {
    const seen: unknown[] = []
    await runLamp({
      tests: [
        lamp(async (t) => void seen.push(t.found('dimming'), t.has('dimming')), { mayNeed: ['dimming'] }),
      ],
      capabilities: [{ ...dimming, evaluates: [], probe: () => Promise.resolve(state) }],
    })
    expect(seen).toEqual([state, state.state === 'supported'])
  })

  it('probes once and runs what needs it', async () => {
    let probes = 0
    const { result } = await runLamp({
      tests: [test, { ...test, id: 'lamp.b' }],
      capabilities: [
        {
          ...dimming,
          probe: async (t) => {
            probes += 1
            t.check('lamp.dims', holds())
            return { state: 'supported' }
          },
        },
      ],
    })
    expect(probes).toBe(1)
    expect(verdictsBy(result)).toMatchObject({ 'lamp.dims': 'pass', 'lamp.warm': 'pass' })
    expect(result.capabilities).toEqual([{ name: 'dimming', title: 'dimming', state: 'supported' }])
  })

  it.each([
    [{ state: 'unsupported', reason: 'no dimmer' }, 'unsupported'],
    [{ state: 'skipped', reason: 'not to be touched' }, 'skipped'],
    [{ state: 'unknown', reason: 'sparks' }, 'error'],
  ] as const)('settles what needs it without running it: %o', async (state, verdict) => {
    const { result } = await runLamp({
      tests: [test],
      capabilities: [
        {
          ...dimming,
          probe: async (t) => {
            t.unsupported('lamp.dims', 'no dimmer')
            return state
          },
        },
      ],
    })
    expect(verdictsBy(result)['lamp.warm']).toBe(verdict)
  })

  it('blocks what needs it also where the probe itself evaluates nothing that is selected', async () => {
    const { result } = await runLamp({
      tests: [test],
      selection: { selects: (id) => id === 'lamp.warm' },
      capabilities: [{ ...dimming, probe: async (t) => t.blocked('lamp.shines', 'no light to dim') }],
    })
    expect(result.requirements.find(({ id }) => id === 'lamp.warm')).toMatchObject({
      verdict: 'blocked',
      blockedBy: 'lamp.shines',
      reason: 'no light to dim',
    })
  })

  it('blocks what needs it by the requirement that its probe found violated', async () => {
    const { result } = await runLamp({
      tests: [
        test,
        lamp(async () => {}, { id: 'lamp.c', needs: ['bright dimming'], evaluates: ['lamp.white'] }),
      ],
      capabilities: [
        {
          ...dimming,
          evaluates: ['lamp.shines', 'lamp.dims'],
          probe: async (t) => {
            t.require('lamp.shines', isDark)
            return { state: 'supported' }
          },
        },
        {
          name: 'bright dimming',
          title: 'bright dimming',
          evaluates: [],
          needs: ['dimming'],
          probe: async () => ({ state: 'supported' }),
        },
      ],
    })
    const by = (id: string) => result.requirements.find((each) => each.id === id)
    expect(by('lamp.warm')).toMatchObject({ verdict: 'blocked', blockedBy: 'lamp.shines' })
    expect(by('lamp.white')).toMatchObject({ verdict: 'blocked', blockedBy: 'lamp.shines' })
  })
})

describe('what is selected', () => {
  const tests = [
    lamp(async (t) => {
      t.check('lamp.shines', holds())
      t.check('lamp.white', holds())
      t.check('lamp.warm', holds())
    }),
  ]

  it('passes over requirements of other versions', async () => {
    const { result } = await runLamp({ tests, selection: { spec: '1.0' } })
    expect(result.requirements.map(({ id }) => id)).toEqual(['lamp.shines', 'lamp.white', 'lamp.lasts'])
  })

  it('skips what is not selected', async () => {
    const { result } = await runLamp({ tests, selection: { selects: (id) => id === 'lamp.white' } })
    expect(verdictsBy(result)).toMatchObject({ 'lamp.shines': 'skipped', 'lamp.white': 'pass' })
  })

  it('refuses an unknown suite', async () => {
    await expect(runLamp({ tests, selection: { suites: ['torch'] } })).rejects.toThrow('choose among lamp')
  })
})

describe('events', () => {
  it('fold into the same result when they are replayed from it', async () => {
    const { result } = await runLamp({
      tests: [
        lamp(async (t) => {
          t.check('lamp.shines', isDark)
          t.check('lamp.white', isDark)
          t.check('lamp.warm', holds('barely'))
        }),
      ],
    })
    expect(foldEvents(replay(result))).toEqual(result)
  })

  it('without their end are an interrupted run, and cannot begin in the middle', async () => {
    const { events } = await runLamp({ tests: [] })
    expect(foldEvents(events.slice(0, -1)).complete).toBe(false)
    expect(() => foldEvents(events.slice(1))).toThrow('do not begin with the start')
  })

  it('run the tests of the last phase when all others have ended', async () => {
    const order: string[] = []
    const named = (id: string, phase?: 'last'): Test<TestContext> =>
      lamp(async () => void order.push(id), { id, ...(phase ? { phase } : {}) })
    await runLamp({ tests: [named('lamp.z', 'last'), named('lamp.a'), named('lamp.b')] })
    expect(order).toEqual(['lamp.a', 'lamp.b', 'lamp.z'])
  })
})
