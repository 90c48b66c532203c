import { describe, expect, it } from 'vitest'
import { requirements } from '../../../../suites/image/requirements.ts'
import { suites } from '../../../../suites/image/suites.ts'

const tests = suites.flatMap((suite) => suite.tests)

describe('the image suites', () => {
  it('are those of the requirements, in their order', () => {
    expect(suites.flatMap((suite) => suite.requirements)).toEqual(requirements)
  })

  it('have tests with lasting ids of their own, which begin with the name of the suite', () => {
    const ids = tests.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { name, tests: own } of suites) {
      for (const { id } of own) {
        expect(id).toMatch(/^[a-z]+(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+$/)
        expect(id.split('.')[0]).toBe(name)
      }
    }
  })

  it('evaluate each requirement once in a test', () => {
    expect(tests.filter(({ evaluates }) => new Set(evaluates).size < evaluates.length)).toEqual([])
  })

  it('evaluate every requirement that an image shows, and none of the others', () => {
    const evaluated = new Set(tests.flatMap(({ evaluates }) => evaluates))
    const decidable = requirements
      .filter(({ unobservable }) => unobservable === undefined)
      .map(({ id }) => id)
    expect(decidable.filter((id) => !evaluated.has(id))).toEqual([])
    expect([...evaluated].filter((id) => !decidable.includes(id))).toEqual([])
  })
})
