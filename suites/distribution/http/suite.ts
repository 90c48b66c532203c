import { defineSuite } from '../define.ts'
import { specification } from '../specification.ts'
import { requirements } from './requirements.ts'
import { tests as pushes } from './tests/pushes.ts'
import { tests as reads } from './tests/reads.ts'
import { tests as run } from './tests/run.ts'

/** HTTP where the specification leans on it: over all exchanges of the run, and in requests of forms that it describes. */
export const suite = defineSuite({
  name: 'http',
  title: 'HTTP',
  specification,
  requirements,
  tests: [...run, ...reads, ...pushes],
  always: true,
})
