import { defineSuite } from '../../src/engine/suite.ts'
import type { RegistryContext } from './context.ts'
import { tests as bodies } from './errors/bodies.ts'
import { tests as provoked } from './errors/provoked.ts'
import { requirements } from './requirements/errors.ts'
import { specification } from './specification.ts'

/** What errors look like, over all exchanges of the run, and which codes they have. */
export const suite = defineSuite<RegistryContext>({
  name: 'errors',
  title: 'Errors',
  specification,
  requirements,
  tests: [...bodies, ...provoked],
  always: true,
})
