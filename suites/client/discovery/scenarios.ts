import type { AnyScenario } from '../scenario.ts'
import { scenarios as referrers } from './scenarios/referrers.ts'
import { scenarios as tags } from './scenarios/tags.ts'

/** How clients read lists of tags and of referrers. */
export const scenarios: readonly AnyScenario[] = [...tags, ...referrers]
