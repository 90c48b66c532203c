import { defineSuite } from '../define.ts'
import { tests as blobs } from './tests/blobs.ts'
import { tests as manifests } from './tests/manifests.ts'
import { tests as referrers } from './tests/referrers.ts'
import { tests as tags } from './tests/tags.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'

/** Deleting tags, manifests and blobs; whether that is possible at all is found out by probes. */
export const suite = defineSuite({
  name: 'content-management',
  title: 'Content Management',
  specification,
  requirements,
  tests: [...tags, ...manifests, ...referrers, ...blobs],
})
