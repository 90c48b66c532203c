import { defineSuite } from '../define.ts'
import { specification } from '../specification.ts'
import { requirements } from './requirements.ts'
import { tests } from './tests.ts'

/** Warning headers: over all exchanges of the run. */
export const suite = defineSuite({
  name: 'warnings',
  title: 'Warnings',
  specification,
  requirements,
  tests,
  always: true,
})
