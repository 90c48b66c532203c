import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../src/content/random.ts'
import { planOfRun } from '../../../../suites/distribution/sequences/plan-of-run.ts'

const planWith = (seed: string, depth: 'standard' | 'thorough', lacking: readonly string[] = []) =>
  planOfRun({
    depth,
    randomOfRun: createRandom(seed),
    requests: 600,
    spec: '1.1',
    has: (capability) => !lacking.includes(capability),
  })

const stepsWithout = (lacking: readonly string[]): string =>
  JSON.stringify(planWith('one', 'standard', lacking))

describe('the plan of a run', () => {
  it('is the same with every seed at depth standard', () => {
    const first = planWith('one', 'standard')
    expect(first.length).toBeGreaterThan(3)
    expect(planWith('two', 'standard')).toEqual(first)
  })

  it('is drawn from the seed at depth thorough', () => {
    expect(planWith('one', 'thorough')).not.toEqual(planWith('two', 'thorough'))
    expect(planWith('one', 'thorough')).toEqual(planWith('one', 'thorough'))
  })

  it('has nothing that the registry lacks', () => {
    expect(stepsWithout([])).toContain('"do":"delete-blob"')
    expect(stepsWithout(['delete-blob'])).not.toContain('"do":"delete-blob"')
  })
})
