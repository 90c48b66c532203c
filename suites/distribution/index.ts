import type { Suite } from '../../src/engine/suite.ts'
import type { RegistryContext } from './context.ts'
import { suite as pull } from './pull.ts'

/** The suites of the distribution specification, in the order of reports. */
export const suites: readonly Suite<RegistryContext>[] = [pull]
