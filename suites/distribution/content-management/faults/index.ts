import type { Fault } from '../../fault.ts'
import { blobDeletionFaults } from './blobs.ts'
import { manifestDeletionFaults } from './manifests.ts'
import { tagDeletionFaults } from './tags.ts'
import { deletionFailureFaults } from './failures.ts'
import { afterDeletionFaults } from './afterwards.ts'
import { keptForHeadFaults } from './heads.ts'

/** Faults in deleting. */
export const faults: readonly Fault[] = [
  ...tagDeletionFaults,
  ...manifestDeletionFaults,
  ...blobDeletionFaults,
  ...deletionFailureFaults,
  ...keptForHeadFaults,
  ...afterDeletionFaults,
]
