import type { Requirement } from '../../../src/engine/requirement.ts'
import { blobs } from './pull/blobs.ts'
import { manifestHead } from './pull/manifest-head.ts'
import { manifests } from './pull/manifests.ts'
import { ranges } from './pull/ranges.ts'

/** Retrieving manifests and blobs: the category that each registry has. */
export const requirements: readonly Requirement[] = [...manifests, ...manifestHead, ...blobs, ...ranges]
