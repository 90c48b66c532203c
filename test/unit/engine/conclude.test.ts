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
