import { byTag } from '../../../../src/reference/effects/requests.ts'
import { ending, instead, restatus } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy } from '../../../../src/reference/effects/effects.ts'
import { listingDeleted, servingOnce } from './ghosts.ts'

const deletions = { endpoint: 'manifest', method: 'DELETE' } as const
const deleted = { ...deletions, status: 202 } as const

/** Faults in deleting tags. */
export const tagDeletionFaults: readonly Fault[] = [
  {
    id: 'tag-deletion-off',
    violates: 'management.tag.supported',
    title: 'deletes no tags',
    verdict: 'unsupported',
    seenIn: 'Azure Container Registry 240626',
    effects: () => ({ options: { deleteTags: false } }),
  },
  {
    id: 'tag-deletion-200',
    violates: 'management.tag.accepted',
    title: 'returns 200 for the deletion of a tag',
    effects: () => restatus({ ...deleted, when: byTag }, 200),
  },
  {
    id: 'tag-deletion-403',
    violates: 'management.tag.disabled',
    title: 'returns 403 for the deletion of any tag',
    effects: () => ending({ ...deletions, when: byTag }, 403),
  },
  {
    id: 'tag-deletion-501',
    violates: 'management.tag.disabled',
    title: 'returns 501 for the deletion of any tag',
    effects: () => ending({ ...deletions, when: byTag }, 501),
  },
  {
    id: 'tag-deletion-pretended',
    violates: 'management.tag.gone',
    title: 'serves a tag after its deletion',
    effects: () =>
      changePolicy(() => ({
        deleteTag: (store, repository, tag) => store.find(repository)?.tags.has(tag) === true,
      })),
  },
  {
    id: 'tag-deletion-late',
    violates: 'management.tag.gone',
    title: 'serves a deleted tag once more',
    verdict: 'warn',
    effects: () => servingOnce(byTag),
  },
  {
    id: 'tag-deletion-listed',
    violates: 'management.tag.not-listed',
    title: 'lists deleted tags',
    effects: () => listingDeleted(),
  },
  {
    id: 'tag-deletion-of-siblings',
    violates: 'management.tag.other-tags-kept',
    title: 'deletes all tags of the manifest together with one of them',
    seenIn: 'artifact-keeper before 2026-06 (artifact-keeper#1799)',
    effects: () =>
      changePolicy((honest) => ({
        deleteTag(store, repository, tag) {
          const found = store.find(repository)
          const digest = found?.tags.get(tag)
          const siblings = [...(found?.tags ?? [])].filter(
            ([name, target]) => target === digest && name !== tag,
          )
          for (const [name] of siblings) store.deleteTag(repository, name)
          return honest.deleteTag(store, repository, tag)
        },
      })),
  },
  {
    id: 'tag-deletion-of-manifest',
    violates: 'management.tag.manifest-kept',
    title: 'deletes the manifest together with its last tag',
    effects: () =>
      changePolicy((honest) => ({
        deleteTag(store, repository, tag) {
          const found = store.find(repository)
          const digest = found?.tags.get(tag) ?? ''
          const isDeleted = honest.deleteTag(store, repository, tag)
          const isUntagged = ![...(found?.tags.values() ?? [])].includes(digest)
          if (isDeleted && isUntagged) store.deleteManifest(repository, digest)
          return isDeleted
        },
      })),
  },
  {
    id: 'unknown-tag-deletion-202',
    violates: 'management.tag.unknown',
    title: 'returns 202 for the deletion of a tag that does not exist',
    effects: () => instead({ ...deletions, refusal: 'manifest-unknown', when: byTag }, 202),
  },
  {
    id: 'unknown-tag-deletion-500',
    violates: 'management.tag.unknown',
    title: 'returns 500 for the deletion of a tag that does not exist',
    effects: () => instead({ ...deletions, refusal: 'manifest-unknown', when: byTag }, 500),
  },
  {
    id: 'unknown-tag-deletion-400',
    violates: 'management.tag.unknown',
    title: 'returns 400 for the deletion of a tag that does not exist',
    verdict: 'warn',
    effects: () => instead({ ...deletions, refusal: 'manifest-unknown', when: byTag }, 400),
  },
]
