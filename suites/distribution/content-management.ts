import { defineSuite } from '../../src/engine/suite.ts'
import { tests as blobs } from './content-management/blobs.ts'
import { tests as manifests } from './content-management/manifests.ts'
import { tests as referrers } from './content-management/referrers.ts'
import { tests as tags } from './content-management/tags.ts'
import type { RegistryContext } from './context.ts'
import { requirements } from './requirements/content-management.ts'
import { specification } from './specification.ts'

/** Deleting tags, manifests and blobs; whether that is possible at all is found out by probes. */
export const suite = defineSuite<RegistryContext>({
  name: 'content-management',
  title: 'Content Management',
  specification,
  requirements,
  tests: [...tags, ...manifests, ...referrers, ...blobs],
})
