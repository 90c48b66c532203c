import { defineSuite } from '../define.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'
import { tests } from './tests.ts'

/** What keeps an image from being turned into a runtime configuration, as far as it shows in the image. */
export const suite = defineSuite({
  name: 'conversion',
  title: 'Conversion to a runtime configuration',
  specification,
  requirements,
  tests,
})
