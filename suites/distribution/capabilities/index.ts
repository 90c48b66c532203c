import type { Capability } from '../define.ts'
import { deleteBlob, deleteManifest, deleteTag } from './deletion.ts'
import { tagList } from './discovery.ts'
import { referrers, tagParameters } from './manifests.ts'
import { blobRanges, extensions } from './pull.ts'
import { push } from './push.ts'
import { mount, sha512, sha512Manifest, singlePost } from './uploads.ts'

/** The optional features of a registry, in the order of the capability table. */
export const capabilities: readonly Capability[] = [
  push,
  singlePost,
  mount,
  sha512,
  sha512Manifest,
  tagParameters,
  blobRanges,
  tagList,
  referrers,
  deleteTag,
  deleteManifest,
  deleteBlob,
  extensions,
]
