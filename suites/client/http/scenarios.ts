import type { AnyScenario } from '../scenario.ts'
import { scenarios as mirrors } from './scenarios/mirrors.ts'
import { scenarios as older } from './scenarios/older.ts'
import { scenarios as otherHosts } from './scenarios/other-hosts.ts'
import { scenarios as redirects } from './scenarios/redirects.ts'
import { scenarios as tls } from './scenarios/tls.ts'
import { scenarios as warnings } from './scenarios/warnings.ts'

/** Headers, redirects, older registries and warnings. */
export const scenarios: readonly AnyScenario[] = [
  ...mirrors,
  ...older,
  ...redirects,
  ...otherHosts,
  ...tls,
  ...warnings,
]
