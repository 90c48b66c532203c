import { defineSuite } from '../define.ts'
import { specification } from '../specification.ts'
import { requirements } from './requirements.ts'
import { tests } from './tests.ts'

/** Which parts of the API are there at all. */
export const suite = defineSuite({
  name: 'categories',
  title: 'Categories',
  specification,
  requirements,
  tests,
  always: true,
})
