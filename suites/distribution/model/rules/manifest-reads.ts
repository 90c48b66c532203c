import type { Contradiction } from '../contradiction.ts'
import { isDigest } from '../operation.ts'
import type { Rule } from '../rule.ts'
import { readsByDigest } from './manifest-by-digest.ts'
import { readsByTag } from './manifest-by-tag.ts'

/** GET and HEAD of manifests (Pulling manifests, Checking if content exists in the registry). */
export const readsOfManifests: Rule<'manifest'> = (observed, history): Contradiction[] => {
  const { method, reference } = observed.operation
  if (method !== 'GET' && method !== 'HEAD') return []
  return isDigest(reference) ? readsByDigest(observed, history) : readsByTag(observed, history)
}
