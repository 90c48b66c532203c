import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../src/content/random.ts'
import { planOfRun } from '../../../../../suites/distribution/sequences/plan-of-run.ts'

const planWith = async (seed: string, depth: 'standard' | 'thorough', lacking: readonly string[] = []) => {
  const { sequences } = await planOfRun({
    depth,
    randomOfRun: createRandom(seed),
    requests: 600,
    spec: '1.1',
    has: (capability) => !lacking.includes(capability),
  })
  return sequences
}

const stepsWithout = async (lacking: readonly string[]): Promise<string> =>
  JSON.stringify(await planWith('one', 'standard', lacking))

describe('the plan of a run', () => {
  it('is the same with every seed at depth standard', async () => {
    const first = await planWith('one', 'standard')
    expect(first.length).toBeGreaterThan(3)
    expect(await planWith('two', 'standard')).toEqual(first)
  })

  it('is drawn from the seed at depth thorough', async () => {
    expect(await planWith('one', 'thorough')).not.toEqual(await planWith('two', 'thorough'))
    expect(await planWith('one', 'thorough')).toEqual(await planWith('one', 'thorough'))
  })

  it('has nothing that the registry lacks', async () => {
    expect(await stepsWithout([])).toContain('"do":"delete-blob"')
    expect(await stepsWithout(['delete-blob'])).not.toContain('"do":"delete-blob"')
  })
})
