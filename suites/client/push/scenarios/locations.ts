import { holds, violated } from '../../../../src/engine/judgement.ts'
import { bare } from '../../../../src/reference/effects/alter.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { headerOf, withHeader } from '../../../../src/reference/reply.ts'
import { refused, type RequestContext } from '../../../../src/reference/context.ts'
import { image, largeLayer } from '../../content/tree.ts'
import { ending } from '../../judges/outcome.ts'
import { by, isUpload, statusOf, targetOf } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt, type ClientJudge } from '../../seen.ts'
import { locationOf, targetOfLocation, uploadsIn, withoutDigest } from '../judges/uploads.ts'

/** Locations of uploads, changed. */
const relocating = (change: (location: string, ctx: RequestContext) => string): Effects =>
  onReply({ endpoint: ['uploads', 'upload'], status: [202, 204] }, (reply, ctx) => {
    const location = headerOf(reply, 'Location')
    return location === undefined ? reply : withHeader(reply, 'Location', change(location, ctx))
  })

/** The chunk after a status goes to the Location that this has. */
const continuesAtStatus: ClientJudge<unknown> = (seen) => {
  const uploads = uploadsIn(seen).flatMap(({ rest }) => {
    const at = rest.findIndex((each) => each.request.method === 'GET' && statusOf(each) === 204)
    const next = rest.slice(at + 1).find(({ request }) => ['PATCH', 'PUT'].includes(request.method))
    return at < 0 || !next ? [] : [{ status: rest[at]!, next }]
  })
  if (uploads.length === 0) return absent('the client continues no upload after requesting its status')
  for (const { status, next } of uploads) {
    const expected = targetOfLocation(locationOf(status) ?? '')
    if (withoutDigest(next) !== expected)
      return seenAt(
        [status, next],
        violated(
          'does not continue an upload at the Location of its status',
          `${next.request.method} ${expected}`,
          `${next.request.method} ${targetOf(next)}`,
        ),
      )
  }
  return seenAt(
    uploads.map(({ next }) => next),
    holds(),
  )
}

/** Bytes: more than clients put into one chunk. */
const chunk = 4 * 1024 * 1024

/** As signed addresses have them: in no order, with an encoded slash, a semicolon and a parameter without value. */
const query = 'z=1&state=a%2Fb%3D;c&empty=&a=2&sig=%2B%2f'

const elsewhere = 'oci-assay/elsewhere'

/** Each request of an upload goes to an address that the registry returned. */
const usesLocations: ClientJudge<unknown> = (seen) => {
  const uploads = uploadsIn(seen).filter(({ rest }) => rest.length > 0)
  if (uploads.length === 0) return absent('the client continues no upload at a Location')
  for (const { start, rest } of uploads) {
    const known = [start, ...rest].flatMap((each) => locationOf(each) ?? []).map(targetOfLocation)
    const odd = rest.find((each) => !known.includes(withoutDigest(each)) && !known.includes(targetOf(each)))
    if (odd)
      return seenAt(
        [start, odd],
        violated(
          'changes the Location of an upload',
          `${known[0]}, with digest added where the upload is closed`,
          `${odd.request.method} ${targetOf(odd)}`,
        ),
      )
  }
  return holds()
}

