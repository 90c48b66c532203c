import { defineSuite } from '../define.ts'
import { specification } from '../specification.ts'
import { requirements } from './requirements.ts'
import { tests } from './tests.ts'

/** Discovery of extensions; the pages stand beside the text of dev. */
export const suite = defineSuite({
  name: 'extensions',
  title: 'Extensions',
  specification,
  requirements,
  tests,
})
