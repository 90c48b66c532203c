import type { RequestContext } from '../../../../src/reference/context.ts'
import { bare } from '../../../../src/reference/effects/alter.ts'
import { changePolicy, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { byDigest, referenceOf, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'

/** What was deleted once is found no more, whatever is pushed later. */
function forgettingForGood(): Effects {
  const deleted = new Set<string>()
  return changePolicy((honest) => ({
    deleteManifest(store, repository, digest) {
      const isDeleted = honest.deleteManifest(store, repository, digest)
      if (isDeleted) deleted.add(`${repository}@${digest}`)
      return isDeleted
    },
    findManifest(store, repository, reference) {
      const found = honest.findManifest(store, repository, reference)
      return found === undefined || deleted.has(`${repository}@${found.digest}`) ? undefined : found
    },
  }))
}

/** The subject of the manifest that a request is about; empty where it has none. */
const subjectOf = (ctx: RequestContext): string =>
  ctx.store.find(repositoryOf(ctx))?.manifests.get(referenceOf(ctx))?.subject ?? ''

/** What is known of a manifest's referrers goes with its last tag, and is needed when one of them is deleted. */
function forgettingReferrersWithTheTag(): Effects {
  const untagged = new Set<string>()
  const deletions = { endpoint: 'manifest', method: 'DELETE', when: byDigest } as const
  return {
    ...changePolicy((honest) => ({
      deleteTag(store, repository, tag) {
        const found = store.find(repository)
        const digest = found?.tags.get(tag)
        const isDeleted = honest.deleteTag(store, repository, tag)
        if (isDeleted && ![...(found?.tags.values() ?? [])].includes(digest ?? ''))
          untagged.add(`${repository}@${digest}`)
        return isDeleted
      },
    })),
    ...onRequest(deletions, (ctx) =>
      untagged.has(`${repositoryOf(ctx)}@${subjectOf(ctx)}`) ? bare(500) : ctx,
    ),
  }
}

/** Faults that a deletion leaves behind, and that later requests show. */
export const afterDeletionFaults: readonly Fault[] = [
  {
    id: 'deleted-manifest-stays-unknown',
    violates: 'management.manifest.push-again',
    title: 'returns 201 for a manifest that was deleted before, and 404 for a GET',
    seenIn: 'distribution 2.7.1 (distribution#3254)',
    effects: forgettingForGood,
  },
  {
    id: 'referrer-of-untagged-deletion-500',
    violates: 'management.manifest.accepted',
    title: 'returns 500 for the deletion of a referrer whose subject has lost its last tag',
    seenIn: 'zot before 2026-08 (zot#4289)',
    depth: 'standard',
    effects: forgettingReferrersWithTheTag,
  },
]
