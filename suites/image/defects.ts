import { defects as annotations } from './annotations/defects.ts'
import { defects as artifact } from './artifact/defects.ts'
import { defects as config } from './config/defects/index.ts'
import { defects as content } from './content/defects/index.ts'
import { defects as conversion } from './conversion/defects.ts'
import { defects as descriptor } from './descriptor/defects/index.ts'
import { defects as imageIndex } from './image-index/defects/index.ts'
import { defects as json } from './json/defects.ts'
import { defects as layer } from './layer/defects/index.ts'
import { defects as layout } from './layout/defects/index.ts'
import { defects as manifest } from './manifest/defects/index.ts'
import { defects as policies } from './policies/defects/index.ts'
import type { Defect } from './layouts/case.ts'

/** Layouts with one defect each, which violate exactly the requirement that they name, in the order of the suites. */
export const defects: readonly Defect[] = [
  ...layout,
  ...descriptor,
  ...content,
  ...imageIndex,
  ...manifest,
  ...artifact,
  ...config,
  ...layer,
  ...annotations,
  ...json,
  ...conversion,
  ...policies,
]
