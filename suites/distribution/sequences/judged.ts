import { requirements as contentDiscovery } from '../content-discovery/requirements/index.ts'
import { requirements as contentManagement } from '../content-management/requirements.ts'
import { requirements as pull } from '../pull/requirements/index.ts'
import { requirements as push } from '../push/requirements/index.ts'

/** What the model of the registry judges: all that binds operations on content. */
export const judgedRequirements = [...pull, ...push, ...contentDiscovery, ...contentManagement].map(
  ({ id }) => id,
)
