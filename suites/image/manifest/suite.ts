import { defineSuite } from '../define.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'
import { tests } from './tests.ts'

/** The image manifest. */
export const suite = defineSuite({
  name: 'manifest',
  title: 'Image manifest',
  specification,
  requirements,
  tests,
})
