import type { Fault } from '../fault.ts'
import { blobFaults, rangeFaults } from './blobs.ts'
import { blobHeadFaults, manifestHeadFaults } from './heads.ts'
import { missingManifestFaults, servedManifestFaults } from './manifests.ts'

/** Faults in pulling manifests and blobs. */
export const pullFaults: readonly Fault[] = [
  ...servedManifestFaults,
  ...missingManifestFaults,
  ...manifestHeadFaults,
  ...blobFaults,
  ...blobHeadFaults,
  ...rangeFaults,
]
