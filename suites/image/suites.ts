import { suite as annotations } from './annotations/suite.ts'
import { suite as artifact } from './artifact/suite.ts'
import { suite as config } from './config/suite.ts'
import { suite as content } from './content/suite.ts'
import type { Suite } from './define.ts'
import { suite as conversion } from './conversion/suite.ts'
import { suite as descriptor } from './descriptor/suite.ts'
import { suite as index } from './image-index/suite.ts'
import { suite as json } from './json/suite.ts'
import { suite as layer } from './layer/suite.ts'
import { suite as layout } from './layout/suite.ts'
import { suite as manifest } from './manifest/suite.ts'

/** The suites of the image specification, in the order of reports. */
export const suites: readonly Suite[] = [
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
