import { defineSuite } from '../define.ts'
import { requirements } from './requirements/index.ts'
import { specification } from '../specification.ts'
import { tests } from './tests.ts'

/** Annotations and labels, and the keys that the specification defines. */
export const suite = defineSuite({
  name: 'annotations',
  title: 'Annotations',
  specification,
  requirements,
  tests,
})
