import { specification } from '../../distribution/specification.ts'
import type { Suite } from '../define.ts'
import { testOf } from '../target/test.ts'
import { requirements } from './requirements.ts'
import { scenarios } from './scenarios.ts'

export const suite: Suite = {
  name: 'client-discovery',
  title: 'Listing tags and referrers',
  specification,
  requirements,
  tests: scenarios.map(testOf),
}
