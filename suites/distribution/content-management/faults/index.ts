import type { Fault } from '../../fault.ts'
import { blobDeletionFaults } from './blobs.ts'
import { manifestDeletionFaults } from './manifests.ts'
import { tagDeletionFaults } from './tags.ts'

/** Faults in deleting. */
export const managementFaults: readonly Fault[] = [
  ...tagDeletionFaults,
  ...manifestDeletionFaults,
  ...blobDeletionFaults,
]
