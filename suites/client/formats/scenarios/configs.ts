import { contentOf, image, jsonContent, type ImageTree } from '../../content/tree.ts'
import { fileLayer } from '../../../../src/content/layer.ts'
import { holds, violated } from '../../../../src/engine/judgement.ts'
import { does } from '../../judges/outcome.ts'
import { readsOf } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario, type StageTools } from '../../scenario.ts'
import { absent, seenAt } from '../../seen.ts'

/** An image with one file, whose config has other properties. */
function withConfig(
  { random, tag }: StageTools,
  properties: (config: Record<string, unknown>) => Record<string, unknown>,
) {
  const content = random.bytes(96)
  const plain = image(random, { layerContent: fileLayer(`file-${random.hex(8)}`, content) })
  const config = JSON.parse(Buffer.from(plain.config.bytes).toString('utf8')) as Record<string, unknown>
  const tree: ImageTree = image(random.fork('config'), {
    layerContent: plain.layer,
    configContent: jsonContent({ ...config, ...properties(config) }, plain.config.mediaType),
  })
  const file = contentOf(content, 'application/octet-stream').digest
  return { facts: { config: tree.config.digest, file }, registry: { holds: [{ tree, tag }] } }
}

export const scenarios: readonly AnyScenario[] = [
  defineScenario({
    id: 'pull-config-fields',
    title: 'a config with unknown fields',
    operation: 'pull',
    images: true,
    stage: (tools) => withConfig(tools, () => ({ 'dev.oci-assay': { nested: [1] }, container_config: {} })),
    judges: { 'client.config.extra-fields': does('pull an image whose config has unknown fields') },
  }),
  defineScenario({
    id: 'pull-rootfs-type',
    title: 'a config with an unknown rootfs.type',
    operation: 'pull',
    images: true,
    stage: (tools) =>
      withConfig(tools, ({ rootfs }) => ({ rootfs: { ...(rootfs as object), type: 'oci-assay-unknown' } })),
    judges: {
      'client.config.rootfs-type': (seen) => {
        const reads = readsOf(seen, seen.facts.config)
        if (reads.length === 0) return absent('the client does not request the config')
        if (!seen.succeeded) return seenAt(reads, holds())
        // Only who unpacks an image has to look at it.
        return seen.files.has(seen.facts.file)
          ? seenAt(
              reads,
              violated(
                'unpacks an image whose rootfs.type is unknown',
                'a failure',
                'exit status 0, with the file of the layer on the disk',
              ),
            )
          : absent('the client does not unpack images')
      },
    },
  }),
]
