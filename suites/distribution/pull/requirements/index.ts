import { blobs } from './blobs.ts'
import { manifestHead } from './manifest-head.ts'
import { manifests } from './manifests.ts'
import { ranges } from './ranges.ts'

/** Retrieving manifests and blobs: the category that each registry has. */
export const requirements = [...manifests, ...manifestHead, ...blobs, ...ranges]
