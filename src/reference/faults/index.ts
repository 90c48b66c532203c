import type { MakeEffects } from '../effects/effects.ts'
import { categoryFaults } from './categories.ts'
import { discoveryFaults } from './discovery/index.ts'
import { disturbances } from './disturbances.ts'
import { errorFaults } from './errors.ts'
import { extensionFaults } from './extensions.ts'
import { failureFaults } from './failures.ts'
import type { Fault } from './fault.ts'
import { httpFaults } from './http.ts'
import { managementFaults } from './management/index.ts'
import { pageFaults } from './pages.ts'
import { proxyingFaults } from './proxying.ts'
import { pullFaults } from './pull/index.ts'
import { pushFaults } from './push/index.ts'
import { repeatedFaults } from './repeated.ts'
import { warningFaults } from './warnings.ts'

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
