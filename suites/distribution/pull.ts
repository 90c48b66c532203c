import { defineSuite } from '../../src/engine/suite.ts'
import type { RegistryContext } from './context.ts'
import { tests as blobs } from './pull/blobs.ts'
import { tests as heads } from './pull/heads.ts'
import { tests as manifests } from './pull/manifests.ts'
import { tests as missing } from './pull/missing.ts'
import { tests as ranges } from './pull/ranges.ts'
import { requirements } from './requirements/pull.ts'
import { specification } from './specification.ts'

/** Getting manifests and blobs: the one category that every registry must have. */
export const suite = defineSuite<RegistryContext>({
  name: 'pull',
  title: 'Pull',
  specification,
  requirements,
  tests: [...manifests, ...heads, ...blobs, ...ranges, ...missing],
})
