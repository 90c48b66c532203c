import { defineSuite } from '../define.ts'
import { tests as blobs } from './tests/blobs.ts'
import { tests as heads } from './tests/heads.ts'
import { tests as manifests } from './tests/manifests.ts'
import { tests as missing } from './tests/missing.ts'
import { tests as ranges } from './tests/ranges.ts'
import { requirements } from './requirements/index.ts'
import { specification } from '../specification.ts'

/** Getting manifests and blobs: the one category that every registry must have. */
export const suite = defineSuite({
  name: 'pull',
  title: 'Pull',
  specification,
  requirements,
  tests: [...manifests, ...heads, ...blobs, ...ranges, ...missing],
})
