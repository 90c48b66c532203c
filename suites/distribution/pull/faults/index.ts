import type { Fault } from '../../fault.ts'
import { blobFaults } from './blobs.ts'
import { blobHeadFaults, manifestHeadFaults } from './heads.ts'
import { missingManifestFaults, servedManifestFaults } from './manifests.ts'
import { partFaults } from './parts.ts'
import { rangeFaults } from './ranges.ts'
import { redirectFaults } from './redirects.ts'
import { atOnceFaults } from './at-once.ts'
import { pageFaults } from './pages.ts'
import { resolvedFaults } from './resolved.ts'
import { repeatedFaults } from './repeated.ts'
import { representationFaults } from './representation.ts'
import { sharedContentFaults } from './shared-content.ts'

/** Faults in pulling manifests and blobs. */
export const faults: readonly Fault[] = [
  ...servedManifestFaults,
  ...missingManifestFaults,
  ...manifestHeadFaults,
  ...blobFaults,
  ...blobHeadFaults,
  ...rangeFaults,
  ...partFaults,
  ...redirectFaults,
  ...atOnceFaults,
  ...pageFaults,
  ...resolvedFaults,
  ...repeatedFaults,
  ...representationFaults,
  ...sharedContentFaults,
]
