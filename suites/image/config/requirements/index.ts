import { about } from './about.ts'
import { execution } from './execution.ts'
import { layers } from './layers.ts'

/** The image configuration, and its lists against the layers of the manifest (config.md). */
export const requirements = [...about, ...execution, ...layers]
