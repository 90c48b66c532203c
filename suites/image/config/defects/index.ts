import type { Defect } from '../../layouts/case.ts'
import { about } from './about.ts'
import { execution } from './execution.ts'
import { layers } from './layers.ts'

/** Defects of configurations. */
export const defects: readonly Defect[] = [...about, ...execution, ...layers]
