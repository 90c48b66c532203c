import type { Requirement } from '../../../src/engine/requirement.ts'
import { algorithms } from './push/algorithms.ts'
import { chunked } from './push/chunked.ts'
import { content } from './push/content.ts'
import { manifests } from './push/manifests.ts'
import { monolithic } from './push/monolithic.ts'
import { mount } from './push/mount.ts'
import { sessions } from './push/sessions.ts'
import { subject } from './push/subject.ts'
import { tags } from './push/tags.ts'

/** Uploading blobs in each way, mounting them, and pushing manifests. */
export const requirements: readonly Requirement[] = [
  ...sessions,
  ...monolithic,
  ...chunked,
  ...algorithms,
  ...mount,
  ...manifests,
  ...tags,
  ...subject,
  ...content,
]
