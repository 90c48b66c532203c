import { suites as distribution } from '../../../suites/distribution/index.ts'
import { suites as image } from '../../../suites/image/suites.ts'
import type { Suite } from '../../engine/suite.ts'

/** All that can be evaluated, with what it is evaluated of. Nobody runs these: the context of no test fits. */
export const catalogue: readonly { of: 'registry' | 'image'; suite: Suite<never> }[] = [
  ...distribution.map((suite) => ({ of: 'registry' as const, suite })),
  ...image.map((suite) => ({ of: 'image' as const, suite })),
]
