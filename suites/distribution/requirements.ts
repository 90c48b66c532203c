import { joinRequirements, type IdOf } from '../../src/engine/literal-ids.ts'
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

/** All requirements of the specification, in the order of its suites. */
export const requirements = joinRequirements([
  ...pull,
  ...push,
  ...contentDiscovery,
  ...contentManagement,
  ...errors,
  ...warnings,
  ...http,
  ...proxying,
  ...extensions,
  ...categories,
])

/** The ids of all requirements. */
export type RequirementId = IdOf<typeof requirements>

type Rest<Id, Prefix extends string> = Id extends `${Prefix}${infer Name}` ? Name : never
/** What follows a beginning in the ids that have it, such as the situations of `errors.code.`. */
export type NameAfter<Prefix extends string> = Rest<RequirementId, Prefix>

const ids: ReadonlySet<string> = new Set(requirements.map(({ id }) => id))

export const isRequirementId = (id: string): id is RequirementId => ids.has(id)
