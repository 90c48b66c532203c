import { holds, violated } from '../../../../src/engine/judgement.ts'
import { onReply, onRequest, type Effects } from '../../../../src/reference/effects/effects.ts'
import { headerOf, withHeader } from '../../../../src/reference/reply.ts'
import type { RequestContext } from '../../../../src/reference/context.ts'
import { image, largeLayer } from '../../content/tree.ts'
import { ending } from '../../judges/outcome.ts'
import { by, isUpload, statusOf, targetOf } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt, type ClientJudge } from '../../seen.ts'
import { locationOf, targetOfLocation, uploadsIn, withoutDigest } from '../judges/uploads.ts'

/** Locations of uploads, changed. */
const relocating = (change: (location: string, ctx: RequestContext) => string): Effects =>
  onReply({ endpoint: ['uploads', 'upload'], status: 202 }, (reply, ctx) =>
    withHeader(reply, 'Location', change(headerOf(reply, 'Location') ?? '', ctx)),
  )

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
                'assembles the address of an upload itself',
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
]
