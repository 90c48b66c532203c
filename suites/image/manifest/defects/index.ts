import type { Defect } from '../../layouts/case.ts'
import { properties } from './properties.ts'
import { layers } from './layers.ts'

/** Defects of manifests. */
export const defects: readonly Defect[] = [...properties, ...layers]
