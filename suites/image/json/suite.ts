import { defineSuite } from '../define.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'
import { tests } from './tests.ts'

/** How JSON content is written. */
export const suite = defineSuite({
  name: 'json',
  title: 'JSON',
  specification,
  requirements,
  tests,
})
