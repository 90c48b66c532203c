import { defineSuite } from '../define.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'
import { tests } from './tests.ts'

/** The files of a layout and its blobs. */
export const suite = defineSuite({
  name: 'layout',
  title: 'Image layout',
  specification,
  requirements,
  tests,
})
