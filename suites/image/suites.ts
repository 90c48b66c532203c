import type { Suite } from '../../src/engine/suite.ts'
import { suite as annotations } from './annotations.ts'
import { suite as artifact } from './artifact.ts'
import { suite as config } from './config.ts'
import { suite as content } from './content.ts'
import type { ImageContext } from './context.ts'
import { suite as conversion } from './conversion.ts'
import { suite as descriptor } from './descriptor.ts'
import { suite as index } from './image-index.ts'
import { suite as json } from './json.ts'
import { suite as layer } from './layer.ts'
import { suite as layout } from './layout.ts'
import { suite as manifest } from './manifest.ts'

/** The suites of the image specification, in the order of reports. */
export const suites: readonly Suite<ImageContext>[] = [
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
]
