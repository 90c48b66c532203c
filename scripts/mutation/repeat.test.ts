import { expect, it } from 'vitest'
import type { Outcome } from './outcome.ts'
import { describeRepeated, repeatAlone } from './repeat.ts'
import type { Scenario } from './scenario.ts'

const outcome = (text?: string): Outcome => ({
  reported: text === undefined ? {} : { 'pull.thing': { verdict: 'fail', text, tests: [], notes: [] } },
  duration: 1,
})
const scenarioOf = (fault: string): Scenario => ({ fault, spec: 'dev', claims: [] })
const checked = (name: string) => ({
  name,
  scenario: scenarioOf(name),
  complaintsOf: ({ reported }: Outcome) => Object.values(reported).map(({ text = '' }) => text),
})
const names = ['sound', 'busy', 'broken']

it('puts what is sound the second time in the place of the first, and leaves what is wrong twice', async () => {
  const outcomes = [outcome(), outcome('late'), outcome('wrong')]
  const again = [outcome(), outcome('still wrong')]
  const ran: Scenario[] = []
  const repeated = await repeatAlone(names.map(checked), outcomes, (scenario) => {
    ran.push(scenario)
    return Promise.resolve(again[ran.length - 1])
  })
  expect(ran).toEqual([scenarioOf('busy'), scenarioOf('broken')])
  expect(repeated.map(describeRepeated)).toEqual(['passed only when repeated: mutation: busy: late'])
  expect(outcomes).toEqual([outcome(), outcome(), outcome('wrong')])
})

it('repeats nothing where too much is wrong for an accident', async () => {
  const many = Array.from({ length: 21 }, (_, number) => checked(String(number)))
  const outcomes = many.map(() => outcome('wrong'))
  const repeated = await repeatAlone(many, outcomes, () => Promise.reject(new Error('ran')))
  expect(repeated).toEqual([])
})
