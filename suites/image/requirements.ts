import { joinRequirements, type IdOf } from '../../src/engine/literal-ids.ts'
import { requirements as annotations } from './annotations/requirements/index.ts'
import { requirements as artifact } from './artifact/requirements.ts'
import { requirements as config } from './config/requirements/index.ts'
import { requirements as content } from './content/requirements.ts'
import { requirements as conversion } from './conversion/requirements.ts'
import { requirements as descriptor } from './descriptor/requirements/index.ts'
import { requirements as index } from './image-index/requirements/index.ts'
import { requirements as json } from './json/requirements.ts'
import { requirements as layer } from './layer/requirements/index.ts'
import { requirements as layout } from './layout/requirements.ts'
import { requirements as manifest } from './manifest/requirements.ts'

/** Every statement of the image specification about what an image is, in the order of its suites. */
export const requirements = joinRequirements([
  ...layout,
  ...descriptor,
  ...content,
  ...index,
  ...manifest,
  ...artifact,
  ...config,
  ...layer,
  ...annotations,
  ...json,
  ...conversion,
])

/** The ids of all requirements. */
export type RequirementId = IdOf<typeof requirements>
