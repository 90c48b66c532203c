import { bare, falseDigest } from '../../../../src/reference/effects/alter.ts'
import { contentLocation } from '../../../../src/reference/locations.ts'
import { withHeader } from '../../../../src/reference/reply.ts'
import type { BaseEffect, Strike } from '../base-effect.ts'
import type { Occasion } from '../occasion.ts'
import { formsOfManifest, kindsOfManifest, shapesOfManifest } from '../conditions/manifests.ts'
import { addressing, repositories, tagForms, tagParameters } from '../conditions/tags.ts'
import { served, found, taken } from './families.ts'
import { altering, lacking, notDoing, onSuccess, refusal, withStatus } from './replies.ts'

const operations = ['manifest-put'] as const

/** A push is undone as soon as it is answered. */
function losing(): Strike {
  const before = new WeakMap<Occasion['ctx'], { isHeld: boolean; tags: Map<string, string | undefined> }>()
  return {
    before({ ctx, repository, reference, kind, manifest }) {
      const stored = ctx.store.find(repository)
      const tags = [...(kind === 'tag' ? [reference] : []), ...ctx.query.getAll('tag')]
      before.set(ctx, {
        isHeld: stored?.manifests.has(manifest?.digest ?? '') === true,
        tags: new Map(tags.map((tag) => [tag, stored?.tags.get(tag)])),
      })
      return undefined
    },
    after(reply, { ctx, repository, manifest }) {
      const was = before.get(ctx)
      if (reply.status !== 201 || was === undefined || manifest === undefined) return undefined
      const moved = [...was.tags].filter(([, digest]) => digest !== manifest.digest)
      if (was.isHeld && moved.length === 0) return undefined
      if (!was.isHeld) ctx.store.deleteManifest(repository, manifest.digest)
      for (const [tag, digest] of moved) {
        if (digest === undefined) ctx.store.deleteTag(repository, tag)
        else ctx.store.putTag(repository, tag, digest)
      }
      return reply
    },
  }
}

/** Of a tag that leads to the manifest already, nobody sees whether the parameter was heeded. */
function unannounced(): Strike {
  const setting = new WeakSet<Occasion['ctx']>()
  return {
    before({ ctx, repository, manifest }) {
      const { tags } = ctx.store.find(repository) ?? {}
      if (ctx.query.getAll('tag').every((tag) => tags?.get(tag) !== manifest?.digest)) setting.add(ctx)
      return undefined
    },
    after: (reply, occasion) =>
      setting.has(occasion.ctx) ? lacking('oci-tag')().after?.(reply, occasion) : undefined,
  }
}

/** The answer to the push of a valid manifest. */
export const manifestPushes: readonly BaseEffect[] = [
  {
    operations,
    id: 'put-500',
    title: 'returns 500 for the push of a manifest',
    violates: taken,
    conditions: [...addressing, ...kindsOfManifest, ...shapesOfManifest, ...tagParameters],
    make: notDoing(500),
  },
  {
    operations,
    id: 'put-invalid',
    title: 'rejects a valid manifest as invalid',
    violates: taken,
    conditions: [...addressing, ...formsOfManifest, ...tagForms],
    // Another manifest under a tag may be refused where tags are immutable, and what nobody knows of may be unsupported.
    without: ['moving', 'moving-back', 'after-move', 'after-second-move', 'after-move-back'],
    make: () => ({
      before: (occasion) =>
        occasion.ctx.store.find(occasion.repository) && refusal(occasion, 'manifest-invalid'),
    }),
  },
  {
    operations,
    id: 'put-again-409',
    title: 'returns 409 for the push of a manifest that already exists',
    violates: ['push.manifest.repeated', 'push.manifest.by-tag', 'push.manifest.by-digest'],
    present: true,
    conditions: [...addressing, ...kindsOfManifest, ...shapesOfManifest, ...tagForms],
    without: ['moving', 'moving-back', 'after-move', 'after-second-move', 'after-move-back'],
    make: () => ({
      before: ({ ctx, repository, reference, manifest }) =>
        ctx.policy.findManifest(ctx.store, repository, reference)?.digest === manifest?.digest
          ? bare(409)
          : undefined,
    }),
  },
  {
    operations,
    id: 'put-200',
    title: 'returns 200 for the push of a manifest',
    violates: taken,
    conditions: [...addressing, ...shapesOfManifest, ...repositories],
    make: withStatus(200),
  },
  {
    operations,
    id: 'put-202',
    title: 'returns 202 for the push of a manifest',
    violates: taken,
    conditions: [...addressing, ...kindsOfManifest, ...tagForms],
    make: withStatus(202),
  },
  {
    operations,
    id: 'put-location-missing',
    title: 'sends no Location with the response to a pushed manifest',
    violates: ['push.manifest.location'],
    conditions: [...addressing, ...kindsOfManifest, ...formsOfManifest],
    make: lacking('location'),
  },
  {
    operations,
    id: 'put-location-false',
    title: 'sends a Location that leads nowhere with the response to a pushed manifest',
    violates: ['push.manifest.location-pullable', 'push.manifest.location'],
    conditions: [...addressing, ...shapesOfManifest, ...repositories],
    make: onSuccess((reply, { ctx, repository, manifest }) =>
      withHeader(
        reply,
        'Location',
        contentLocation(ctx, repository, 'manifests', falseDigest(manifest?.digest ?? '')),
      ),
    ),
  },
  {
    operations,
    id: 'put-digest-false',
    title: 'sends a wrong Docker-Content-Digest with the response to a manifest pushed by digest',
    violates: ['push.manifest.digest-header-value'],
    kinds: ['manifest'],
    conditions: [...kindsOfManifest, ...shapesOfManifest, ...formsOfManifest],
    make: altering('docker-content-digest', falseDigest),
  },
  {
    operations,
    id: 'put-subject-header-missing',
    title: 'sends no OCI-Subject for a manifest with a subject',
    violates: ['push.subject.header', 'push.subject.header-for-index'],
    conditions: [...addressing, ...kindsOfManifest, ...formsOfManifest],
    without: ['of-docker-type'],
    make: lacking('oci-subject'),
  },
  {
    operations,
    id: 'put-subject-header-false',
    title: 'sends another digest than that of the subject in OCI-Subject',
    violates: ['push.subject.header-value'],
    conditions: [...addressing, ...shapesOfManifest, ...formsOfManifest],
    make: altering('oci-subject', falseDigest),
  },
  {
    operations,
    id: 'put-tag-header-missing',
    title: 'creates the tags of a push by digest, and sends no OCI-Tag',
    violates: [
      'push.tag-parameters.header',
      'push.tag-parameters.header-honest',
      'push.tag-parameters.supported',
    ],
    kinds: ['manifest'],
    conditions: [...kindsOfManifest, ...shapesOfManifest],
    make: unannounced,
  },
  {
    operations,
    id: 'put-lost',
    title: 'returns 201 for the push of a manifest, and stores nothing',
    violates: [...served, ...found],
    conditions: [...addressing, ...kindsOfManifest, ...tagForms],
    // What is there already is there afterwards.
    without: ['again'],
    make: losing,
  },
]
