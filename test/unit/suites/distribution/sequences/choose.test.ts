import { expect, it } from 'vitest'
import { createChoose } from '../../../../../suites/distribution/sequences/plan/tours/choose.ts'

const choices = ['a', 'b', 'c'].map((value) => ({ value, traits: [value] }))

it('chooses each value in each situation before any again', () => {
  const choose = createChoose()
  const chosen = [1, 2, 3].map(() => choose(['first'], choices))
  expect(new Set(chosen)).toEqual(new Set(['a', 'b', 'c']))
})

it('chooses what has met the fewest situations where several hold', () => {
  const choose = createChoose()
  const [first] = [choose(['one'], choices)]
  const second = choose(['other'], choices)
  const both = choose(['one', 'other'], choices)
  expect([first, second]).not.toContain(both)
})

it('counts the traits of a value', () => {
  const choose = createChoose()
  const ways = [
    { value: 'plain', traits: ['small', 'put'] },
    { value: 'plain too', traits: ['small', 'post'] },
    { value: 'other', traits: ['large', 'post'] },
  ]
  expect([choose(['first'], ways), choose(['first'], ways)]).toEqual(['plain', 'other'])
})

it('has nothing to choose where there is nothing', () => {
  expect(createChoose()(['first'], [])).toBeUndefined()
})
