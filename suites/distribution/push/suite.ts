import { defineSuite } from '../define.ts'
import { tests as algorithms } from './tests/algorithms.ts'
import { tests as atOnce } from './tests/at-once.ts'
import { tests as cancel } from './tests/cancel.ts'
import { tests as digests } from './tests/chunked-digest.ts'
import { tests as earlierLocation } from './tests/earlier-location.ts'
import { tests as forms } from './tests/chunked-forms.ts'
import { tests as minimum } from './tests/chunked-minimum.ts'
import { tests as order } from './tests/chunked-order.ts'
import { tests as chunked } from './tests/chunked.ts'
import { tests as content } from './tests/content.ts'
import { tests as manifests } from './tests/manifests.ts'
import { tests as monolithic } from './tests/monolithic.ts'
import { tests as mount } from './tests/mount.ts'
import { tests as mountElsewhere } from './tests/mount-elsewhere.ts'
import { tests as names } from './tests/names.ts'
import { tests as unusualNames } from './tests/unusual-names.ts'
import { tests as refusedManifests } from './tests/refused-manifests.ts'
import { tests as sessions } from './tests/sessions.ts'
import { tests as singlePost } from './tests/single-post.ts'
import { tests as size } from './tests/size.ts'
import { tests as subject } from './tests/subject.ts'
import { tests as tagParameters } from './tests/tag-parameters.ts'
import { tests as tags } from './tests/tags.ts'
import { tests as sequences } from '../sequences/tests.ts'
import { requirements } from './requirements/index.ts'
import { ofPush as ofRealSize } from '../scale/index.ts'
import { specification } from '../specification.ts'

// What takes the most round trips comes first, so that the rest runs beside it.
const ofBlobs = [
  ...chunked,
  ...order,
  ...sessions,
  ...earlierLocation,
  ...cancel,
  ...monolithic,
  ...singlePost,
  ...minimum,
  ...forms,
  ...digests,
  ...algorithms,
  ...mount,
  ...mountElsewhere,
]
const ofManifests = [
  ...manifests,
  ...atOnce,
  ...refusedManifests,
  ...size,
  ...content,
  ...names,
  ...unusualNames,
  ...tags,
  ...tagParameters,
  ...subject,
]

/** Uploading blobs in each way, mounting them, and pushing manifests. */
export const suite = defineSuite({
  name: 'push',
  title: 'Push',
  specification,
  requirements,
  tests: [...ofBlobs, ...ofManifests, ...sequences, ...ofRealSize],
})
