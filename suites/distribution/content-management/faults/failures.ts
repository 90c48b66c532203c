import type { RequestContext } from '../../../../src/reference/context.ts'
import { ending } from '../../../../src/reference/effects/alter.ts'
import { byTag } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'

const isStored = ({ route, store }: RequestContext): boolean =>
  route.endpoint === 'blob' && store.find(route.repository)?.blobs.has(route.reference) === true

/** The manifest to delete has tags. */
const hasTags = ({ route, store }: RequestContext): boolean =>
  route.endpoint === 'manifest' &&
  [...(store.find(route.repository)?.tags.values() ?? [])].includes(route.reference)

/** Faults in which a registry fails over deletions, or refuses some of them. */
export const deletionFailureFaults: readonly Fault[] = [
  {
    id: 'tag-deletion-500',
    violates: 'management.tag.disabled',
    title: 'returns 500 for the deletion of any tag',
    effects: () => ending({ endpoint: 'manifest', method: 'DELETE', when: byTag }, 500),
  },
  {
    id: 'blob-deletion-500-of-old',
    violates: 'management.blob.disabled',
    title: 'returns 500 for the deletion of any blob, under 1.0 as well',
    at: ['1.0'],
    verdict: 'fail',
    effects: () => ending({ endpoint: 'blob', method: 'DELETE', when: isStored }, 500),
  },
  {
    id: 'tagged-manifest-kept',
    violates: 'management.manifest.tags-gone',
    title: 'rejects with 409 to delete a manifest with tags',
    verdict: 'unsupported',
    effects: () => ending({ endpoint: 'manifest', method: 'DELETE', when: hasTags }, 409),
  },
  {
    id: 'tagged-manifest-deletion-404',
    violates: 'management.manifest.accepted',
    title: 'returns 404 for the deletion of a manifest with tags',
    effects: () => ending({ endpoint: 'manifest', method: 'DELETE', when: hasTags }, 404),
  },
]
