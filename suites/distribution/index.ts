import type { Suite } from '../../src/engine/suite.ts'
import { suite as categories } from './categories.ts'
import { suite as contentDiscovery } from './content-discovery.ts'
import { suite as contentManagement } from './content-management.ts'
import type { RegistryContext } from './context.ts'
import { suite as errors } from './errors.ts'
import { suite as extensions } from './extensions.ts'
import { suite as http } from './http.ts'
import { suite as proxying } from './proxying.ts'
import { suite as pull } from './pull.ts'
import { suite as push } from './push.ts'
import { suite as warnings } from './warnings.ts'

/** The suites of the distribution specification, in the order of reports. */
export const suites: readonly Suite<RegistryContext>[] = [
  pull,
  push,
  contentDiscovery,
  contentManagement,
  errors,
  warnings,
  http,
  proxying,
  extensions,
  categories,
]
