import type { Manifest } from '../manifest.ts'
import { withStatus } from '../reply.ts'
import { decide, onReply, type Fault } from './fault.ts'

/** Faults in deleting. */
export const managementFaults: readonly Fault[] = [
  {
    id: 'tag-deletion-200',
    breaks: 'management.tag.accepted',
    title: 'answers 200 to the deletion of a tag',
    effects: () =>
      onReply(
        {
          endpoint: 'manifest',
          method: 'DELETE',
          status: 202,
          when: ({ route }) => route.endpoint === 'manifest' && !route.reference.includes(':'),
        },
        (reply) => withStatus(reply, 200),
      ),
  },
  {
    id: 'tag-deletion-pretended',
    breaks: 'management.tag.gone',
    title: 'serves a tag after its deletion',
    effects: () =>
      decide(() => ({
        deleteTag: (store, repository, tag) => store.find(repository)?.tags.has(tag) === true,
      })),
  },
  {
    id: 'tags-outlive-manifest',
    breaks: 'management.manifest.tags-gone',
    title: 'serves a deleted manifest by its tags',
    effects: () => {
      const outlived = new Map<string, Manifest>()
      return decide((honest) => ({
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
]
