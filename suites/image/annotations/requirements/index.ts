import { base } from './base.ts'
import { keys } from './keys.ts'
import { maps } from './maps.ts'

/** Annotations and labels, and the keys that the specification defines (annotations.md). */
export const requirements = [...maps, ...keys, ...base]
