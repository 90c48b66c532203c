import { defineSuite } from '../define.ts'
import { requirements } from './requirements/index.ts'
import { specification } from '../specification.ts'
import { tests } from './tests/index.ts'

/** Layers as filesystem changesets. */
export const suite = defineSuite({
  name: 'layer',
  title: 'Layers',
  specification,
  requirements,
  tests,
})
