import type { MakeEffects } from '../../src/reference/effects/effects.ts'
import { categoryFaults } from './categories/faults.ts'
import { discoveryFaults } from './content-discovery/faults/index.ts'
import { disturbances } from './disturbances/index.ts'
import { errorFaults } from './errors/faults.ts'
import { extensionFaults } from './extensions/faults.ts'
import { failureFaults } from './push/faults/failures.ts'
import type { Fault } from './fault.ts'
import { httpFaults } from './http/faults.ts'
import { managementFaults } from './content-management/faults/index.ts'
import { pageFaults } from './pull/faults/pages.ts'
import { proxyingFaults } from './proxying/faults.ts'
import { pullFaults } from './pull/faults/index.ts'
import { pushFaults } from './push/faults/index.ts'
import { repeatedFaults } from './content-management/faults/repeated.ts'
import { warningFaults } from './warnings/faults.ts'

/** Every fault that can be built into the embedded registry. A new one is an entry in the list of its chapter. */
export const faults: readonly Fault[] = [
  ...pullFaults,
  ...pushFaults,
  ...discoveryFaults,
  ...managementFaults,
  ...errorFaults,
  ...warningFaults,
  ...httpFaults,
  ...proxyingFaults,
  ...extensionFaults,
  ...categoryFaults,
  ...pageFaults,
  ...failureFaults,
  ...repeatedFaults,
]

/** The effects of faults and disturbances, for `createReferenceRegistry({ effects })`. Throws where an id is unknown. */
export const effectsOf = (...ids: readonly string[]): MakeEffects[] =>
  ids.map((id) => {
    const found = [...faults, ...disturbances].find((each) => each.id === id)
    if (found === undefined)
      throw new Error(`there is no fault ${JSON.stringify(id)}: see the list of faults`)
    return found.effects
  })
