import type { Requirement } from '../../src/engine/requirement.ts'
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

/** The suites of the image specification, as the user types them, from the outside of an image inwards. */
export const suiteNames = [
  'layout',
  'descriptor',
  'content',
  'index',
  'manifest',
  'artifact',
  'config',
  'layer',
  'annotations',
  'json',
  'conversion',
] as const
export type SuiteName = (typeof suiteNames)[number]

export const requirementsBySuite: Record<SuiteName, readonly Requirement[]> = {
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
export const requirements: readonly Requirement[] = suiteNames.flatMap((name) => requirementsBySuite[name])
