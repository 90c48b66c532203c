import type { Defect } from './layouts/case.ts'
import { annotations } from './annotations/defects.ts'
import { config, conversion } from './config/defects.ts'
import { content } from './content/defects.ts'
import { descriptor } from './descriptor/defects.ts'
import { edited } from './defects/edited.ts'
import { imageIndex } from './image-index/defects.ts'
import { json } from './json/defects.ts'
import { layer } from './layer/defects.ts'
import { layout } from './layout/defects.ts'
import { artifact, manifest } from './manifest/defects.ts'
import { absent } from './defects/missing.ts'
import { reported } from './defects/reported.ts'

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
