import type { Manifest } from '../../../../src/reference/manifest.ts'
import type { BaseEffect, Strike } from '../base-effect.ts'
import { formsOfManifest, kindsOfManifest, shapesOfManifest } from '../conditions/manifests.ts'
import { addressing, repositories, tagForms } from '../conditions/tags.ts'
import type { Occasion } from '../occasion.ts'
import { blobServed, found, served } from './families.ts'
import { bitFlipped, onSuccess } from './replies.ts'

const operations = ['manifest-put'] as const

/** Bytes of blobs below which all runs have the same ones. */
const shortestOwn = 16

/** Changes what is stored, and answers as if nothing was amiss. */
const silently = (change: (occasion: Occasion) => boolean) =>
  onSuccess((reply, occasion) => (change(occasion) ? reply : undefined))

const repositoryIn = ({ ctx, repository }: Occasion) => ctx.store.find(repository)

const formerOf = ({ history, manifest }: Occasion): string | undefined =>
  history.contents.findLast((digest) => digest !== manifest?.digest)

/** Stores the pushed manifest in another form. */
const storing = (alter: (manifest: Manifest) => Manifest) =>
  silently((occasion) => {
    const stored = repositoryIn(occasion)?.manifests.get(occasion.manifest?.digest ?? '')
    if (stored === undefined) return false
    occasion.ctx.store.addManifest(occasion.repository, alter(stored))
    return true
  })

/** Leaves the tag where it was before the push. */
const notMoving = (): Strike => ({
  after(reply, occasion) {
    const before = occasion.history.contents.at(-1)
    if (reply.status !== 201 || before === undefined || before === occasion.manifest?.digest) return undefined
    if (repositoryIn(occasion)?.manifests.has(before) !== true) return undefined
    occasion.ctx.store.putTag(occasion.repository, occasion.reference, before)
    return reply
  },
})

/** Does something to another tag of the repository. */
const toOtherTag = (
  choose: (tag: string, digest: string, occasion: Occasion) => boolean,
  harm: (tag: string, occasion: Occasion) => void,
) =>
  silently((occasion) => {
    const other = [...(repositoryIn(occasion)?.tags ?? [])].findLast(
      ([tag, digest]) => tag !== occasion.reference && choose(tag, digest, occasion),
    )
    if (other === undefined) return false
    harm(other[0], occasion)
    return true
  })

const beginsAlike = (tag: string, _: string, { reference }: Occasion): boolean =>
  tag.startsWith(reference) || reference.startsWith(tag)

/** A push that is answered rightly, and damages what was pushed or what was there. */
export const pushDamage: readonly BaseEffect[] = [
  {
    operations,
    id: 'put-stores-changed',
    title: 'stores a pushed manifest with one byte changed',
    violates: [...served, 'pull.manifest.digest-header-value'],
    conditions: [...addressing, ...kindsOfManifest, ...formsOfManifest],
    make: storing((manifest) => ({ ...manifest, bytes: bitFlipped(manifest.bytes) })),
  },
  {
    operations,
    id: 'put-stores-other-type',
    title: 'stores a pushed manifest under plain JSON as its type',
    violates: ['pull.manifest.content-type', 'pull.manifest.head.content-type'],
    conditions: [...addressing, ...shapesOfManifest, ...repositories],
    make: storing((manifest) => ({ ...manifest, mediaType: 'application/json' })),
  },
  {
    operations,
    id: 'put-moves-nothing',
    title: 'returns 201 for the push of another manifest under a tag, and leaves the tag where it was',
    violates: [...served, ...found],
    kinds: ['tag'],
    present: true,
    conditions: [...kindsOfManifest, ...tagForms, ...shapesOfManifest],
    without: ['again', 'third-time'],
    make: notMoving,
  },
  {
    operations,
    id: 'put-loses-former',
    title: 'deletes the manifest that a tag led to when the tag moves',
    // Other tags that it has go with it.
    violates: [...served, ...found, 'discovery.tags.complete'],
    kinds: ['tag'],
    present: true,
    conditions: [...kindsOfManifest, ...tagForms, ...shapesOfManifest],
    without: ['again'],
    make: silently((occasion) => {
      const former = formerOf(occasion)
      return former !== undefined && occasion.ctx.store.deleteManifest(occasion.repository, former)
    }),
  },
  {
    operations,
    id: 'put-loses-sibling',
    title: 'deletes another tag of the same manifest when it is pushed',
    violates: [...served, ...found, 'discovery.tags.complete'],
    conditions: [...addressing, ...kindsOfManifest, ...tagForms],
    without: ['new', 'moving'],
    make: toOtherTag(
      (_, digest, { manifest }) => digest === manifest?.digest,
      (tag, { ctx, repository }) => ctx.store.deleteTag(repository, tag),
    ),
  },
  {
    operations,
    id: 'put-loses-neighbour',
    title: 'deletes a tag that begins alike when a manifest is pushed',
    violates: [...served, ...found, 'discovery.tags.complete'],
    kinds: ['tag'],
    conditions: [...tagForms, ...shapesOfManifest],
    make: toOtherTag(beginsAlike, (tag, { ctx, repository }) => ctx.store.deleteTag(repository, tag)),
  },
  {
    operations,
    id: 'put-moves-neighbour',
    title: 'moves a tag that begins alike to the pushed manifest',
    violates: [...served, ...found, 'pull.manifest.head.digest-header-value'],
    kinds: ['tag'],
    conditions: [...tagForms, ...kindsOfManifest],
    make: toOtherTag(
      (tag, digest, occasion) => beginsAlike(tag, digest, occasion) && digest !== occasion.manifest?.digest,
      (tag, { ctx, repository, manifest }) => ctx.store.putTag(repository, tag, manifest?.digest ?? ''),
    ),
  },
  {
    operations,
    id: 'put-loses-blob',
    title: 'loses a blob of a manifest when that is pushed',
    violates: [...blobServed, 'pull.blob.head.known'],
    conditions: [...addressing, ...kindsOfManifest, ...shapesOfManifest],
    without: ['of-index'],
    make: silently((occasion) => {
      const { references = [] } = repositoryIn(occasion)?.manifests.get(occasion.manifest?.digest ?? '') ?? {}
      // What others have pushed too may be removed by them: that it is gone is no violation.
      const isOwn = (digest: string) =>
        (repositoryIn(occasion)?.blobs.get(digest)?.length ?? 0) >= shortestOwn
      const blob = references.findLast(({ kind, digest }) => kind === 'blob' && isOwn(digest))
      return blob !== undefined && occasion.ctx.store.deleteBlob(occasion.repository, blob.digest)
    }),
  },
  {
    operations,
    id: 'put-loses-child',
    title: 'loses a manifest of an index when that is pushed',
    violates: [...served, ...found],
    conditions: [...addressing, ...formsOfManifest, ...tagForms],
    make: silently((occasion) => {
      const { references = [] } = repositoryIn(occasion)?.manifests.get(occasion.manifest?.digest ?? '') ?? {}
      const child = references.findLast(({ kind }) => kind === 'manifest')
      return child !== undefined && occasion.ctx.store.deleteManifest(occasion.repository, child.digest)
    }),
  },
  {
    operations,
    id: 'put-reaches-other-repository',
    title: 'deletes the manifest in another repository when it is pushed',
    violates: [...served, ...found],
    conditions: [...addressing, ...kindsOfManifest, ...shapesOfManifest],
    make: silently(({ ctx, repository, manifest }) =>
      [...ctx.store.repositories.keys()].some(
        (name) => name !== repository && ctx.store.deleteManifest(name, manifest?.digest ?? ''),
      ),
    ),
  },
]
