import { gunzipSync, gzipSync } from 'node:zlib'
import { editing, instead, setting } from '../../src/reference/effects/alter.ts'
import { onReply, type Match } from '../../src/reference/effects/effects.ts'
import { byDigest, byTag, documentIn, referenceOf } from '../../src/reference/effects/requests.ts'
import { withBody, type Reply } from '../../src/reference/reply.ts'
import type { RequestContext } from '../../src/reference/context.ts'
import type { Fault } from './fault.ts'

const blob = { endpoint: 'blob', method: 'GET', status: 200 } as const
const manifest = { endpoint: 'manifest', method: 'GET', status: 200 } as const

/** Replies with a JSON document that has this member. */
const having = (match: Match, name: string): Match => ({
  ...match,
  when: (_, reply) =>
    reply !== undefined && new RegExp(`"${name}"\\s*:`).test(Buffer.from(reply.body).toString()),
})

const isGzip = (_: RequestContext, reply?: Reply): boolean => reply?.body[0] === 0x1f

/** From the second request of each kind on. */
function later(change: (reply: Reply) => Reply): (reply: Reply, ctx: RequestContext) => Reply {
  const seen = new Set<string>()
  return (reply, { route }) => {
    const key = JSON.stringify(route)
    if (seen.has(key)) return change(reply)
    seen.add(key)
    return reply
  }
}

const flipped = (reply: Reply): Reply =>
  withBody(
    reply,
    reply.body.map((byte, at) => (at === reply.body.length >> 1 ? byte ^ 1 : byte)),
  )

const withoutLast = (document: Record<string, unknown>, name: string): Record<string, unknown> => ({
  ...document,
  [name]: (document[name] as unknown[]).slice(0, -1),
})

const without = (document: Record<string, unknown>, name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(document).filter(([key]) => key !== name))

/** Registries that do not return an image as it was pushed. */
export const faults: readonly Fault[] = [
  {
    id: 'trip-blob-rejected',
    violates: 'roundtrip.blob.accepted',
    title: 'returns 413 for the PUT of each blob',
    effects: () => instead({ endpoint: 'upload', method: 'PUT' }, 413),
  },
  {
    id: 'trip-upload-rejected',
    violates: 'roundtrip.blob.accepted',
    title: 'returns 400 for the POST of each upload',
    effects: () => instead({ endpoint: 'uploads', method: 'POST' }, 400),
  },
  {
    id: 'trip-artifact-rejected',
    violates: 'roundtrip.manifest.accepted',
    title: 'returns 400 for manifests with a subject',
    effects: () =>
      instead(
        { endpoint: 'manifest', method: 'PUT', when: (ctx) => documentIn(ctx)['subject'] !== undefined },
        400,
      ),
  },
  {
    id: 'trip-index-rejected',
    violates: 'roundtrip.manifest.accepted',
    title: 'returns 415 for an index',
    effects: () =>
      instead(
        { endpoint: 'manifest', method: 'PUT', when: (ctx) => documentIn(ctx)['manifests'] !== undefined },
        415,
      ),
  },
  {
    id: 'trip-tag-rejected',
    violates: 'roundtrip.tag.accepted',
    title: 'returns 400 for the PUT of tags',
    effects: () => instead({ endpoint: 'manifest', method: 'PUT', when: byTag }, 400),
  },
  {
    id: 'trip-layer-404',
    violates: 'roundtrip.blob.pulled',
    title: 'returns 404 for compressed layers',
    effects: () => instead({ ...blob, when: isGzip }, 404),
  },
  {
    id: 'trip-byte-changed',
    violates: 'roundtrip.blob.bytes',
    title: 'changes one byte of each blob',
    effects: () => onReply(blob, flipped),
  },
  {
    id: 'trip-layer-recompressed',
    violates: 'roundtrip.blob.bytes',
    title: 'compresses layers anew',
    effects: () =>
      onReply({ ...blob, when: isGzip }, (reply) =>
        withBody(reply, gzipSync(gunzipSync(reply.body), { level: 1 }).fill(3, 9, 10)),
      ),
  },
  {
    id: 'trip-layer-uncompressed',
    violates: 'roundtrip.blob.bytes',
    title: 'decompresses layers',
    effects: () => onReply({ ...blob, when: isGzip }, (reply) => withBody(reply, gunzipSync(reply.body))),
  },
  {
    id: 'trip-platform-404',
    violates: 'roundtrip.manifest.pulled',
    title: 'returns 404 for manifests by digest, apart from indexes',
    effects: () =>
      instead(
        {
          ...manifest,
          when: (ctx, reply) =>
            byDigest(ctx) &&
            !Buffer.from(reply?.body ?? [])
              .toString()
              .includes('"manifests"'),
        },
        404,
      ),
  },
  {
    id: 'trip-platform-dropped',
    violates: 'roundtrip.manifest.bytes',
    title: 'drops the last platform of an index',
    effects: () => editing(having(manifest, 'manifests'), (document) => withoutLast(document, 'manifests')),
  },
  {
    id: 'trip-subject-lost',
    violates: 'roundtrip.manifest.bytes',
    title: 'loses the subject of a manifest',
    effects: () => editing(having(manifest, 'subject'), (document) => without(document, 'subject')),
  },
  {
    id: 'trip-manifest-rewritten',
    violates: 'roundtrip.manifest.bytes',
    title: 'writes manifests anew, with other white space',
    effects: () =>
      onReply(manifest, (reply) =>
        withBody(reply, JSON.stringify(JSON.parse(Buffer.from(reply.body).toString()), undefined, 3)),
      ),
  },
  {
    id: 'trip-media-type-changed',
    violates: 'roundtrip.manifest.media-type',
    title: 'returns each manifest as one of Docker',
    effects: () =>
      setting(
        { ...manifest, when: byDigest },
        'Content-Type',
        'application/vnd.docker.distribution.manifest.v2+json',
      ),
  },
  {
    id: 'trip-tag-404',
    violates: 'roundtrip.tag.pulled',
    title: 'returns 404 for tags',
    effects: () => instead({ ...manifest, when: byTag }, 404),
  },
  {
    id: 'trip-tag-altered',
    violates: 'roundtrip.tag.pulled',
    title: 'returns another document for a tag',
    effects: () =>
      editing({ ...manifest, when: byTag }, (document, ctx) => ({
        ...document,
        annotations: { tag: referenceOf(ctx) },
      })),
  },
  {
    id: 'trip-tag-not-listed',
    violates: 'roundtrip.tag.listed',
    title: 'lists no tags',
    effects: () => editing({ endpoint: 'tags', status: 200 }, (document) => ({ ...document, tags: [] })),
  },
  {
    id: 'trip-referrer-not-listed',
    violates: 'roundtrip.referrers.listed',
    title: 'lists no referrers',
    effects: () =>
      editing({ endpoint: 'referrers', status: 200 }, (document) => ({ ...document, manifests: [] })),
  },
  {
    id: 'trip-referrer-type-lost',
    violates: 'roundtrip.referrers.descriptor',
    title: 'lists referrers without their artifact type',
    effects: () =>
      editing({ endpoint: 'referrers', status: 200 }, (document) => ({
        ...document,
        manifests: (document['manifests'] as Record<string, unknown>[]).map((entry) =>
          without(entry, 'artifactType'),
        ),
      })),
  },
  {
    id: 'trip-altered-later',
    violates: 'roundtrip.valid',
    title: 'changes one byte of each blob from its second pull on',
    effects: () => onReply(blob, later(flipped)),
  },
]
