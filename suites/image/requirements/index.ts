import type { Requirement } from '../../../src/engine/requirement.ts'
import { annotations } from './annotations.ts'
import { artifact } from './artifact.ts'
import { config } from './config.ts'
import { content } from './content.ts'
import { conversion } from './conversion.ts'
import { descriptor } from './descriptor.ts'
import { index } from './image-index.ts'
import { json } from './json.ts'
import { layer } from './layer.ts'
import { layout } from './layout.ts'
import { manifest } from './manifest.ts'

/** The requirements of each suite, by its name, from the outside of an image inwards. */
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
} as const

/** Every statement of the image specification about what an image is. */
export const imageRequirements: readonly Requirement[] = Object.values(requirementsBySuite).flat()
