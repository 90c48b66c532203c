import { bare } from '../../../../src/reference/effects/alter.ts'
import type { BaseEffect, Strike } from '../base-effect.ts'
import { kindsOfManifest, shapesOfManifest } from '../conditions/manifests.ts'
import { addressing, repositories, tagForms } from '../conditions/tags.ts'
import type { Occasion } from '../occasion.ts'
import { found, served } from './families.ts'
import { failing, onMissing, onSuccess, withStatus } from './replies.ts'

const operations = ['manifest-delete'] as const

const accepted = [
  'management.tag.accepted',
  'management.manifest.accepted',
  'management.tag.disabled',
  'management.manifest.disabled',
] as const
const gone = [
  'management.tag.gone',
  'management.manifest.gone',
  'management.manifest.tags-gone',
  'pull.manifest.unknown-tag',
  'pull.manifest.unknown-digest',
  'pull.manifest.head.unknown-tag',
  'pull.manifest.head.unknown-digest',
] as const

/** What is deleted is put back at once. */
function pretending(): Strike {
  return {
    after(reply, { ctx, repository, reference, kind, manifest }) {
      const { store } = ctx
      if (reply.status !== 202 || manifest === undefined) return undefined
      const { bytes, mediaType, digest } = manifest
      if (kind === 'manifest') store.putManifest(repository, bytes, { mediaType, digest })
      else store.putTag(repository, reference, digest)
      return reply
    },
  }
}

const silently = (change: (occasion: Occasion) => boolean) =>
  onSuccess((reply, occasion) => (change(occasion) ? reply : undefined))

/** Deletes other tags together with the one of the request. */
const deletingTags = (choose: (tag: string, digest: string, occasion: Occasion) => boolean) =>
  silently((occasion) => {
    const { ctx, repository, reference } = occasion
    const others = [...(ctx.store.find(repository)?.tags ?? [])].filter(
      ([tag, digest]) => tag !== reference && choose(tag, digest, occasion),
    )
    for (const [tag] of others) ctx.store.deleteTag(repository, tag)
    return others.length > 0
  })

/** Tags of a deleted manifest stay in the list, and lead nowhere. */
function leavingTags(): Strike {
  const tags = new Map<Occasion['ctx'], string[]>()
  return {
    before({ ctx, repository, reference }) {
      const all = [...(ctx.store.find(repository)?.tags ?? [])]
      tags.set(
        ctx,
        all.flatMap(([tag, digest]) => (digest === reference ? [tag] : [])),
      )
      return undefined
    },
    after(reply, { ctx, repository, reference }) {
      const left = tags.get(ctx) ?? []
      tags.delete(ctx)
      if (reply.status !== 202 || left.length === 0) return undefined
      for (const tag of left) ctx.store.putTag(repository, tag, reference)
      return reply
    },
  }
}

/** A push of what was deleted is refused from then on. */
function banning(): Strike {
  const banned = new Set<string>()
  return {
    after(reply, { repository, reference }) {
      if (reply.status === 202) banned.add(`${repository} ${reference}`)
      return undefined
    },
    later(reply, { ctx, operation, repository, reference }) {
      if (operation !== 'manifest-put' || reply.status !== 201) return undefined
      if (!banned.has(`${repository} ${reference}`)) return undefined
      ctx.store.deleteManifest(repository, reference)
      return bare(409)
    },
  }
}

