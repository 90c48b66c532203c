import { specification } from '../../image/specification.ts'
import type { Suite } from '../define.ts'
import { testOf } from '../target/test.ts'
import { requirements } from './requirements.ts'
import { scenarios } from './scenarios.ts'

export const suite: Suite = {
  name: 'client-formats',
  title: 'Reading image formats',
  specification,
  requirements,
  tests: scenarios.map(testOf),
}
