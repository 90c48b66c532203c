import { holds, violated } from '../../../../src/engine/judgement.ts'
import {
  contentOf,
  emptyContent,
  image,
  jsonContent,
  reserialized,
  type ImageTree,
} from '../../content/tree.ts'
import { copies } from '../../judges/content.ts'
import { ending } from '../../judges/outcome.ts'
import { manifestPuts } from '../../judges/requests.ts'
import { defineScenario, type AnyScenario, type Staged, type StageTools } from '../../scenario.ts'
import { seenAt } from '../../seen.ts'
import type { RequirementId } from '../../requirements.ts'

const served = (tree: ImageTree, tag: string): Staged<{ tree: ImageTree }> => ({
  facts: { tree },
  registry: { holds: [{ tree, tag }] },
})

/** A copy of an image that has something which the client does not know. */
const odd = (
  id: string,
  title: string,
  requirement: RequirementId,
  what: string,
  make: (tools: StageTools) => ImageTree,
): AnyScenario =>
  defineScenario({
    id,
    title,
    operation: 'copy',
    stage: (tools) => served(make(tools), tools.tag),
    judges: { [requirement]: copies(what) },
  })

const oddConfig = 'application/vnd.oci-assay.unknown-config.v7'

export const scenarios: readonly AnyScenario[] = [
  odd(
    'copy-unknown-artifact-type',
    'an artifact of an unknown artifactType',
    'client.manifest.artifact-type',
    'a manifest with an unknown artifactType',
    ({ random }) =>
      image(random, {
        configContent: emptyContent,
        manifest: { artifactType: 'application/vnd.oci-assay.unknown-artifact.v7' },
      }),
  ),
  odd(
    'copy-unknown-config-type',
    'a config of an unknown type',
    'client.manifest.config-unknown',
    'a manifest with a config of an unknown type',
    ({ random }) => image(random, { configContent: jsonContent({ seed: random.hex(16) }, oddConfig) }),
  ),
  odd(
    'copy-binary-config',
    'a config of an unknown type that is not JSON',
    'client.manifest.config-opaque',
    'a manifest with a config that is not JSON',
    ({ random }) => image(random, { configContent: contentOf(random.bytes(70), oddConfig) }),
  ),
  odd(
    'copy-unknown-annotations',
    'annotations with unknown keys',
    'client.annotations.unknown',
    'a manifest with unknown annotations',
    ({ random }) =>
      image(random, { manifest: { annotations: { 'dev.oci-assay.unknown/key': 'äöü ✓', x: '' } } }),
  ),
  odd(
    'copy-unknown-properties',
    'a manifest with unknown properties',
    'client.content.unknown-property',
    'a manifest with unknown properties',
    ({ random }) => image(random, { manifest: { ociAssayUnknown: { a: [1, 2.5, null, true] } } }),
  ),
  defineScenario({
    id: 'copy-odd-json',
    title: 'an indented manifest with escapes and a trailing newline',
    operation: 'copy',
    stage: ({ random, tag }) =>
      served(
        reserialized(
          image(random, {
            manifest: { annotations: { 'org.opencontainers.image.description': 'a/b <c> & é' } },
          }),
          (document) => `${JSON.stringify(document, undefined, 3).replaceAll('/', String.raw`\/`)}\n`,
        ),
        tag,
      ),
    judges: {
      'client.content.unchanged': (seen) => {
        const { root } = seen.facts.tree
        const puts = manifestPuts(seen)
        if (seen.succeeded && seen.copied.manifest(seen.repository, root.digest)) return seenAt(puts, holds())
        return seenAt(
          puts,
          violated(
            'changes the bytes of a manifest that it copies',
            root.digest,
            puts[0]?.request.body ? puts[0].request.body.sha256 : ending(seen),
          ),
        )
      },
    },
  }),
]
