import type { AnyScenario } from '../scenario.ts'
import { scenarios as attaching } from './scenarios/attaching.ts'
import { scenarios as copying } from './scenarios/copying.ts'
import { scenarios as deleting } from './scenarios/deleting.ts'

/** How clients maintain the referrers tag of registries without the referrers API. */
export const scenarios: readonly AnyScenario[] = [...copying, ...attaching, ...deleting]
