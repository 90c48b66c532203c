import { defineSuite } from '../define.ts'
import { specification } from '../specification.ts'
import { requirements } from './requirements.ts'
import { tests } from './tests.ts'

/** HTTP where the specification leans on it: over all exchanges of the run. */
export const suite = defineSuite({
  name: 'http',
  title: 'HTTP',
  specification,
  requirements,
  tests,
  always: true,
})
