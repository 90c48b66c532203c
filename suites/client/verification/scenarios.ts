import { holds, violated } from '../../../src/engine/judgement.ts'
import { setting } from '../../../src/reference/effects/alter.ts'
import { onReply } from '../../../src/reference/effects/effects.ts'
import { withBody, withoutHeader } from '../../../src/reference/reply.ts'
import { blobOf, manifestsOf } from '../content/effects.ts'
import {
  altered,
  contentOf,
  index,
  jsonContent,
  largeLayer,
  thisPlatform,
  type ImageTree,
} from '../content/tree.ts'
import { fetches } from '../judges/content.ts'
import { does, ending, refuses } from '../judges/outcome.ts'
import { isRead, pathOf, readsOf, readsOfIt, statusOf } from '../judges/requests.ts'
import { defineScenario, type AnyScenario, type Staged } from '../scenario.ts'
import { bombs } from './scenarios/bombs.ts'
import { absent, seenAt } from '../seen.ts'

const mebibyte = 1024 * 1024

/** An image with a blob whose last byte is another one. */
const withAltered = (tree: ImageTree, part: 'layer' | 'config', tag: string): Staged<{ digest: string }> => {
  const { digest, bytes } = tree[part]
  return {
    facts: { digest },
    registry: {
      holds: [{ tree, tag }],
      effects: [onReply(blobOf(digest), (reply) => withBody(reply, altered(bytes)))],
    },
  }
}

/** A descriptor whose size differs from the content, while its digest is right. */
const missized = (by: number): AnyScenario =>
  defineScenario({
    id: by < 0 ? 'pull-size-smaller' : 'pull-size-larger',
    title: `a layer whose descriptor states ${Math.abs(by)} bytes ${by < 0 ? 'less' : 'more'} than it has`,
    operation: 'pull',
    stage: ({ image, random, tag }) => {
      const { layer } = image(random)
      const tree = image(random.fork('missized'), {
        layerContent: layer,
        layer: { size: layer.bytes.length + by },
      })
      return { facts: { digest: layer.digest }, registry: { holds: [{ tree, tag }] } }
    },
    judges: {
      'client.verify.size': refuses(
        `a layer that is ${Math.abs(by)} bytes ${by < 0 ? 'longer' : 'shorter'} than its descriptor`,
        readsOfIt,
      ),
    },
  })

/** Bytes that are offered in place of a small layer, and how many of them a client may take. */
const offered = 64 * mebibyte
const allowed = 8 * mebibyte

function* endless(): Generator<Uint8Array> {
  const piece = new Uint8Array(64 * 1024)
  for (let sent = 0; sent < offered; sent += piece.length) yield piece
}

