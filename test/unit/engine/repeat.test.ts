import { describe, expect, it } from 'vitest'
import type { Disturbance } from '../../../src/engine/disturbance.ts'
import { violated, holds } from '../../../src/engine/judgement.ts'
import type { Capability, Test, TestContext } from '../../../src/engine/suite.ts'
import { runLamp, verdictsBy } from './fixture.ts'

const isDark = violated('stays dark', 'light', 'darkness')
const flicker = (countsFrom: number): Disturbance => ({
  kind: 'mains: flicker',
  reason: 'the mains flickered',
  countsFrom,
})

type Round = (t: TestContext) => void

/** A test that does in each round what is listed for it, and in all later ones the last. */
function inRounds(id: string, rounds: readonly Round[]): Test<TestContext> {
  return {
    id,
    title: id,
    evaluates: ['lamp.shines'],
    run: async (t) => rounds[Math.min(t.round, rounds.length) - 1]?.(t),
  }
}

const fails: Round = (t) => void t.check('lamp.shines', isDark)
const finds =
  (title: string): Round =>
  (t) =>
    void t.check('lamp.shines', { ...isDark, title })
const passes: Round = (t) => void t.check('lamp.shines', holds())
const disturbed =
  (countsFrom: number, then: Round): Round =>
  (t) => {
    t.disturbed(flicker(countsFrom))
    then(t)
  }

const runRounds = async (...rounds: readonly Round[]) => {
  const { result, events } = await runLamp({ tests: [inRounds('lamp.on', rounds)] })
  const [requirement] = result.requirements
  const [test] = result.tests
  return { requirement, test, result, events }
}

/** The verdict after rounds in which a write failed that cannot be sent again, by the title of what each found. */
const verdictAfter = async (...titles: string[]) =>
  (await runRounds(...titles.map((title) => disturbed(4, finds(title))))).requirement?.verdict

describe('a test that was disturbed', () => {
  it('is repeated, and what it found before counts no more', async () => {
    const { requirement, test, events } = await runRounds(disturbed(Infinity, fails), passes)
    expect(requirement).toMatchObject({ verdict: 'pass', findings: [], tests: ['lamp.on'] })
    expect(test).toMatchObject({ verdict: 'pass', attempts: 2 })
    expect(events.filter(({ type }) => type === 'test-finished')).toHaveLength(1)
  })

  it('is not repeated where all holds', async () => {
    const { test } = await runRounds(disturbed(Infinity, passes), fails)
    expect(test).toMatchObject({ verdict: 'pass' })
    expect(test).not.toHaveProperty('attempts')
  })

  it.each<[string, Round]>([
    ['could not be evaluated', () => undefined],
    ['is unsupported', (t) => t.unsupported('lamp.shines', 'no bulb')],
    ['was left out', (t) => t.skip('lamp.shines', 'no bulb to look at')],
    ['is blocked', (t) => t.blocked('lamp.shines', 'no bulb')],
  ])('is repeated where something %s', async (_, outcome) => {
    const { test } = await runRounds(disturbed(Infinity, outcome), passes)
    expect(test).toMatchObject({ verdict: 'pass', attempts: 2 })
  })

  it.each([2, 3, 4])('counts from round %i on, where it is set so', async (countsFrom) => {
    const { requirement, test } = await runRounds(disturbed(countsFrom, fails))
    expect(requirement).toMatchObject({ verdict: 'fail' })
    expect(requirement?.findings).toHaveLength(1)
    expect(test).toMatchObject({ attempts: countsFrom })
  })

  it('counts in the last round where each found the same, and else not', async () => {
    expect(await verdictAfter('a', 'a', 'a', 'a')).toBe('fail')
    for (const titles of [
      ['a', 'a', 'a', 'b'],
      ['b', 'a', 'a', 'a'],
      ['a', 'b', 'a', 'a'],
      ['a', 'a', 'b', 'a'],
    ])
      expect(await verdictAfter(...titles)).toBe('error')
  })

  it('counts at once where it fails without being disturbed again', async () => {
    const { requirement, test } = await runRounds(disturbed(Infinity, fails), fails)
    expect(requirement).toMatchObject({ verdict: 'fail' })
    expect(test).toMatchObject({ attempts: 2 })
  })

  it('is not evaluated where no round settles it, with the reason', async () => {
    const { requirement, test } = await runRounds(disturbed(Infinity, fails))
    expect(requirement).toMatchObject({
      verdict: 'error',
      findings: [],
      reason: 'not settled in 4 attempts: the mains flickered',
    })
    expect(test).toMatchObject({ verdict: 'error', attempts: 4 })
  })

  it('keeps what was left out in every round', async () => {
    const { requirement } = await runRounds(disturbed(Infinity, (t) => t.skip('lamp.shines', 'no bulb')))
    expect(requirement).toMatchObject({ verdict: 'skipped', reason: 'no bulb' })
  })

  it('is repeated with nothing beside it', async () => {
    let running = 0
    const crowds: number[] = []
    const tests = ['a', 'b', 'c'].map((id) => ({
      ...inRounds(`lamp.${id}`, []),
      async run(t: TestContext) {
        running += 1
        await new Promise((resolve) => setTimeout(resolve, 5))
        if (t.round > 1) crowds.push(running)
        running -= 1
        if (t.round === 1) disturbed(Infinity, fails)(t)
        else passes(t)
      },
    }))
    const { result } = await runLamp({ tests })
    expect(verdictsBy(result)['lamp.shines']).toBe('pass')
    expect(crowds).toEqual([1, 1, 1])
  })

  it('is not repeated where enough others have shown that it is not chance', async () => {
    const tests = Array.from({ length: 8 }, (_, number) =>
      inRounds(`lamp.on-${number}`, [disturbed(4, fails), disturbed(2, fails)]),
    )
    const { result } = await runLamp({ tests })
    expect(result.tests.map(({ attempts }) => attempts)).toEqual([
      2,
      2,
      2,
      2,
      2,
      undefined,
      undefined,
      undefined,
    ])
    expect(verdictsBy(result)['lamp.shines']).toBe('fail')
  })

  const paused =
    (pause: number, then: Round): Round =>
    (t) => {
      t.disturbed({ ...flicker(3), pause })
      then(t)
    }
  const manyThat = (...rounds: readonly Round[]) =>
    Array.from({ length: 8 }, (_, number) => inRounds(`lamp.on-${number}`, rounds))

  it('is left to the round after a pause where all others may have met the same outage', async () => {
    let second = 0
    const { result } = await runLamp({
      tests: manyThat(
        disturbed(4, fails),
        (t) => {
          second += 1
          paused(1, fails)(t)
        },
        passes,
      ),
    })
    expect(verdictsBy(result)['lamp.shines']).toBe('pass')
    expect(result.tests.map(({ attempts }) => attempts)).toEqual(result.tests.map(() => 3))
    expect(second).toBe(5)
  })

  it('is not repeated after that pause where enough others have shown that it was no outage', async () => {
    const seen: number[] = []
    const { result } = await runLamp({
      tests: manyThat(disturbed(4, fails), paused(1, fails), (t) => {
        seen.push(t.round)
        paused(0, fails)(t)
      }),
    })
    expect(verdictsBy(result)['lamp.shines']).toBe('fail')
    expect(seen).toEqual([3, 3, 3, 3, 3])
  })

  it('is repeated where one of the others came through', async () => {
    const again = Array.from({ length: 6 }, (_, number) =>
      inRounds(`lamp.on-${number}`, [disturbed(4, fails), disturbed(2, fails)]),
    )
    const { result } = await runLamp({
      tests: [inRounds('lamp.first', [disturbed(4, fails), passes]), ...again],
    })
    expect(result.tests.map(({ attempts }) => attempts)).toEqual([2, 2, 2, 2, 2, 2, 2])
  })
})

