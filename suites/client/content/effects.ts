import type { RequestContext } from '../../../src/reference/context.ts'
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

/** The tag or digest of a request; empty where it has none. */
export const referenceIn = (route: RequestContext['route']): string =>
  'reference' in route ? route.reference : ''

export { falseDigest } from '../../../src/reference/effects/alter.ts'
