import type { Manifest } from '../../../../src/reference/manifest.ts'
import { bare, ending, instead, restatus } from '../../../../src/reference/effects/alter.ts'
import { byDigest, nowhere } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply } from '../../../../src/reference/effects/effects.ts'
import { banning, listingDeleted, servingOnce } from './ghosts.ts'

const deletions = { endpoint: 'manifest', method: 'DELETE' } as const
const deleted = { ...deletions, status: 202 } as const

/** Faults in deleting manifests. */
export const manifestDeletionFaults: readonly Fault[] = [
  {
    id: 'manifest-deletion-off',
    violates: 'management.manifest.supported',
    title: 'deletes no manifests',
    verdict: 'unsupported',
    seenIn: 'GHCR',
    effects: () => ({ options: { deleteManifests: false } }),
  },
  {
    id: 'manifest-deletion-200',
    violates: 'management.manifest.accepted',
    title: 'returns 200 for the deletion of a manifest',
    effects: () => restatus({ ...deleted, when: byDigest }, 200),
  },
  {
    id: 'manifest-deletion-403',
    violates: 'management.manifest.disabled',
    title: 'returns 403 for the deletion of any manifest',
    effects: () => ending({ ...deletions, when: byDigest }, 403),
  },
  {
    id: 'manifest-deletion-pretended',
    violates: 'management.manifest.gone',
    title: 'serves a manifest after its deletion',
    effects: () =>
      changePolicy(() => ({
        deleteManifest(store, repository, digest) {
          const found = store.find(repository)
          for (const [tag, target] of found?.tags ?? [])
            if (target === digest) store.deleteTag(repository, tag)
          return found?.manifests.has(digest) === true
        },
      })),
  },
  {
    id: 'manifest-deletion-late',
    violates: 'management.manifest.gone',
    title: 'serves a deleted manifest once more',
    verdict: 'warn',
    effects: () => servingOnce(byDigest),
  },
  {
    id: 'tags-outlive-manifest',
    violates: 'management.manifest.tags-gone',
    title: 'serves a deleted manifest by its tags',
    seenIn: 'NORA before 2026-06 (nora#658)',
    effects: () => {
      const outlived = new Map<string, Manifest>()
      return changePolicy((honest) => ({
        deleteManifest(store, repository, digest) {
          const found = store.find(repository)
          const manifest = found?.manifests.get(digest)
          for (const [tag, target] of found?.tags ?? []) {
            if (target === digest && manifest !== undefined) outlived.set(`${repository}:${tag}`, manifest)
          }
          return honest.deleteManifest(store, repository, digest)
        },
        findManifest: (store, repository, reference) =>
          honest.findManifest(store, repository, reference) ?? outlived.get(`${repository}:${reference}`),
      }))
    },
  },
  {
    id: 'tags-of-deleted-manifest-500',
    violates: 'management.manifest.tags-gone',
    title: 'returns 500 for tags that lead to a deleted manifest',
    effects: () => {
      const dangling = new Set<string>()
      const remembering = changePolicy((honest) => ({
        deleteManifest(store, repository, digest) {
          for (const [tag, target] of store.find(repository)?.tags ?? []) {
            if (target === digest) dangling.add(`${repository}:${tag}`)
          }
          return honest.deleteManifest(store, repository, digest)
        },
      }))
      const failing = onReply(
        { endpoint: 'manifest', method: 'GET', refusal: 'manifest-unknown' },
        (answer, { route }) =>
          route.endpoint === 'manifest' && dangling.has(`${route.repository}:${route.reference}`)
            ? bare(500)
            : answer,
      )
      return { ...remembering, ...failing }
    },
  },
  {
    id: 'tags-of-deleted-manifest-listed',
    violates: 'management.manifest.tags-not-listed',
    title: 'lists the tags of deleted manifests',
    effects: () => listingDeleted(true),
  },
  {
    id: 'deleted-referrer-listed',
    violates: 'management.manifest.referrer-unlisted',
    title: 'lists deleted manifests among the referrers of their subject',
    effects: () => {
      const ghosts: Manifest[] = []
      return changePolicy((honest) => ({
        deleteManifest(store, repository, digest) {
          const manifest = store.find(repository)?.manifests.get(digest)
          if (manifest?.subject !== undefined) ghosts.push(manifest)
          return honest.deleteManifest(store, repository, digest)
        },
        referrersOf: (store, repository, subject) => [
          ...honest.referrersOf(store, repository, subject),
          ...ghosts.filter((manifest) => manifest.subject === subject),
        ],
      }))
    },
  },
  {
    id: 'unknown-manifest-deletion-202',
    violates: 'management.manifest.unknown',
    title: 'returns 202 for the deletion of a manifest that does not exist',
    effects: () => instead({ ...deletions, refusal: 'manifest-unknown', when: byDigest }, 202),
  },
  {
    id: 'unknown-manifest-deletion-500',
    violates: 'management.manifest.unknown',
    title: 'returns 500 for the deletion of a manifest that does not exist',
    effects: () => instead({ ...deletions, refusal: 'manifest-unknown', when: byDigest }, 500),
  },
  {
    id: 'manifest-deletion-nowhere-202',
    violates: 'management.manifest.unknown-repository',
    title: 'returns 202 for a deletion in a repository that does not exist',
    effects: () => instead({ ...deletions, refusal: 'name-unknown', when: nowhere }, 202),
  },
  {
    id: 'manifest-deletion-nowhere-400',
    violates: 'management.manifest.unknown-repository',
    title: 'returns 400 for a deletion in a repository that does not exist',
    effects: () => instead({ ...deletions, refusal: 'name-unknown', when: nowhere }, 400),
  },
  {
    id: 'manifest-deletion-everywhere',
    violates: 'management.manifest.other-repository-kept',
    title: 'deletes a manifest in all repositories together',
    effects: () =>
      changePolicy((honest) => ({
        deleteManifest(store, repository, digest) {
          for (const name of store.repositories.keys()) {
            if (name !== repository) store.deleteManifest(name, digest)
          }
          return honest.deleteManifest(store, repository, digest)
        },
      })),
  },
  {
    id: 'deleted-manifest-banned',
    violates: 'management.manifest.push-again',
    title: 'accepts no manifest that was deleted before',
    effects: () => banning('manifest', 409),
  },
  {
    id: 'deleted-manifest-stays-gone',
    violates: 'management.manifest.push-again',
    title: 'takes a manifest that was deleted before and does not serve it',
    effects: () => {
      const gone = new Set<string>()
      return changePolicy((honest) => ({
        deleteManifest(store, repository, digest) {
          const isDeleted = honest.deleteManifest(store, repository, digest)
          if (isDeleted) gone.add(`${repository} ${digest}`)
          return isDeleted
        },
        findManifest: (store, repository, reference) =>
          gone.has(`${repository} ${reference}`)
            ? undefined
            : honest.findManifest(store, repository, reference),
      }))
    },
  },
]
