import { defineSuite } from '../../src/engine/suite.ts'
import type { RegistryContext } from './context.ts'
import { tests as algorithms } from './push/algorithms.ts'
import { tests as cancel } from './push/cancel.ts'
import { tests as digests } from './push/chunked-digest.ts'
import { tests as forms } from './push/chunked-forms.ts'
import { tests as minimum } from './push/chunked-minimum.ts'
import { tests as order } from './push/chunked-order.ts'
import { tests as chunked } from './push/chunked.ts'
import { tests as monolithic } from './push/monolithic.ts'
import { tests as mount } from './push/mount.ts'
import { tests as sessions } from './push/sessions.ts'
import { tests as singlePost } from './push/single-post.ts'
import { requirements } from './requirements/push.ts'
import { specification } from './specification.ts'

const blobs = [
  ...sessions,
  ...cancel,
  ...monolithic,
  ...singlePost,
  ...chunked,
  ...minimum,
  ...order,
  ...forms,
  ...digests,
  ...algorithms,
  ...mount,
]

/** Uploading blobs in each way, mounting them, and pushing manifests. */
export const suite = defineSuite<RegistryContext>({
  name: 'push',
  title: 'Push',
  specification,
  requirements,
  tests: blobs,
})