const absent = (t: TestContext) => {
  t.disturbed(flicker(Infinity))
  return { state: 'unsupported', reason: 'no dimmer' } as const
}

const there: Capability<TestContext>['probe'] = async (t) => {
  t.disturbed(flicker(Infinity))
  t.skip('lamp.dims', 'does not apply')
  return { state: 'supported' }
}

const dimming = (
  rounds: readonly ((t: TestContext) => Awaited<ReturnType<Capability<TestContext>['probe']>>)[],
) => ({
  name: 'dimming',
  title: 'Dimming',
  evaluates: [],
  probe: async (t: TestContext) => rounds[Math.min(t.round, rounds.length) - 1]!(t),
})

describe('a probe that was disturbed', () => {
  const needing = { ...inRounds('lamp.on', [passes]), needs: ['dimming'] }

  it('is repeated before what needs it', async () => {
    const { result } = await runLamp({
      tests: [needing],
      capabilities: [dimming([absent, () => ({ state: 'supported' })])],
    })
    expect(result.capabilities).toMatchObject([{ name: 'dimming', state: 'supported', attempts: 2 }])
    expect(verdictsBy(result)['lamp.shines']).toBe('pass')
  })

  it('is found where it left something out', async () => {
    const capability = { name: 'dimming', title: 'Dimming', evaluates: ['lamp.dims'], probe: there }
    const { result } = await runLamp({ tests: [needing], capabilities: [capability] })
    expect(verdictsBy(result)).toMatchObject({ 'lamp.shines': 'pass', 'lamp.dims': 'skipped' })
  })

  it('leaves open what needs it, where no round settles it', async () => {
    const { result } = await runLamp({ tests: [needing], capabilities: [dimming([absent])] })
    const reason = 'not settled in 4 attempts: the mains flickered'
    expect(result.capabilities).toMatchObject([{ name: 'dimming', state: 'unknown', detail: reason }])
    expect(result.requirements[0]).toMatchObject({ verdict: 'error', reason })
  })
})

it('ends in time where the run is over while tests are repeated', async () => {
  const stop = new AbortController()
  const { result } = await runLamp({
    tests: [
      inRounds('lamp.on', [
        disturbed(Infinity, fails),
        (t) => {
          t.disturbed({ ...flicker(Infinity), pause: 60_000 })
          setTimeout(() => stop.abort(), 10)
        },
      ]),
    ],
    signal: stop.signal,
  })
  expect(result.interrupted).toBe(true)
  expect(result.requirements[0]).toMatchObject({ verdict: 'error' })
})
