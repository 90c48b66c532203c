import { describe, expect, it } from 'vitest'
import { capabilities } from '../../../../suites/distribution/capabilities/index.ts'
import { suites } from '../../../../suites/distribution/index.ts'
import {
  requirements,
  requirementsBySuite,
  suiteNames,
} from '../../../../suites/distribution/requirements.ts'

const tests = suites.flatMap((suite) => suite.tests)
const judging = [
  ...tests,
  ...capabilities.map(({ name, evaluates }) => ({ id: `capability.${name}`, evaluates })),
]
const known = new Set(requirements.map(({ id }) => id))

describe('the distribution suites', () => {
  it('are those of the requirements, in their order', () => {
    expect(suites.map(({ name }) => name)).toEqual(suiteNames)
    for (const suite of suites) {
      expect(suite.requirements).toBe(requirementsBySuite[suite.name as keyof typeof requirementsBySuite])
    }
  })

  it('have tests with lasting ids of their own', () => {
    const ids = tests.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z]+(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+$/)
  })

  it.each(judging)('$id decides requirements that exist, each once', ({ evaluates }) => {
    expect(evaluates.filter((id) => !known.has(id))).toEqual([])
    expect(new Set(evaluates).size).toBe(evaluates.length)
  })

  it('decide every requirement that can be seen from outside, and none of the others', () => {
    const evaluated = new Set(judging.flatMap(({ evaluates }) => evaluates))
    const decidable = requirements
      .filter(({ unobservable }) => unobservable === undefined)
      .map(({ id }) => id)
    expect(decidable.filter((id) => !evaluated.has(id))).toEqual([])
    expect([...evaluated].filter((id) => !decidable.includes(id))).toEqual([])
  })

  it('need and consider capabilities that exist', () => {
    const names = new Set(capabilities.map(({ name }) => name))
    const asked = [...tests, ...capabilities].flatMap((each) => [
      ...(each.needs ?? []),
      ...('considers' in each ? (each.considers ?? []) : []),
    ])
    expect(asked.filter((name) => !names.has(name))).toEqual([])
  })
})
