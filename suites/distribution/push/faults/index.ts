import type { Fault } from '../../fault.ts'
import { algorithmFaults } from './algorithms.ts'
import { atOnceFaults } from './at-once.ts'
import { chunkOrderFaults } from './chunk-order.ts'
import { chunkRefusalFaults } from './chunk-refusals.ts'
import { chunkedFaults } from './chunked.ts'
import { contentFaults } from './content.ts'
import { pushedManifestFaults } from './manifests.ts'
import { lengthFaults } from './lengths.ts'
import { uploadLocationFaults } from './locations.ts'
import { missingContentFaults } from './missing-content.ts'
import { monolithicFaults } from './monolithic.ts'
import { mountElsewhereFaults } from './mount-elsewhere.ts'
import { mountFaults } from './mount.ts'
import { movedTagFaults } from './moved-tags.ts'
import { nameFaults } from './names.ts'
import { sessionFaults } from './sessions.ts'
import { tagFaults } from './tags.ts'
import { failureFaults } from './failures.ts'
import { repeatedFaults } from './repeated.ts'
import { rewrittenFaults } from './rewritten.ts'
import { singlePostFaults } from './single-post.ts'
import { chunkMinimumFaults } from './chunk-minimum.ts'
import { finalChunkFaults } from './chunked-final.ts'
import { subjectFaults } from './subject.ts'
import { refusedManifestFaults } from './refused-manifests.ts'

/** Faults in uploading and mounting blobs, and in pushing manifests. */
export const faults: readonly Fault[] = [
  ...sessionFaults,
  ...monolithicFaults,
  ...chunkedFaults,
  ...uploadLocationFaults,
  ...chunkOrderFaults,
  ...chunkRefusalFaults,
  ...algorithmFaults,
  ...mountFaults,
  ...mountElsewhereFaults,
  ...pushedManifestFaults,
  ...movedTagFaults,
  ...atOnceFaults,
  ...missingContentFaults,
  ...nameFaults,
  ...tagFaults,
  ...contentFaults,
  ...failureFaults,
  ...repeatedFaults,
  ...rewrittenFaults,
  ...singlePostFaults,
  ...chunkMinimumFaults,
  ...finalChunkFaults,
  ...subjectFaults,
  ...refusedManifestFaults,
  ...lengthFaults,
]