/** Deleting tags and manifests. */
export const manifestDeletions: readonly BaseEffect[] = [
  {
    operations,
    present: true,
    id: 'delete-500',
    title: 'returns 500 for the deletion of a tag or manifest',
    violates: accepted,
    conditions: [...addressing, ...kindsOfManifest, ...tagForms],
    make: failing(500),
  },
  {
    operations,
    present: true,
    id: 'delete-200',
    title: 'returns 200 for the deletion of a tag or manifest',
    violates: accepted,
    conditions: [...addressing, ...shapesOfManifest, ...repositories],
    make: withStatus(200),
  },
  {
    operations,
    present: true,
    id: 'delete-pretended',
    title: 'returns 202 for the deletion of a tag or manifest, and keeps it',
    // A second deletion is accepted again, and what was to be gone stays listed.
    violates: [
      ...gone,
      'management.manifest.unknown',
      'management.tag.unknown',
      'management.manifest.referrer-unlisted',
    ],
    conditions: [...addressing, ...kindsOfManifest, ...tagForms],
    make: pretending,
  },
  {
    operations,
    present: true,
    id: 'delete-takes-siblings',
    title: 'deletes all tags of a manifest together with one of them',
    violates: [...served, ...found, 'discovery.tags.complete'],
    kinds: ['tag'],
    conditions: [...kindsOfManifest, ...tagForms],
    make: deletingTags((_, digest, { manifest }) => digest === manifest?.digest),
  },
  {
    operations,
    present: true,
    id: 'delete-takes-neighbours',
    title: 'deletes tags that begin with the deleted one',
    violates: [...served, ...found, 'discovery.tags.complete'],
    kinds: ['tag'],
    conditions: [...tagForms, ...kindsOfManifest],
    // No tag is longer.
    without: ['tag-longest'],
    make: deletingTags((tag, _, { reference }) => tag.startsWith(reference)),
  },
  {
    operations,
    present: true,
    id: 'delete-takes-other-case',
    title: 'deletes a tag that differs in case together with the deleted one',
    violates: [...served, ...found, 'discovery.tags.complete'],
    kinds: ['tag'],
    conditions: [...kindsOfManifest],
    make: deletingTags((tag, _, { reference }) => tag.toLowerCase() === reference.toLowerCase()),
  },
  {
    operations,
    present: true,
    id: 'delete-reaches-other-repository',
    title: 'deletes a manifest in all repositories together',
    violates: [...served, ...found],
    kinds: ['manifest'],
    conditions: [...kindsOfManifest, ...shapesOfManifest],
    make: silently(({ ctx, repository, reference }) =>
      [...ctx.store.repositories.keys()].some(
        (name) => name !== repository && ctx.store.deleteManifest(name, reference),
      ),
    ),
  },
  {
    operations,
    present: true,
    id: 'delete-leaves-tags-listed',
    title: 'lists tags of a manifest after its deletion',
    // Such a tag leads to the manifest again when that is pushed again.
    violates: [
      'management.manifest.tags-not-listed',
      'management.manifest.tags-gone',
      'pull.manifest.head.unknown-tag',
      'discovery.tags.nothing-else',
    ],
    kinds: ['manifest'],
    conditions: [...kindsOfManifest, ...shapesOfManifest],
    without: ['never-tagged'],
    make: leavingTags,
  },
  {
    operations,
    present: true,
    // A deleted tag may stay deleted where tags do not move.
    kinds: ['manifest'],
    id: 'delete-bans',
    title: 'accepts no manifest that was deleted before',
    violates: ['management.manifest.push-again', 'push.manifest.by-digest', 'push.manifest.repeated'],
    conditions: [...addressing, ...kindsOfManifest],
    lasting: true,
    make: banning,
  },
  {
    operations,
    present: false,
    id: 'delete-missing-202',
    title: 'returns 202 for the deletion of what does not exist',
    violates: ['management.tag.unknown', 'management.manifest.unknown'],
    conditions: [...addressing, ...tagForms, ...repositories],
    make: onMissing(() => bare(202, { 'Content-Length': '0' })),
  },
  {
    operations,
    present: false,
    id: 'delete-missing-500',
    title: 'returns 500 for the deletion of what does not exist',
    violates: ['management.tag.unknown', 'management.manifest.unknown'],
    conditions: [...addressing, ...tagForms, ...repositories],
    make: onMissing(() => bare(500)),
  },
]
