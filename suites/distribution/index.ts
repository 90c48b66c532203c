import type { Suite } from './define.ts'
import { suite as categories } from './categories/suite.ts'
import { suite as contentDiscovery } from './content-discovery/suite.ts'
import { suite as contentManagement } from './content-management/suite.ts'
import { suite as errors } from './errors/suite.ts'
import { suite as extensions } from './extensions/suite.ts'
import { suite as http } from './http/suite.ts'
import { suite as proxying } from './proxying/suite.ts'
import { suite as pull } from './pull/suite.ts'
import { suite as push } from './push/suite.ts'
import { suite as warnings } from './warnings/suite.ts'

/** The suites of the distribution specification, in the order of reports. */
export const suites: readonly Suite[] = [
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
