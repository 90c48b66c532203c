import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../src/engine/requirement.ts'

/** Manifests for content other than container images (manifest.md, from 1.1). */
export const requirements = defineRequirements([
  {
    id: 'artifact.config.specific-type',
    title: 'uses its own config media type, or the empty one, for an artifact',
    section: 'guidelines-for-artifact-usage',
    at: {
      '1.1': must('manifest.md#179'),
      dev: must('manifest.md#179'),
    },
    ruling:
      'Fails where artifactType is set, a layer is not an image layer, and the config has the type of an image configuration. Warns where only one of the two shows that it is an artifact: artifactType over layers of an image, or foreign layers alone (attestations of BuildKit), whose configuration is not judged as that of an image.',
    impact: 'Clients try to run it, scanners to unpack it, since it looks like a container image.',
  },
  {
    id: 'artifact.empty-config.names-type',
    title: 'sets artifactType when the config is the empty descriptor',
    section: 'guidelines-for-artifact-usage',
    at: {
      '1.1': must('manifest.md#32', 'manifest.md#180'),
      dev: must('manifest.md#32', 'manifest.md#180'),
    },
    impact: 'Nothing else states what the artifact is: listings of referrers show it without a type.',
  },
  {
    id: 'artifact.layers.not-zero',
    title: 'has a non-empty layer even if it needs none',
    section: 'guidelines-for-artifact-usage',
    at: {
      '1.1': should('manifest.md#181'),
      dev: should('manifest.md#181'),
    },
    dependsOn: ['manifest.layers.not-empty'],
    ruling:
      'Seen in an artifact whose only layer has size 0; an empty array is evaluated by manifest.layers.not-empty.',
    impact: 'Several registries reject blobs of zero bytes.',
  },
  {
    id: 'artifact.empty.content',
    title: 'has {} as the content of the empty media type',
    section: 'guidance-for-an-empty-descriptor',
    at: {
      '1.1': derived('SHOULD', 'manifest.md#161', 'manifest.md#162'),
      dev: derived('SHOULD', 'manifest.md#161', 'manifest.md#162'),
    },
    reasoning: 'The content and the digest of the empty descriptor are guidance, without a keyword.',
    ruling: 'Guidance: another digest or size under the empty media type warns.',
  },
  {
    id: 'artifact.subject.is-manifest',
    title: 'has a manifest as its subject',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.1': derived('SHOULD', 'manifest.md#102', 'image-index.md#95'),
      dev: derived('SHOULD', 'manifest.md#102', 'image-index.md#95'),
    },
    reasoning: 'The property is defined as a descriptor of another manifest, without a keyword.',
    ruling:
      'Stated without a keyword: a subject of a type that is certainly not a manifest (a configuration, a layer, the empty type) warns; unknown types pass, and so does a subject that is not there.',
  },
])
