import { defineSuite } from '../define.ts'
import { requirements } from './requirements/index.ts'
import { specification } from '../specification.ts'
import { tests } from './tests.ts'

/** The image configuration, and its lists against the layers of the manifest. */
export const suite = defineSuite({
  name: 'config',
  title: 'Image configuration',
  specification,
  requirements,
  tests,
})
