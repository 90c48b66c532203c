export type { Effects, MakeEffects, Match } from './effects/effects.ts'
export { specVersions, type ReferenceOptions } from './options.ts'
export { createReferenceRegistry, type ReferenceRegistry } from './registry.ts'
