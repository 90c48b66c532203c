export type { Effects, MakeEffects } from './effects/effects.ts'
export { createReferenceRegistry, type ReferenceOptions, type ReferenceRegistry } from './registry.ts'
export { specVersions } from './spec-version.ts'
