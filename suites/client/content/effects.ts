import type { Match } from '../../../src/reference/effects/effects.ts'

/** Reads of manifests that succeed; those of some references where they are named. */
export const manifestsOf = (...references: readonly string[]): Match => ({
  endpoint: 'manifest',
  method: ['GET', 'HEAD'],
  status: 200,
  when: ({ route }) =>
    references.length === 0 || (route.endpoint === 'manifest' && references.includes(route.reference)),
})

/** Reads of a blob that succeed. */
export const blobOf = (...digests: readonly string[]): Match => ({
  endpoint: 'blob',
  method: ['GET', 'HEAD'],
  status: 200,
  when: ({ route }) =>
    digests.length === 0 || (route.endpoint === 'blob' && digests.includes(route.reference)),
})

export { falseDigest } from '../../../src/reference/effects/alter.ts'
