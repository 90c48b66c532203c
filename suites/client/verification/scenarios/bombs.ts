import { gzipSync } from 'node:zlib'
import { repeated, zerosLayer, type Layer } from '../../../../src/content/layer.ts'
import { holds } from '../../../../src/engine/judgement.ts'
import { onReply, type Effects, type Match } from '../../../../src/reference/effects/effects.ts'
import { withBody, withHeader } from '../../../../src/reference/reply.ts'
import { blobOf, falseDigest, manifestsOf } from '../../content/effects.ts'
import { readsOf } from '../../judges/requests.ts'
import { compressed, excess, limits, within } from '../../judges/usage.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt, type ClientJudge, type Found } from '../../seen.ts'

/** MiB that a layer becomes, and a compressed response. */
const unpacked = 128
const decoded = 320
const space = 0x20
/** Milliseconds for one command: more than a second is a client that waits for itself. */
const timeout = 20_000

let made: Layer | undefined
/** Made once: its digest is that of many bytes. */
const bomb = (): Layer => (made ??= zerosLayer('zeros', unpacked))

/** Compresses what is returned to those that accept that, and lets white space follow: JSON stays JSON. */
const followed = (match: Match): Effects =>
  onReply(
    {
      ...match,
      method: 'GET',
      when: (ctx, reply) => acceptsGzip(ctx.headers) && match.when?.(ctx, reply) !== false,
    },
    (reply) =>
      withHeader(
        withBody(reply, Buffer.concat([gzipSync(reply.body), repeated(space, decoded)])),
        'Content-Encoding',
        'gzip',
      ),
  )

const acceptsGzip = (headers: Readonly<Record<string, string | string[] | undefined>>): boolean =>
  String(headers['accept-encoding'] ?? '').includes('gzip')

/** Memory can be read on Linux only. */
const ofCompressed =
  (judge: ClientJudge<unknown>): ClientJudge<unknown> =>
  (seen): Found => {
    const at = compressed(seen)
    if (at.length === 0) return absent('the client accepts no compressed responses')
    if (seen.usage?.memory === undefined) return absent('the memory of clients is measured on Linux only')
    return { ...judge(seen), at }
  }

/** A few bytes that become very many. */
export const bombs: readonly AnyScenario[] = [
  defineScenario({
    id: 'pull-layer-bomb',
    title: `a small layer that decompresses to ${unpacked} MiB`,
    operation: 'pull',
    images: true,
    limits,
    timeout,
    stage: ({ image, random, tag }) => {
      const tree = image(random, { layerContent: bomb() })
      return { facts: { tree }, registry: { holds: [{ tree, tag }] } }
    },
    judges: {
      // The layer is what its descriptor states: to unpack it is no violation.
      'client.verify.size-first': (seen) => {
        const { digest, bytes } = seen.facts.tree.layer
        const reads = readsOf(seen, digest)
        if (reads.length === 0) return absent('the client does not request the layer')
        const used = excess(seen)
        const size = `${Math.round(bytes.length / 1024)} KiB`
        return seenAt(reads, holds(used === undefined ? undefined : `uses ${used} for a layer of ${size}`))
      },
    },
  }),
  defineScenario({
    id: 'pull-layer-bomb-altered',
    title: `a small layer that decompresses to ${unpacked} MiB, under the digest of another one`,
    operation: 'pull',
    images: true,
    limits,
    timeout,
    stage: ({ image, random, tag }) => {
      const layer = bomb()
      const tree = image(random, { layerContent: { ...layer, digest: falseDigest(layer.digest) } })
      return { facts: { tree }, registry: { holds: [{ tree, tag }] } }
    },
    judges: {
      'client.verify.no-heavy-processing': (seen) => {
        const reads = readsOf(seen, seen.facts.tree.layer.digest)
        if (reads.length === 0) return absent('the client does not request the layer')
        // What it accepts in the end is another requirement.
        return seenAt(reads, within(seen, 'a layer before it has verified the digest'))
      },
    },
  }),
  defineScenario({
    id: 'pull-config-bomb',
    title: `a config in a small response with Content-Encoding gzip, which decompresses to ${decoded} MiB`,
    operation: 'pull',
    limits,
    timeout,
    stage: ({ image, random, tag }) => {
      const tree = image(random)
      return {
        facts: {},
        registry: { holds: [{ tree, tag }], effects: [followed(blobOf(tree.config.digest))] },
      }
    },
    judges: {
      'client.verify.size-first': ofCompressed((seen) =>
        within(seen, 'all of a config that is longer than its descriptor'),
      ),
    },
  }),
  defineScenario({
    id: 'pull-manifest-bomb',
    title: `a manifest by tag in a small response with Content-Encoding gzip, which decompresses to ${decoded} MiB`,
    operation: 'pull',
    limits,
    timeout,
    stage: ({ image, random, tag }) => ({
      facts: {},
      registry: { holds: [{ tree: image(random), tag }], effects: [followed(manifestsOf())] },
    }),
    judges: {
      // No descriptor states its size.
      'client.verify.size-first': ofCompressed((seen) => {
        const used = excess(seen)
        const isLate = seen.invocations.some(({ timedOut }) => timedOut)
        const does = used === undefined ? (isLate ? 'does not end' : undefined) : `uses ${used}`
        return holds(does && `${does} where a manifest in gzip decompresses to ${decoded} MiB`)
      }),
    },
  }),
]
