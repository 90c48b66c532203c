import { describe, expect, it } from 'vitest'
import { requirements, requirementsBySuite, suiteNames } from '../../../suites/image/requirements.ts'
import { suites } from '../../../suites/image/suites.ts'

const tests = suites.flatMap((suite) => suite.tests)
const known = new Set(requirements.map(({ id }) => id))

describe('the image suites', () => {
  it('are those of the requirements, in their order', () => {
    expect(suites.map(({ name }) => name)).toEqual([...suiteNames])
    for (const suite of suites) {
      expect(suite.requirements).toBe(requirementsBySuite[suite.name as keyof typeof requirementsBySuite])
    }
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

  it.each(tests)('$id decides requirements that exist, each once', ({ evaluates }) => {
    expect(evaluates.filter((id) => !known.has(id))).toEqual([])
    expect(new Set(evaluates).size).toBe(evaluates.length)
  })

  it('decide every requirement that an image shows, and none of the others', () => {
    const evaluated = new Set(tests.flatMap(({ evaluates }) => evaluates))
    const decidable = requirements
      .filter(({ unobservable }) => unobservable === undefined)
      .map(({ id }) => id)
    expect(decidable.filter((id) => !evaluated.has(id))).toEqual([])
    expect([...evaluated].filter((id) => !decidable.includes(id))).toEqual([])
  })
})
