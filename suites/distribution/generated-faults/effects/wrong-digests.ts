import { bare } from '../../../../src/reference/effects/alter.ts'
import { contentLocation } from '../../../../src/reference/locations.ts'
import { readManifest } from '../../../../src/reference/manifest.ts'
import type { BaseEffect, Strike } from '../base-effect.ts'
import { sizesOfBlob, ways } from '../conditions/blobs.ts'
import { formsOfManifest, kindsOfManifest } from '../conditions/manifests.ts'
import { queries } from '../conditions/requests.ts'
import { repositories } from '../conditions/tags.ts'
import type { Occasion } from '../occasion.ts'

const pushes = ['upload-close', 'single-post'] as const

const acceptedBlob = [
  'push.post-put.wrong-digest',
  'push.single-post.wrong-digest',
  'push.chunked.wrong-digest',
  'push.chunked.final-put-wrong-digest',
  'push.chunked.final-chunk-digest',
  'push.sha512.wrong-digest',
] as const
const keptBlob = [
  'push.post-put.wrong-digest-not-stored',
  'push.single-post.wrong-digest-not-stored',
  'push.chunked.wrong-digest-not-stored',
  'push.chunked.final-put-wrong-digest-not-stored',
  'push.sha512.wrong-digest',
  'pull.blob.digest-header-value',
  'pull.blob.unknown',
  'pull.blob.head.unknown',
] as const

const created = ({ ctx, repository, reference }: Occasion, kind: 'blobs' | 'manifests') =>
  bare(201, {
    Location: contentLocation(ctx, repository, kind, reference),
    'Docker-Content-Digest': reference,
    'Content-Length': '0',
  })

/** Accepts what has another digest than it was pushed under; nothing is stored. */
const acceptingManifests = (): Strike => ({
  after: (reply, occasion) =>
    reply.refusal === 'digest-mismatch' ? created(occasion, 'manifests') : undefined,
})

/** The same; where the blob of that digest is there, accepting other bytes does no harm, and warns. */
const acceptingBlobs = (): Strike => ({
  after: (reply, occasion) => {
    const { ctx, repository, reference } = occasion
    const isHeld = ctx.store.find(repository)?.blobs.has(reference) === true
    return reply.refusal === 'digest-mismatch' && !isHeld ? created(occasion, 'blobs') : undefined
  },
})

/** Content that is pushed under a digest of other content. */
export const wrongDigests: readonly BaseEffect[] = [
  {
    operations: pushes,
    id: 'wrong-digest-taken',
    present: false,
    title: 'returns 201 for a blob under the digest of other bytes',
    violates: acceptedBlob,
    conditions: [...ways, ...queries, ...sizesOfBlob, ...repositories],
    make: acceptingBlobs,
  },
  {
    operations: pushes,
    id: 'wrong-digest-500',
    title: 'returns 500 for a blob under the digest of other bytes',
    violates: acceptedBlob,
    conditions: [...ways, ...queries, ...sizesOfBlob],
    make: () => ({ after: (reply) => (reply.refusal === 'digest-mismatch' ? bare(500) : undefined) }),
  },
  {
    operations: pushes,
    id: 'wrong-digest-kept',
    present: false,
    title: 'rejects a blob under the digest of other bytes, and stores it',
    violates: keptBlob,
    conditions: [...ways, ...queries, ...sizesOfBlob],
    make: () => ({
      after(reply, { ctx, repository, reference, blob }) {
        if (reply.refusal !== 'digest-mismatch' || blob === undefined) return undefined
        if (ctx.store.find(repository)?.blobs.has(reference) === true) return undefined
        ctx.store.putBlob(repository, blob(), reference)
        return reply
      },
    }),
  },
  {
    operations: ['manifest-put'],
    kinds: ['manifest'],
    id: 'wrong-manifest-digest-taken',
    title: 'returns 201 for a manifest under the digest of another one',
    violates: ['push.manifest.wrong-digest', 'push.sha512.manifest'],
    conditions: [...kindsOfManifest, ...formsOfManifest],
    make: acceptingManifests,
  },
  {
    operations: ['manifest-put'],
    kinds: ['manifest'],
    id: 'wrong-manifest-digest-kept',
    present: false,
    title: 'rejects a manifest under the digest of another one, and stores it',
    violates: [
      'push.manifest.wrong-digest-not-stored',
      'pull.manifest.digest-header-value',
      'pull.manifest.unknown-digest',
      'pull.manifest.head.unknown-digest',
    ],
    conditions: [...kindsOfManifest, ...repositories],
    make: () => ({
      after(reply, { ctx, repository, reference }) {
        if (reply.refusal !== 'digest-mismatch') return undefined
        if (ctx.store.find(repository)?.manifests.has(reference) === true) return undefined
        ctx.store.addManifest(repository, readManifest(ctx.body, ctx.headers['content-type'], reference))
        return reply
      },
    }),
  },
]
