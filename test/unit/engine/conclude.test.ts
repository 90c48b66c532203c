import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { violated, failure, holds } from '../../../src/engine/judgement.ts'
import { runLamp, verdictsBy } from './fixture.ts'

const isGrey = violated('shines grey', 'white', 'grey')

it('does not take what a failure blocks for its reason', async () => {
  const { result } = await runLamp({
    tests: [
      {
        id: 'lamp.switch-on',
        title: 'Switching on',
        evaluates: ['lamp.shines', 'lamp.white'],
        async run(t) {
          t.check('lamp.white', isGrey)
          t.blocked('lamp.white', 'grey and off cannot be distinguished')
        },
      },
    ],
  })
  expect(verdictsBy(result)).toMatchObject({ 'lamp.white': 'fail', 'lamp.shines': 'blocked' })
})

it('fails a violated SHOULD that the user requires', async () => {
  const { result } = await runLamp({
    tests: [
      {
        id: 'lamp.touch',
        title: 'Touching it',
        evaluates: ['lamp.warm'],
        async run(t) {
          t.check('lamp.warm', failure(violated('is cold', 'warm', 'cold')))
          t.check('lamp.warm', failure(holds()))
        },
      },
    ],
  })
  expect(verdictsBy(result)['lamp.warm']).toBe('fail')
})

/** The results of three tests that find the same and block the same, and end in this order. */
const runInOrder = async (order: readonly [number, number, number]) => {
  const waiting = [...order]
  const { result } = await runLamp({
    concurrency: 3,
    tests: [1, 2, 3].map((number) => ({
      id: `lamp.test-${number}`,
      title: `Test ${number}`,
      evaluates: ['lamp.white', 'lamp.shines'],
      async run(t) {
        while (waiting[0] !== number) await nextTurn()
        waiting.shift()
        t.check('lamp.white', violated(`shines grey in test ${number}`, 'white', 'grey'))
        t.blocked('lamp.white', `blocked in test ${number}`)
      },
    })),
  })
  expect(result.tests.map(({ id }) => id)).toStrictEqual(order.map((number) => `lamp.test-${number}`))
  return result.requirements
}

it('concludes the same in whatever order tests end', async () => {
  const usual = await runInOrder([1, 2, 3])
  expect(await runInOrder([3, 2, 1])).toStrictEqual(usual)
  expect(await runInOrder([2, 3, 1])).toStrictEqual(usual)
})
