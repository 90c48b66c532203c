import { defineSuite } from '../define.ts'
import { requirements } from './requirements/index.ts'
import { specification } from '../specification.ts'
import { tests } from './tests.ts'

/** The image index, index.json included. */
export const suite = defineSuite({
  name: 'index',
  title: 'Image index',
  specification,
  requirements,
  tests,
})
