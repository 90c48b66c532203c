import type { Defect } from '../../layouts/case.ts'
import { compression } from './compression.ts'
import { tar } from './tar.ts'
import { entries } from './entries.ts'

/** Defects of layers. */
export const defects: readonly Defect[] = [...compression, ...tar, ...entries]
