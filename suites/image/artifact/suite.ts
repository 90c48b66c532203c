import { defineSuite } from '../define.ts'
import { requirements } from './requirements.ts'
import { specification } from '../specification.ts'
import { tests } from './tests.ts'

/** Manifests for content other than container images. */
export const suite = defineSuite({
  name: 'artifact',
  title: 'Artifacts',
  specification,
  requirements,
  tests,
})
