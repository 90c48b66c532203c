import {
  generateFaults,
  type GeneratedFault,
} from '../../../suites/distribution/generated-faults/generate.ts'
import { requirements } from '../../../suites/distribution/requirements.ts'
import type { Outcome } from '../outcome.ts'
import type { Scenario } from '../scenario.ts'
import { fateOf, type Fate } from './fate.ts'
import { sampleOf } from './sample.ts'

/** What became of generated faults. */
export interface Generated {
  fates: readonly Fate[]
  /** The number of faults that there are. */
  available: number
  /** Requirements that failed or warned in each run that went on to its end, although its fault was caught. */
  findings: readonly number[]
  seed: string
  /** Seconds. */
  duration: number
}

/** The newest version has nearly all requirements. */
const spec = 'dev'

/** Every so-many-th run goes on to its end. */
const everyWhole = 10

const isWhole = (at: number): boolean => at % everyWhole === 0

const scenarioOf = ({ id }: GeneratedFault, at: number): Scenario => ({
  generated: id,
  spec,
  ...(isWhole(at) ? { whole: true } : {}),
})

/** Builds `count` faults among the wanted ones into a registry each, and reads what their runs report. */
export async function tryGenerated(
  { wanted, count, seed }: { wanted: (id: string) => boolean; count: number; seed: string },
  run: (scenarios: readonly Scenario[]) => Promise<readonly Outcome[]>,
): Promise<Generated> {
  const startedAt = performance.now()
  const all = generateFaults().filter(({ id }) => wanted(id))
  const faults = count < all.length ? sampleOf(all, count, seed) : all
  const outcomes = await run(faults.map(scenarioOf))
  const fates = faults.flatMap((fault, at) => {
    const outcome = outcomes[at]
    return outcome ? [fateOf(fault, outcome, requirements, spec)] : []
  })
  return {
    fates,
    available: all.length,
    findings: fates.flatMap(({ ending, reported }, at) =>
      isWhole(at) && ending === 'caught' ? [reported.length] : [],
    ),
    seed,
    duration: (performance.now() - startedAt) / 1000,
  }
}
