import { defineSuite } from '../../src/engine/suite.ts'
import type { RegistryContext } from './context.ts'
import { tests as algorithms } from './push/algorithms.ts'
import { tests as atOnce } from './push/at-once.ts'
import { tests as cancel } from './push/cancel.ts'
import { tests as digests } from './push/chunked-digest.ts'
import { tests as forms } from './push/chunked-forms.ts'
import { tests as minimum } from './push/chunked-minimum.ts'
import { tests as order } from './push/chunked-order.ts'
import { tests as chunked } from './push/chunked.ts'
import { tests as content } from './push/content.ts'
import { tests as manifests } from './push/manifests.ts'
import { tests as monolithic } from './push/monolithic.ts'
import { tests as mount } from './push/mount.ts'
import { tests as names } from './push/names.ts'
import { tests as refusedManifests } from './push/refused-manifests.ts'
import { tests as sessions } from './push/sessions.ts'
import { tests as singlePost } from './push/single-post.ts'
import { tests as size } from './push/size.ts'
import { tests as subject } from './push/subject.ts'
import { tests as tagParameters } from './push/tag-parameters.ts'
import { tests as tags } from './push/tags.ts'
import { requirements } from './requirements/push.ts'
import { specification } from './specification.ts'

// What takes the most round trips comes first, so that the rest runs beside it.
const ofBlobs = [
  ...chunked,
  ...order,
  ...sessions,
  ...cancel,
  ...monolithic,
  ...singlePost,
  ...minimum,
  ...forms,
  ...digests,
  ...algorithms,
  ...mount,
]
const ofManifests = [
  ...manifests,
  ...atOnce,
  ...refusedManifests,
  ...size,
  ...content,
  ...names,
  ...tags,
  ...tagParameters,
  ...subject,
]

/** Uploading blobs in each way, mounting them, and pushing manifests. */
export const suite = defineSuite<RegistryContext>({
  name: 'push',
  title: 'Push',
  specification,
  requirements,
  tests: [...ofBlobs, ...ofManifests],
})
