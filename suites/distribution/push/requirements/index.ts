import { algorithms } from './algorithms.ts'
import { chunked } from './chunked.ts'
import { content } from './content.ts'
import { manifests } from './manifests.ts'
import { monolithic } from './monolithic.ts'
import { mount } from './mount.ts'
import { names } from './names.ts'
import { sessions } from './sessions.ts'
import { subject } from './subject.ts'
import { tags } from './tags.ts'

/** Uploading blobs in each way, mounting them, and pushing manifests. */
export const requirements = [
  ...sessions,
  ...monolithic,
  ...chunked,
  ...algorithms,
  ...mount,
  ...manifests,
  ...names,
  ...tags,
  ...subject,
  ...content,
]
