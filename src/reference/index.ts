export type { Effects, MakeEffects, Match } from './effects/effects.ts'
export { createReferenceRegistry, type ReferenceOptions, type ReferenceRegistry } from './registry.ts'
export { specVersions } from './spec-version.ts'
