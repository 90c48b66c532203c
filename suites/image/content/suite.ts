import { defineSuite } from '../define.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'
import { tests } from './tests.ts'

/** What descriptors point at, against what they promise. */
export const suite = defineSuite({
  name: 'content',
  title: 'Content',
  specification,
  requirements,
  tests,
})