/** What readers verify before they use content. */
export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'pull-blob-altered',
    title: 'a layer whose last byte is altered',
    operation: 'pull',
    stage: ({ image, random, tag }) => withAltered(image(random), 'layer', tag),
    judges: {
      'client.verify.sha256': refuses('an altered layer', readsOfIt),
      'client.pull.blob-digest': refuses('an altered layer', readsOfIt),
    },
  }),
  defineScenario({
    id: 'pull-config-altered',
    title: 'a config whose last byte is altered',
    operation: 'pull',
    stage: ({ image, random, tag }) => {
      // A byte within a text: the config stays valid JSON.
      const tree = image(random)
      const staged = withAltered(tree, 'config', tag)
      const text = Buffer.from(tree.config.bytes).toString('utf8').replace('amd64', 'amd65')
      return {
        ...staged,
        registry: {
          holds: [{ tree, tag }],
          effects: [onReply(blobOf(tree.config.digest), (reply) => withBody(reply, text))],
        },
      }
    },
    judges: { 'client.verify.digest': refuses('an altered config', readsOfIt) },
  }),
  defineScenario({
    id: 'pull-blob-cut',
    title: 'a layer whose first response ends in the middle',
    operation: 'pull',
    stage: ({ image, random, tag }) => {
      const tree = image(random, { layerContent: largeLayer(random, 3 * mebibyte) })
      const { digest } = tree.layer
      let isCut = false
      return {
        facts: { digest },
        registry: {
          holds: [{ tree, tag }],
          effects: [
            onReply({ ...blobOf(digest), method: 'GET' }, (reply) => {
              if (isCut) return reply
              isCut = true
              return { ...reply, wire: 'truncate' }
            }),
          ],
        },
      }
    },
    judges: {
      'client.verify.sha256': (seen) => {
        const [cut, ...more] = seen.exchanges.filter(
          (each) => isRead(each) && statusOf(each) < 300 && pathOf(each).endsWith(`/${seen.facts.digest}`),
        )
        if (!cut) return absent('the client does not request the layer')
        if (!seen.succeeded) return seenAt([cut], holds())
        // How a client comes to the rest, by Range or anew, is its own choice.
        return seenAt(
          [cut, ...more],
          more.length > 0
            ? holds()
            : violated(
                'accepts a layer that ends in the middle',
                'another request, or a failure',
                'exit status 0',
              ),
        )
      },
    },
  }),
  missized(-7),
  missized(7),
  defineScenario({
    id: 'pull-blob-endless',
    title: `${offered / mebibyte} MiB instead of a small layer`,
    operation: 'pull',
    stage: ({ image, random, tag }) => {
      const tree = image(random)
      const { digest } = tree.layer
      return {
        facts: { digest },
        registry: {
          holds: [{ tree, tag }],
          effects: [
            onReply({ ...blobOf(digest), method: 'GET' }, (reply) => ({
              ...withoutHeader(reply, 'Content-Length'),
              body: new Uint8Array(),
              stream: endless,
            })),
          ],
        },
      }
    },
    judges: {
      'client.verify.size-first': (seen) => {
        const reads = readsOf(seen, seen.facts.digest)
        const [most] = reads.toSorted(
          (one, other) => (other.response?.body.size ?? 0) - (one.response?.body.size ?? 0),
        )
        if (!most) return absent('the client does not request the layer')
        const size = most.response?.body.size ?? 0
        return seenAt(
          [most],
          size <= allowed
            ? holds()
            : violated(
                'reads far more than the size of a layer',
                `at most ${allowed / mebibyte} MiB`,
                `${Math.round(size / mebibyte)} MiB, ${ending(seen)}`,
              ),
        )
      },
    },
  }),
  ...bombs,
  defineScenario({
    id: 'pull-data-false',
    title: 'a config whose descriptor embeds other data',
    operation: 'pull',
    stage: ({ image, random, tag }) => {
      const plain = image(random)
      const data = Buffer.from(Buffer.from(plain.config.bytes).toString('utf8').replace('"linux"', '"minix"'))
      const tree = image(random.fork('data'), {
        layerContent: plain.layer,
        configContent: plain.config,
        config: { data: data.toString('base64') },
      })
      const used = contentOf(data, plain.config.mediaType).digest
      return { facts: { digest: plain.config.digest, used }, registry: { holds: [{ tree, tag }] } }
    },
    judges: {
      'client.verify.data': (seen) => {
        // What is on the disk is what the client has used; one that leaves configs out uses neither.
        if (seen.succeeded && seen.files.has(seen.facts.used))
          return violated(
            'uses embedded data that differs from its digest',
            'the content of the digest, or a failure',
            'exit status 0, with the embedded data on the disk',
          )
        const requested = readsOf(seen, seen.facts.digest).length > 0
        return requested || !seen.succeeded ? holds() : absent('the client keeps no config')
      },
    },
  }),
  defineScenario({
    id: 'pull-index-by-header',
    title: 'an index without mediaType, under its Content-Type',
    operation: 'pull',
    images: true,
    stage: ({ image, random, tag }) => {
      const child = image(random)
      const full = index([[child, thisPlatform]])
      const document = JSON.parse(Buffer.from(full.root.bytes).toString('utf8')) as Record<string, unknown>
      delete document['mediaType']
      const tree = { ...full, root: jsonContent(document, full.root.mediaType) }
      return { facts: { digest: child.root.digest }, registry: { holds: [{ tree, tag }] } }
    },
    judges: {
      'client.media-type.returned': fetches(
        'an index that only its Content-Type identifies',
        ({ digest }: { digest: string }) => [digest],
      ),
    },
  }),
  defineScenario({
    id: 'pull-blob-other-type',
    title: 'blobs under the Content-Type text/plain',
    operation: 'pull',
    stage: ({ image, random, tag }) => ({
      facts: {},
      registry: {
        holds: [{ tree: image(random), tag }],
        effects: [setting(blobOf(), 'Content-Type', 'text/plain')],
      },
    }),
    judges: { 'client.media-type.expected': does('pull blobs that are returned as text/plain') },
  }),
  defineScenario({
    id: 'pull-manifest-octet-stream',
    title: 'a manifest by tag under the Content-Type application/octet-stream',
    operation: 'pull',
    stage: ({ image, random, tag }) => {
      const full = image(random)
      const document = JSON.parse(Buffer.from(full.root.bytes).toString('utf8')) as Record<string, unknown>
      delete document['mediaType']
      const tree = { ...full, root: jsonContent(document, full.root.mediaType) }
      return {
        facts: {},
        registry: {
          holds: [{ tree, tag }],
          effects: [setting(manifestsOf(), 'Content-Type', 'application/octet-stream')],
        },
      }
    },
    judges: {
      // What a client expects of a tag is its own: the text has it refuse what it did not expect.
      'client.media-type.returned': (seen) => {
        const reads = seen.exchanges.filter((each) => isRead(each) && pathOf(each).includes('/manifests/'))
        return seenAt(
          reads,
          holds(seen.succeeded ? 'treats application/octet-stream as a manifest' : undefined),
        )
      },
    },
  }),
]
