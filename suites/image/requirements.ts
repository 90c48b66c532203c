import { joinRequirements, type IdOf } from '../../src/engine/literal-ids.ts'
import { requirements as annotations } from './annotations/requirements.ts'
import { requirements as artifact } from './artifact/requirements.ts'
import { requirements as config } from './config/requirements/index.ts'
import { requirements as content } from './content/requirements.ts'
import { requirements as conversion } from './conversion/requirements.ts'
import { requirements as descriptor } from './descriptor/requirements.ts'
import { requirements as index } from './image-index/requirements.ts'
import { requirements as json } from './json/requirements.ts'
import { requirements as layer } from './layer/requirements.ts'
import { requirements as layout } from './layout/requirements.ts'
import { requirements as manifest } from './manifest/requirements.ts'

/** The requirements by suite, as the user types their names, from the outside of an image inwards. */
export const requirementsBySuite = {
  layout,
  descriptor,
  content,
  index,
  manifest,
  artifact,
  config,
  layer,
  annotations,
  json,
  conversion,
}

/** Every statement of the image specification about what an image is, in the order of its suites. */
export const requirements = joinRequirements(Object.values(requirementsBySuite).flat())
export type RequirementId = IdOf<typeof requirements>
