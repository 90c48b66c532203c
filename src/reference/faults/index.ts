import { categoryFaults } from './categories.ts'
import { discoveryFaults } from './discovery/index.ts'
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

/** Every fault that can be built into the registry. A new one is an entry in the list of its chapter. */
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
