import { joinRequirements, type IdOf } from '../../src/engine/literal-ids.ts'
import { requirements as discovery } from './discovery/requirements.ts'
import { requirements as formats } from './formats/requirements.ts'
import { requirements as http } from './http/requirements.ts'
import { requirements as pull } from './pull/requirements.ts'
import { requirements as push } from './push/requirements.ts'
import { requirements as referrersTag } from './referrers-tag/requirements.ts'
import { requirements as verification } from './verification/requirements.ts'

/** The requirements of each specification that bind clients, by the name of the specification: a census looks at one of them. */
export const requirementsOf = {
  distribution: [...pull, ...push, ...discovery, ...referrersTag, ...http],
  image: [...verification, ...formats],
} as const

/** All requirements that bind clients, in the order of their suites. */
export const requirements = joinRequirements([
  ...pull,
  ...push,
  ...discovery,
  ...referrersTag,
  ...http,
  ...verification,
  ...formats,
])

/** The ids of all requirements. */
export type RequirementId = IdOf<typeof requirements>
