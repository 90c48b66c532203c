import { discoveryFaults } from './discovery.ts'
import type { Fault } from './fault.ts'
import { httpFaults } from './http.ts'
import { managementFaults } from './management.ts'
import { pullFaults } from './pull.ts'
import { pushBlobFaults } from './push-blobs.ts'
import { pushManifestFaults } from './push-manifests.ts'

/** Every fault that can be built into the registry. A new one is an entry in the list of its chapter. */
export const faults: readonly Fault[] = [
  ...pullFaults,
  ...pushBlobFaults,
  ...pushManifestFaults,
  ...discoveryFaults,
  ...managementFaults,
  ...httpFaults,
]
