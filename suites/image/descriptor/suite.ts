import { defineSuite } from '../define.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'
import { tests } from './tests.ts'

/** Descriptors and digests wherever they stand. */
export const suite = defineSuite({
  name: 'descriptor',
  title: 'Descriptors',
  specification,
  requirements,
  tests,
})
