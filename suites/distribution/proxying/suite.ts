import { defineSuite } from '../define.ts'
import { specification } from '../specification.ts'
import { requirements } from './requirements.ts'
import { tests } from './tests.ts'

/** Registries in front of others. */
export const suite = defineSuite({
  name: 'proxying',
  title: 'Proxying',
  specification,
  requirements,
  tests,
})
