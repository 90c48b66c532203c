import type { Defect } from '../../layouts/case.ts'
import { properties } from './properties.ts'
import { platform } from './platform.ts'

/** Defects of indexes. */
export const defects: readonly Defect[] = [...properties, ...platform]
