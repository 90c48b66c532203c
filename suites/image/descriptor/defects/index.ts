import type { Defect } from '../../layouts/case.ts'
import { properties } from './properties.ts'
import { digest } from './digest.ts'

/** Defects of descriptors and digests. */
export const defects: readonly Defect[] = [...properties, ...digest]
