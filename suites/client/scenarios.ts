import { scenarios as discovery } from './discovery/scenarios.ts'
import { scenarios as formats } from './formats/scenarios.ts'
import { scenarios as http } from './http/scenarios.ts'
import { scenarios as pull } from './pull/scenarios.ts'
import { scenarios as push } from './push/scenarios.ts'
import { scenarios as referrersTag } from './referrers-tag/scenarios.ts'
import { scenarios as verification } from './verification/scenarios.ts'
import { controls } from './controls/controls.ts'
import type { AnyScenario } from './scenario.ts'

/** All scenarios, those of the control runs first. */
export const scenarios: readonly AnyScenario[] = [
  ...Object.values(controls).map(({ scenario }) => scenario),
  ...pull,
  ...push,
  ...discovery,
  ...referrersTag,
  ...http,
  ...verification,
  ...formats,
]

export const scenarioNamed = (id: string): AnyScenario | undefined => scenarios.find((each) => each.id === id)
