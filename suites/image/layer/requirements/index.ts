import { content } from './content.ts'
import { entries } from './entries.ts'
import { nonDistributable } from './non-distributable.ts'
import { whiteouts } from './whiteouts.ts'

/** Layers as filesystem changesets (layer.md). */
export const requirements = [...content, ...entries, ...whiteouts, ...nonDistributable]
