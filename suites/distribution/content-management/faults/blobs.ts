import type { RequestContext } from '../../../../src/reference/context.ts'
import { bare, ending, instead } from '../../../../src/reference/effects/alter.ts'
import { exists } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply } from '../../../../src/reference/effects/effects.ts'
import { banning } from './ghosts.ts'

const deletions = { endpoint: 'blob', method: 'DELETE' } as const
const deleted = { ...deletions, status: 202 } as const

/** What the path names is there. */
const isThere = ({ route, store, policy }: RequestContext): boolean =>
  route.endpoint === 'blob' && policy.findBlob(store, route.repository, route.reference) !== undefined

/** Faults in deleting blobs. */
export const blobDeletionFaults: readonly Fault[] = [
  {
    id: 'blob-deletion-off',
    violates: 'management.blob.supported',
    title: 'deletes no blobs',
    verdict: 'unsupported',
    seenIn: 'Artifactory, Cloudsmith',
    effects: () => ({ options: { deleteBlobs: false } }),
  },
  {
    id: 'blob-deletion-204',
    violates: 'management.blob.accepted',
    title: 'returns 204 for the deletion of a blob',
    effects: () => instead(deleted, 204),
  },
  {
    id: 'blob-deletion-404',
    violates: 'management.blob.disabled',
    title: 'returns 404 for the deletion of any blob',
    effects: () => ending({ ...deletions, when: isThere }, 404),
  },
  {
    id: 'blob-deletion-404-of-old',
    violates: 'management.blob.disabled',
    title: 'returns 404 for the deletion of any blob, as the table of 1.0 allows',
    at: ['1.0'],
    verdict: 'warn',
    effects: () => ending({ ...deletions, when: isThere }, 404),
  },
  {
    id: 'deleted-blob-served',
    violates: 'management.blob.gone',
    title: 'serves a deleted blob until garbage collection',
    verdict: 'note',
    effects: () =>
      changePolicy((honest) => ({
        deleteBlob: (store, repository, digest) => honest.findBlob(store, repository, digest) !== undefined,
      })),
  },
  {
    id: 'deleted-blob-500',
    violates: 'management.blob.gone',
    title: 'returns 500 for a deleted blob',
    effects: () => {
      const gone = new Set<string>()
      return onReply({ endpoint: 'blob' }, (answer, { route, method }) => {
        if (route.endpoint !== 'blob') return answer
        const key = `${route.repository} ${route.reference}`
        if (method === 'DELETE' && answer.status === 202) gone.add(key)
        return method === 'GET' && answer.refusal === 'blob-unknown' && gone.has(key) ? bare(500) : answer
      })
    },
  },
  {
    id: 'unknown-blob-deletion-202',
    violates: 'management.blob.unknown',
    title: 'returns 202 for the deletion of a blob that does not exist',
    effects: () => instead({ ...deletions, refusal: 'blob-unknown', when: exists }, 202),
  },
  {
    id: 'unknown-blob-deletion-500',
    violates: 'management.blob.unknown',
    title: 'returns 500 for the deletion of a blob that does not exist',
    effects: () => instead({ ...deletions, refusal: 'blob-unknown', when: exists }, 500),
  },
  {
    id: 'blob-deletion-everywhere',
    violates: 'management.blob.other-repository-kept',
    title: 'deletes a blob in all repositories together',
    effects: () =>
      changePolicy((honest) => ({
        deleteBlob(store, repository, digest) {
          for (const name of store.repositories.keys())
            if (name !== repository) store.deleteBlob(name, digest)
          return honest.deleteBlob(store, repository, digest)
        },
      })),
  },
  {
    id: 'deleted-blob-banned',
    violates: 'management.blob.push-again',
    title: 'accepts no blob that was deleted before',
    effects: () => banning('blob', 409),
  },
]
