import { suites as distribution } from '../../../suites/distribution/index.ts'
import { suites as image } from '../../../suites/image/suites.ts'
import type { Suite } from '../../engine/suite.ts'

/** All suites, with the kind of target that they are for. They are not run: the context type fits no test. */
export const catalogue: readonly { of: 'registry' | 'image'; suite: Suite<never> }[] = [
  ...distribution.map((suite) => ({ of: 'registry' as const, suite })),
  ...image.map((suite) => ({ of: 'image' as const, suite })),
]
