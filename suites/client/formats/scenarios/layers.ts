import { tmpdir } from 'node:os'
import { basename } from 'node:path'
import { entriesLayer } from '../../../../src/content/layer.ts'
import { holds, violated } from '../../../../src/engine/judgement.ts'
import { outside } from '../../content/outside.ts'
import { contentOf, dockerImage, image, otherForms, type ImageTree } from '../../content/tree.ts'
import { copies, fetches } from '../../judges/content.ts'
import { ending } from '../../judges/outcome.ts'
import { defineScenario, type AnyScenario } from '../../scenario.ts'
import { absent, seenAt } from '../../seen.ts'
import { by, isUpload, queryOf, readsOf } from '../../judges/requests.ts'

const types = 'application/vnd.oci.image.layer'
const held = `${types}.nondistributable.v1.tar+gzip`

const layerOf = ({ tree }: { tree: ImageTree }): string[] => [tree.layer.digest]

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'pull-layer-tar',
    title: 'a layer that is not compressed',
    operation: 'pull',
    images: true,
    stage: ({ random, tag }) => {
      const plain = image(random)
      const tree = image(random.fork('tar'), {
        layerContent: otherForms(plain.layer).tar,
        configContent: plain.config,
      })
      return { facts: { tree }, registry: { holds: [{ tree, tag }] } }
    },
    judges: { 'client.manifest.layer-types': fetches('a tar layer', layerOf) },
  }),
  defineScenario({
    id: 'pull-docker-types',
    title: 'an image with the types of Docker',
    operation: 'pull',
    images: true,
    stage: ({ random, tag }) => {
      const tree = dockerImage(random)
      return { facts: { tree }, registry: { holds: [{ tree, tag }] } }
    },
    judges: {
      // The text calls the types interchangeable, and leaves open who has to support both.
      'client.manifest.layer-types': (seen) =>
        seenAt(
          seen.exchanges,
          holds(
            seen.succeeded ? undefined : `does not pull an image with the types of Docker (${ending(seen)})`,
          ),
        ),
    },
  }),
  defineScenario({
    id: 'pull-layer-zstd',
    title: 'a layer that is compressed by zstd',
    operation: 'pull',
    images: true,
    stage: ({ random, tag }) => {
      const plain = image(random)
      const tree = image(random.fork('zstd'), {
        layerContent: otherForms(plain.layer).zstd,
        configContent: plain.config,
      })
      return { facts: { tree }, registry: { holds: [{ tree, tag }] } }
    },
    judges: { 'client.manifest.layer-zstd': fetches('a zstd layer', layerOf) },
  }),
  defineScenario({
    id: 'pull-layer-escapes',
    title: 'a layer whose entries lead outside the directory that it is unpacked into',
    operation: 'pull',
    images: true,
    stage: ({ random, tag }) => {
      const start = outside(random)
      const places = ['dots', 'absolute', 'link'].map((way) => `${start}-${way}`) as [string, string, string]
      const bytes = Buffer.from('escaped')
      const layerContent = entriesLayer([
        { name: `${'../'.repeat(10)}${places[0].slice(1)}`, bytes },
        { name: places[1], bytes },
        { name: 'link', linksTo: tmpdir() },
        { name: `link/${basename(places[2])}`, bytes },
      ])
      const tree = image(random, { layerContent })
      return { facts: { tree }, watched: places, registry: { holds: [{ tree, tag }] } }
    },
    judges: {
      // No statement is about it.
      'client.manifest.layer-types': (seen) => {
        const reads = readsOf(seen, seen.facts.tree.layer.digest)
        if (reads.length === 0) return absent('the client does not request the layer')
        const [escaped] = seen.escaped
        return seenAt(
          reads,
          holds(
            escaped === undefined
              ? undefined
              : `writes a file outside the directory that it unpacks into: ${escaped}`,
          ),
        )
      },
    },
  }),
  defineScenario({
    id: 'pull-layer-nondistributable',
    title: 'a non-distributable layer that the registry has',
    operation: 'pull',
    images: true,
    stage: ({ random, tag }) => {
      const plain = image(random)
      const tree = image(random.fork('held'), {
        layerContent: contentOf(plain.layer.bytes, held),
        configContent: plain.config,
      })
      return { facts: { tree }, registry: { holds: [{ tree, tag }] } }
    },
    judges: { 'client.layer.nondistributable-pulled': fetches('a non-distributable layer', layerOf) },
  }),
  defineScenario({
    id: 'copy-nondistributable',
    title: 'a non-distributable layer, on copying to another registry',
    operation: 'copy',
    stage: ({ random, tag }) => {
      const plain = image(random)
      const tree = image(random.fork('held'), {
        layerContent: contentOf(plain.layer.bytes, held),
        configContent: plain.config,
      })
      return {
        facts: { tree },
        registry: { holds: [{ tree, tag }] },
        other: { settings: { missingReferences: 'accept' } },
      }
    },
    judges: {
      'client.layer.nondistributable-kept-back': (seen) => {
        const { digest } = seen.facts.tree.layer
        if (!seen.copied.blob(seen.repository, digest)) return holds()
        const at = by(seen, 'PUT', 'POST').filter(
          (each) => isUpload(each) && queryOf(each).get('digest') === digest,
        )
        return seenAt(
          at,
          violated('uploads a non-distributable layer', 'no upload of it', `an upload of ${digest}`),
        )
      },
    },
  }),
  defineScenario({
    id: 'copy-urls-plain-layer',
    title: 'a distributable layer whose descriptor has urls, on copying to another registry',
    operation: 'copy',
    stage: ({ random, tag }) => {
      const { layer, config } = image(random)
      const tree = image(random.fork('urls'), {
        layerContent: layer,
        configContent: config,
        layer: { urls: ['https://example.invalid/layer.tar.gz'] },
      })
      return {
        facts: { tree },
        registry: { holds: [{ tree, tag }] },
        other: { settings: { missingReferences: 'accept' } },
      }
    },
    judges: {
      'client.layer.urls': (seen) =>
        seen.succeeded && seen.copied.blob(seen.repository, seen.facts.tree.layer.digest)
          ? holds()
          : violated(
              'does not upload a distributable layer whose descriptor has urls',
              'the layer in the registry that was copied to',
              seen.succeeded ? 'exit status 0, without the layer' : ending(seen),
            ),
    },
  }),
  defineScenario({
    id: 'copy-unknown-layer-type',
    title: 'a layer of an unknown type',
    operation: 'copy',
    stage: ({ random, tag }) => {
      const content = contentOf(random.bytes(90), 'application/vnd.oci-assay.unknown.v7')
      const tree = image(random, { layerContent: content })
      return { facts: { tree }, registry: { holds: [{ tree, tag }] } }
    },
    judges: { 'client.manifest.layer-unknown': copies('a manifest with a layer of an unknown type') },
  }),
]
