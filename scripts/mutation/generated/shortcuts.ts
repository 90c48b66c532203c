import { createRandom } from '../../../src/content/random.ts'
import { usualRequests } from '../../../src/engine/depth.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import type { GeneratedFault } from '../../../suites/distribution/generated-faults/generate.ts'
import { createReach, type Reach } from '../../../suites/distribution/generated-faults/reach.ts'
import { planOfRun } from '../../../suites/distribution/sequences/plan-of-run.ts'
import type { RequirementId } from '../../../suites/distribution/requirements.ts'
import { runWatched } from '../mutant.ts'

/** Which sequences of a run trigger a fault by themselves, the cheapest first. */
export interface Shortcuts {
  /** Some of them; undefined where it takes the whole traffic of a run. */
  of: (fault: GeneratedFault) => readonly string[] | undefined
}

/** As many are enough to be sure of what one of them shows. */
const most = 3

/** A requirement with few scripted tests: runs that are about one sequence need not have them all. */
const anyRequirement: RequirementId = 'push.cancel.unknown'

/** Runs each sequence of depth standard by itself, and finds out what it triggers. */
export async function findShortcuts(spec: SpecVersion): Promise<Shortcuts> {
  const { sequences: plan } = await planOfRun({
    depth: 'standard',
    requests: usualRequests.standard,
    spec,
    has: () => true,
    randomOfRun: createRandom('unused'),
  })
  const found: { id: string; steps: number; reach: Reach }[] = []
  for (const { id, steps } of plan) {
    const reach = createReach()
    await runWatched(reach.effects, spec, { sequences: [id], only: [anyRequirement] })
    found.push({ id, steps: steps.length, reach })
  }
  const cheapest = found.toSorted((one, other) => one.steps - other.steps)
  return {
    of(fault) {
      const ids = cheapest.filter(({ reach }) => reach.reaches(fault)).map(({ id }) => id)
      return ids.length === 0 ? undefined : ids.slice(0, most)
    },
  }
}
