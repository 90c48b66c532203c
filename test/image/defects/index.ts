import type { Defect } from '../case.ts'
import { annotations } from './annotations.ts'
import { config, conversion } from './config.ts'
import { content } from './content.ts'
import { descriptor } from './descriptor.ts'
import { edited } from './edited.ts'
import { imageIndex } from './image-index.ts'
import { json } from './json.ts'
import { layer } from './layer.ts'
import { layout } from './layout.ts'
import { artifact, manifest } from './manifest.ts'
import { absent } from './missing.ts'
import { reported } from './reported.ts'

/** The faults of images: layouts with exactly one defect each, which exactly one requirement tells. */
export const defects: readonly Defect[] = [
  ...layout,
  ...descriptor,
  ...content,
  ...absent,
  ...edited,
  ...imageIndex,
  ...manifest,
  ...artifact,
  ...config,
  ...layer,
  ...annotations,
  ...json,
  ...conversion,
  ...reported,
]
