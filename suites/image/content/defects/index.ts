import type { Defect } from '../../layouts/case.ts'
import { identity } from './identity.ts'
import { reachable } from './reachable.ts'

/** Defects of content against what its descriptors promise. */
export const defects: readonly Defect[] = [...identity, ...reachable]
