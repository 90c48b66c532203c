import type { Requirement } from '../../../src/engine/requirement.ts'
import { about } from './config/about.ts'
import { execution } from './config/execution.ts'
import { layers } from './config/layers.ts'

/** The image configuration, and its lists against the layers of the manifest (config.md). */
export const requirements: readonly Requirement[] = [...about, ...execution, ...layers]
