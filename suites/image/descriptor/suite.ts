import { defineSuite } from '../define.ts'
import { requirements } from './requirements/index.ts'
import { specification } from '../specification.ts'
import { tests } from './tests.ts'

/** Descriptors and digests in all documents. */
export const suite = defineSuite({
  name: 'descriptor',
  title: 'Descriptors',
  specification,
  requirements,
  tests,
})
