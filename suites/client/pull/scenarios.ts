import { withBody, withHeader } from '../../../src/reference/reply.ts'
import { setting } from '../../../src/reference/effects/alter.ts'
import { onReply } from '../../../src/reference/effects/effects.ts'
import { holds, violated } from '../../../src/engine/judgement.ts'
import { altered, index, thisPlatform } from '../content/tree.ts'
import { does, refuses, uses } from '../judges/outcome.ts'
import { field, isRead, pathOf, queryOf, readsOf, readsOfIt, statusOf } from '../judges/requests.ts'
import { defineScenario, type AnyScenario } from '../scenario.ts'
import { absent, seenAt, type Seen } from '../seen.ts'
import { blobOf, falseDigest, manifestsOf } from '../content/effects.ts'

const manifestReads = (seen: Pick<Seen, 'exchanges'>) =>
  seen.exchanges.filter(
    (each) => isRead(each) && pathOf(each).includes('/manifests/') && statusOf(each) === 200,
  )

/** What clients do with manifests and blobs that they pull. */
export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'pull-recorded',
    title: 'a pull from a registry that only records it',
    operation: 'pull',
    stage: ({ image, random, tag }) => ({ facts: {}, registry: { holds: [{ tree: image(random), tag }] } }),
    judges: {
      'client.pull.accept': (seen) => {
        const reads = manifestReads(seen)
        const bare = reads.filter((each) => !/application\/vnd\./.test(field(each, 'Accept') ?? ''))
        return bare.length === 0
          ? seenAt(reads, holds())
          : seenAt(
              bare,
              violated(
                'requests a manifest without naming types in Accept',
                'Accept with the types of manifests that it supports',
                `Accept: ${bare[0] === undefined ? '' : (field(bare[0], 'Accept') ?? '(none)')}`,
              ),
            )
      },
      'client.proxy.no-ns': (seen) => {
        const named = seen.exchanges.filter((each) => queryOf(each).has('ns'))
        return named.length === 0
          ? holds()
          : seenAt(
              named,
              violated('sends ns to a registry', 'no parameter ns', `ns=${queryOf(named[0]!).get('ns')}`),
            )
      },
    },
  }),
  defineScenario({
    id: 'pull-content-type-parameters',
    title: 'a manifest whose Content-Type has a parameter',
    operation: 'pull',
    stage: ({ image, random, tag }) => ({
      facts: {},
      registry: {
        holds: [{ tree: image(random), tag }],
        effects: [
          setting(manifestsOf(), 'Content-Type', (reply) => {
            const [, type = ''] = reply.headers.find(([name]) => name.toLowerCase() === 'content-type') ?? []
            return `${type}; charset=utf-8`
          }),
        ],
      },
    }),
    judges: {
      'client.pull.content-type-parameters': does('pull a manifest with charset=utf-8 in Content-Type'),
    },
  }),
  defineScenario({
    id: 'pull-index-labelled-manifest',
    title: 'an index under the Content-Type of an image manifest',
    operation: 'pull',
    images: true,
    stage: ({ image, random, tag }) => {
      const tree = index([[image(random), thisPlatform]])
      return {
        facts: {},
        registry: {
          holds: [{ tree, tag }],
          effects: [
            onReply(manifestsOf(tag, tree.root.digest), (reply) =>
              withHeader(reply, 'Content-Type', 'application/vnd.oci.image.manifest.v1+json'),
            ),
          ],
        },
      }
    },
    judges: {
      'client.pull.type-mismatch': refuses('an index that is labeled as an image manifest', manifestReads),
    },
  }),
  defineScenario({
    id: 'pull-tag-wrong-digest-header',
    title: 'a false Docker-Content-Digest on a manifest by tag',
    operation: 'pull',
    stage: ({ image, random, tag }) => {
      const tree = image(random)
      const named = falseDigest(tree.root.digest)
      return {
        facts: { named },
        registry: {
          holds: [{ tree, tag }],
          effects: [setting(manifestsOf(tag), 'Docker-Content-Digest', named)],
        },
      }
    },
    judges: { 'client.pull.digest-header': (seen) => uses(seen, seen.facts.named, 'the manifest') },
  }),
  ...(['pull', 'inspect'] as const).map((operation) =>
    defineScenario({
      id: operation === 'pull' ? 'pull-other-manifest' : 'inspect-other-manifest',
      title: 'another valid manifest under the digest that is requested',
      operation,
      stage: ({ image, random }) => {
        const [tree, other] = [image(random), image(random.fork('other'))]
        return {
          facts: { digest: tree.root.digest },
          digest: tree.root.digest,
          registry: {
            holds: [{ tree }, { tree: other }],
            effects: [onReply(manifestsOf(tree.root.digest), (reply) => withBody(reply, other.root.bytes))],
          },
        }
      },
      judges: {
        'client.pull.manifest-digest': refuses('a manifest with another digest', readsOfIt),
      },
    }),
  ),
  defineScenario({
    id: 'fetch-blob-altered',
    title: 'a blob whose last byte is altered, fetched by itself',
    operation: 'fetch',
    stage: ({ image, random, tag }) => {
      const tree = image(random)
      const { digest, bytes } = tree.layer
      return {
        facts: { digest },
        digest,
        registry: {
          holds: [{ tree, tag }],
          effects: [onReply(blobOf(digest), (reply) => withBody(reply, altered(bytes)))],
        },
      }
    },
    judges: {
      'client.pull.blob-digest': refuses('an altered blob', readsOfIt),
    },
  }),
  ...(['pull', 'fetch'] as const).map((operation) =>
    defineScenario({
      id: `${operation}-blob-wrong-digest-header`,
      title: `a false Docker-Content-Digest on a ${operation === 'pull' ? 'layer' : 'blob'}`,
      operation,
      stage: ({ image, random, tag }) => {
        const tree = image(random)
        const { digest } = tree.layer
        const named = falseDigest(digest)
        return {
          facts: { named, digest },
          ...(operation === 'fetch' ? { digest } : {}),
          registry: {
            holds: [{ tree, tag }],
            effects: [setting(blobOf(digest), 'Docker-Content-Digest', named)],
          },
        }
      },
      judges: {
        'client.pull.blob-digest-header': (seen) =>
          readsOf(seen, seen.facts.digest).length === 0
            ? absent('the client does not request the blob')
            : uses(seen, seen.facts.named, 'the blob'),
      },
    }),
  ),
]
