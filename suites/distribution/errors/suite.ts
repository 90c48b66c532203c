import { defineSuite } from '../define.ts'
import { tests as bodies } from './tests/bodies.ts'
import { tests as otherMethod } from './tests/other-method.ts'
import { tests as provoked } from './tests/provoked.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'

/** What errors look like, over all exchanges of the run, and which codes they have. */
export const suite = defineSuite({
  name: 'errors',
  title: 'Errors',
  specification,
  requirements,
  tests: [...bodies, ...provoked, ...otherMethod],
  always: true,
})