/** The requests of an upload go to the Location of the response before them. */
const followsLocations: ClientJudge<unknown> = (seen) => {
  const uploads = uploadsIn(seen).filter(({ rest }) => rest.length > 1)
  if (uploads.length === 0) return absent('the client sends no second request to an upload')
  for (const { start, rest } of uploads) {
    // What the registry refuses has another cause.
    let at = start
    for (const each of rest) {
      if (statusOf(each) >= 400 || each.request.method === 'DELETE') break
      const newest = targetOfLocation(locationOf(at) ?? '')
      if (withoutDigest(each) !== newest)
        return seenAt(
          [at, each],
          violated(
            'does not use the newest Location of an upload',
            `${each.request.method} ${newest}`,
            `${each.request.method} ${targetOf(each)}`,
          ),
        )
      if (locationOf(each) !== undefined) at = each
    }
  }
  return holds()
}

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'push-location-query',
    title: 'a Location with a query as signed addresses have it',
    operation: 'push',
    stage: ({ random }) => ({
      facts: {},
      layout: image(random, { layerContent: largeLayer(random, 4096) }),
      registry: { effects: [relocating((location) => `${location}?${query}`)] },
    }),
    judges: { 'client.push.location': usesLocations },
  }),
  defineScenario({
    id: 'push-location-escaped',
    title: 'a Location whose path has an encoded slash',
    operation: 'push',
    stage: ({ random, repository }) => ({
      facts: {},
      layout: image(random, { layerContent: largeLayer(random, 4096) }),
      registry: {
        effects: [relocating((location) => location.replace(repository, encodeURIComponent(repository)))],
      },
    }),
    judges: { 'client.push.location': usesLocations },
  }),
  defineScenario({
    id: 'push-location-elsewhere',
    title: 'a relative Location on another path',
    operation: 'push',
    stage: ({ random, repository }) => ({
      facts: {},
      layout: image(random, { layerContent: largeLayer(random, 4096) }),
      registry: {
        effects: [
          relocating((location) => location.replace(repository, elsewhere)),
          onRequest({ endpoint: 'upload' }, (ctx) =>
            ctx.route.endpoint === 'upload' && ctx.route.repository === elsewhere
              ? { ...ctx, route: { ...ctx.route, repository } }
              : ctx,
          ),
        ],
      },
    }),
    judges: {
      'client.push.location-relative': (seen) => {
        const sent = by(seen, 'PUT', 'PATCH').filter(isUpload)
        if (sent.length === 0) return absent('the client continues no upload at a Location')
        const odd = sent.find((each) => !targetOf(each).includes(`/${elsewhere}/`))
        return odd
          ? seenAt(
              [odd],
              violated(
                'builds an upload URL itself',
                `/v2/${elsewhere}/blobs/uploads/…, as returned`,
                `${odd.request.method} ${targetOf(odd)} (${ending(seen)})`,
              ),
            )
          : seenAt(sent, holds())
      },
    },
  }),
  defineScenario({
    id: 'push-location-moves',
    title: 'another Location in each response of an upload',
    operation: 'push',
    stage: ({ random }) => {
      let step = 0
      return {
        facts: {},
        layout: image(random, { layerContent: largeLayer(random, (5 * 1024 * 1024) / 2) }),
        registry: { effects: [relocating((location) => `${location}?step=${(step += 1)}`)] },
      }
    },
    judges: { 'client.push.next-location': followsLocations },
  }),
  defineScenario({
    id: 'push-chunk-416-once',
    title: '413 to a whole layer, 416 to the second chunk of each upload, and another Location in its status',
    operation: 'push',
    stage: ({ random }) => {
      let step = 0
      const chunks = new Map<string, number>()
      return {
        facts: {},
        layout: image(random, { layerContent: largeLayer(random, 5 * 1024 * 1024) }),
        registry: {
          effects: [
            relocating((location) => `${location}?step=${(step += 1)}`),
            onRequest({ endpoint: 'upload', method: 'PATCH' }, (ctx) => {
              const upload = ctx.target.split('?')[0] ?? ''
              const number = (chunks.get(upload) ?? 0) + 1
              chunks.set(upload, number)
              return number === 2 ? refused(ctx, 'chunk-out-of-order', 'once') : ctx
            }),
            // Those that send a blob whole divide it after that.
            onRequest({ endpoint: 'upload', method: 'PUT', when: ({ body }) => body.length > chunk }, () =>
              bare(413),
            ),
          ],
        },
      }
    },
    judges: { 'client.push.status-location': continuesAtStatus },
  }),
]
