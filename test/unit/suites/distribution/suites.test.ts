import { describe, expect, it } from 'vitest'
import { capabilities } from '../../../../suites/distribution/capabilities/index.ts'
import { suites } from '../../../../suites/distribution/index.ts'
import { requirements } from '../../../../suites/distribution/requirements.ts'

const tests = suites.flatMap((suite) => suite.tests)
const judging = [
  ...tests,
  ...capabilities.map(({ name, evaluates }) => ({ id: `capability.${name}`, evaluates })),
]

describe('the distribution suites', () => {
  it('have tests with lasting ids of their own', () => {
    const ids = tests.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z]+(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+$/)
  })

  it('name each requirement once that a test or a probe evaluates', () => {
    for (const { id, evaluates } of judging) expect(new Set(evaluates).size, id).toBe(evaluates.length)
  })

  it('evaluate every requirement that can be seen from outside, and none of the others', () => {
    const evaluated = new Set(judging.flatMap(({ evaluates }) => evaluates))
    const decidable = requirements
      .filter(({ unobservable }) => unobservable === undefined)
      .map(({ id }) => id)
    expect(decidable.filter((id) => !evaluated.has(id))).toEqual([])
    expect([...evaluated].filter((id) => !decidable.includes(id))).toEqual([])
  })

  it('need and consider capabilities that exist', () => {
    const names = new Set(capabilities.map(({ name }) => name))
    const named = [...tests, ...capabilities].flatMap((each) => [
      ...(each.needs ?? []),
      ...('mayNeed' in each ? (each.mayNeed ?? []) : []),
    ])
    expect(named.filter((name) => !names.has(name))).toEqual([])
  })
})
