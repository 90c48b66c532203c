import { assay } from '../../src/assay/assay.ts'
import type { Depth } from '../../src/engine/depth.ts'
import type { SpecVersion } from '../../src/engine/requirement.ts'
import { withRegistry } from '../../fixtures/registries/start.ts'
import { createReferenceRegistry } from '../../src/reference/index.ts'
import { attemptsOf, endOf, type Attempt } from './attempt.ts'
import { listening } from './faults.ts'

export interface RealJob {
  registry: string
  spec: SpecVersion
  depth: Depth
  seed: string
}

/**
 * Tests a real registry, as users do, and runs the script of each finding after the run has removed what it created: against the
 * registry itself, and against the embedded one, which conforms.
 */
export function attemptsOfRegistry({ registry, ...run }: RealJob, shell: string): Promise<Attempt[]> {
  return withRegistry(registry, async ({ url }) => {
    const { result } = await assay({ target: url, ...run })
    const makeSound = () => createReferenceRegistry({ spec: run.spec })
    return attemptsOf(result, {
      fault: `${registry} ${run.spec} ${run.seed}`,
      shell,
      mostFindings: Infinity,
      withFault: () => Promise.resolve({ url, close: () => Promise.resolve() }),
      withoutFault: () => listening(makeSound()),
      again: async (side, requirement, only) => {
        const registry = side === 'with' ? undefined : await listening(makeSound())
        const { result } = await assay({
          target: registry?.url ?? url,
          ...run,
          ...(only === undefined ? {} : { only: [only] }),
        })
        await registry?.close()
        return endOf(result, requirement)
      },
    })
  })
}
