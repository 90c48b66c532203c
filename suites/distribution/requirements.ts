import type { Requirement } from '../../src/engine/requirement.ts'
import { requirements as categories } from './categories/requirements.ts'
import { requirements as contentDiscovery } from './content-discovery/requirements/index.ts'
import { requirements as contentManagement } from './content-management/requirements.ts'
import { requirements as errors } from './errors/requirements.ts'
import { requirements as extensions } from './extensions/requirements.ts'
import { requirements as http } from './http/requirements.ts'
import { requirements as proxying } from './proxying/requirements.ts'
import { requirements as pull } from './pull/requirements/index.ts'
import { requirements as push } from './push/requirements/index.ts'
import { requirements as warnings } from './warnings/requirements.ts'

/** The suites of the distribution specification, as the user types them, in the order of reports. */
export const suiteNames = [
  'pull',
  'push',
  'content-discovery',
  'content-management',
  'errors',
  'warnings',
  'http',
  'proxying',
  'extensions',
  'categories',
] as const
export type SuiteName = (typeof suiteNames)[number]

export const requirementsBySuite: Record<SuiteName, readonly Requirement[]> = {
  pull,
  push,
  'content-discovery': contentDiscovery,
  'content-management': contentManagement,
  errors,
  warnings,
  http,
  proxying,
  extensions,
  categories,
}

/** All requirements of the specification, in the order of its suites. */
export const requirements: readonly Requirement[] = suiteNames.flatMap((name) => requirementsBySuite[name])

/** The first part of an id: the suite's name, without `content-`. */
export const prefixOf = (suite: SuiteName): string => suite.replace('content-', '')
