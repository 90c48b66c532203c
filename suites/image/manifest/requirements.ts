import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../src/engine/requirement.ts'
import { declaredType, definedByProperties } from '../reasoning.ts'

/** The image manifest (manifest.md). */
export const requirements = defineRequirements([
  {
    id: 'manifest.is-object',
    title: 'has a JSON object as manifest',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': derived('MUST', 'manifest.md#9'),
      '1.1': derived('MUST', 'manifest.md#9'),
      dev: derived('MUST', 'manifest.md#9'),
    },
    reasoning: definedByProperties,
    dependsOn: ['json.well-formed'],
  },
  {
    id: 'manifest.schema-version.exists',
    title: 'has schemaVersion in the manifest',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': must('manifest.md#20'),
      '1.1': must('manifest.md#20'),
      dev: must('manifest.md#20'),
    },
    dependsOn: ['manifest.is-object'],
  },
  {
    id: 'manifest.schema-version.is-2',
    title: 'has the number 2 as schemaVersion of the manifest',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': must('manifest.md#21:1'),
      '1.1': must('manifest.md#21:1'),
      dev: must('manifest.md#21:1'),
    },
    dependsOn: ['manifest.schema-version.exists'],
    ruling: '2.0 is the same number; the string "2" fails.',
    impact: 'Docker and older registries distinguish manifests by this number and reject another.',
  },
  {
    id: 'manifest.media-type.exists',
    title: 'has mediaType in the manifest',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': should('manifest.md#25'),
      '1.1': should('manifest.md#25'),
      dev: should('manifest.md#25'),
    },
    dependsOn: ['manifest.is-object'],
    impact:
      'Amazon ECR rejected manifests without it; without it, a client has to guess what the document is (CVE-2021-41190).',
  },
  {
    id: 'manifest.media-type.is-manifest',
    title: 'has the media type of an image manifest as mediaType of the manifest',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': must('manifest.md#26'),
      '1.1': must('manifest.md#26'),
      dev: must('manifest.md#26'),
    },
  },
  {
    id: 'manifest.artifact-type.is-string',
    title: 'has a string as artifactType of a manifest',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.1': derived('MUST', 'manifest.md#29'),
      dev: derived('MUST', 'manifest.md#29'),
    },
    reasoning: declaredType,
  },
  {
    id: 'manifest.artifact-type.rfc6838',
    title: 'uses an artifactType that conforms to RFC 6838 in the manifest',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.1': must('manifest.md#33:1'),
      dev: must('manifest.md#33:1'),
    },
    dependsOn: ['manifest.artifact-type.is-string'],
  },
  {
    id: 'manifest.config.exists',
    title: 'has a config in the manifest',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': must('manifest.md#31'),
      '1.1': must('manifest.md#38'),
      dev: must('manifest.md#38'),
    },
    dependsOn: ['manifest.is-object'],
  },
  {
    id: 'manifest.config.portable-type',
    title: 'uses the image configuration media type for a container image',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': should('manifest.md#41'),
      '1.1': should('manifest.md#53'),
      dev: should('manifest.md#53'),
    },
    ruling:
      'From 1.1 judged where all layers are layers of an image and no artifactType is set: then another type of config, also that of Docker, warns. 1.0 has no artifacts, and the statement holds for every manifest.',
  },
  {
    id: 'manifest.layers.exists',
    title: 'has layers in the manifest',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': derived('MUST', 'manifest.md#43'),
      '1.1': derived('MUST', 'manifest.md#62'),
      dev: derived('MUST', 'manifest.md#62'),
    },
    reasoning:
      'The property is defined as the list of the layers of the image, and the JSON schema of the specification requires it.',
    dependsOn: ['manifest.is-object'],
    ruling:
      'No sentence calls layers required, but the schema of the specification demands them: missing fails.',
    impact: 'moby has written a manifest without layers, which readers took for a damaged one.',
  },
  {
    id: 'manifest.layers.is-array',
    title: 'has an array as layers',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': derived('MUST', 'manifest.md#43'),
      '1.1': derived('MUST', 'manifest.md#62'),
      dev: derived('MUST', 'manifest.md#62'),
    },
    reasoning: declaredType,
    dependsOn: ['manifest.layers.exists'],
    ruling:
      'null is not an array and fails: only for configurations does the text state that null equals absence.',
  },
  {
    id: 'manifest.layers.are-descriptors',
    title: 'has a descriptor for each layer',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': must('manifest.md#45'),
      '1.1': must('manifest.md#64'),
      dev: must('manifest.md#64'),
    },
    dependsOn: ['manifest.layers.is-array'],
  },
  {
    id: 'manifest.layers.not-empty',
    title: 'has at least one layer',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.1': should('manifest.md#65'),
      dev: should('manifest.md#65'),
    },
    dependsOn: ['manifest.layers.is-array'],
    ruling:
      'The schema of the specification demands one entry, the text recommends it: an empty array warns.',
    impact: 'Registries such as Cloudsmith reject a manifest without layers.',
  },
  {
    id: 'manifest.layers.stack-order',
    title: 'lists its layers from the base to the top',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': must('manifest.md#46', 'manifest.md#47'),
      '1.1': must('manifest.md#70', 'manifest.md#71'),
      dev: must('manifest.md#70', 'manifest.md#71'),
    },
    dependsOn: ['config.rootfs.diff-ids.count'],
    ruling:
      'Seen where the configuration lists the same DiffIDs in another order: one of the two orders is wrong. Judged for the image configuration only.',
    impact: 'Applied in the wrong order, older files cover newer ones.',
  },
  {
    id: 'manifest.layers.result',
    title: 'results in the intended filesystem when its layers are applied',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': must('manifest.md#48'),
      '1.1': must('manifest.md#72'),
      dev: must('manifest.md#72'),
    },
    unobservable:
      'Nothing in an image shows which filesystem was meant, so there is nothing to compare the result with.',
  },
  {
    id: 'manifest.layers.portable-types',
    title: 'uses the layer media types of the specification for a container image',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': should('manifest.md#63'),
      '1.1': should('manifest.md#87'),
      dev: should('manifest.md#87'),
    },
    ruling:
      'Judged where the configuration is an image configuration. From 1.1 where no artifactType is set and at least one layer is an image layer; otherwise it is an artifact. The zstd types count from 1.1, which requires implementations to support them. Docker types warn and are named.',
  },
])
