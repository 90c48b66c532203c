import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../../src/engine/requirement.ts'
import { declaredType, definedByProperties } from '../../reasoning.ts'

/** The properties of an index, and the types that it lists (image-index.md). */
export const properties = defineRequirements([
  {
    id: 'index.is-object',
    title: 'has a JSON object as index',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': derived('MUST', 'image-index.md#6'),
      '1.1': derived('MUST', 'image-index.md#6'),
      dev: derived('MUST', 'image-index.md#6'),
    },
    reasoning: definedByProperties,
    dependsOn: ['json.well-formed'],
  },
  {
    id: 'index.schema-version.exists',
    title: 'has schemaVersion in the index',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': must('image-index.md#13'),
      '1.1': must('image-index.md#14'),
      dev: must('image-index.md#14'),
    },
    dependsOn: ['index.is-object'],
  },
  {
    id: 'index.schema-version.is-2',
    title: 'has the number 2 as schemaVersion of the index',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': must('image-index.md#14'),
      '1.1': must('image-index.md#15'),
      dev: must('image-index.md#15'),
    },
    dependsOn: ['index.schema-version.exists'],
    ruling: '2.0 is the same number; the string "2" fails.',
    impact: 'Docker and older registries distinguish manifests by this number and reject another.',
  },
  {
    id: 'index.media-type.exists',
    title: 'has mediaType in the index',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': should('image-index.md#20'),
      '1.1': should('image-index.md#21'),
      dev: should('image-index.md#21'),
    },
    dependsOn: ['index.is-object'],
    impact: 'Without it a client has to guess what the document is (CVE-2021-41190).',
  },
  {
    id: 'index.media-type.is-index',
    title: 'has the media type of an image index as mediaType of the index',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': must('image-index.md#21'),
      '1.1': must('image-index.md#22'),
      dev: must('image-index.md#22'),
    },
  },
  {
    id: 'index.artifact-type.is-string',
    title: 'has a string as artifactType of an index',
    section: 'image-index-property-descriptions',
    at: {
      '1.1': derived('MUST', 'image-index.md#25'),
      dev: derived('MUST', 'image-index.md#25'),
    },
    reasoning: declaredType,
  },
  {
    id: 'index.artifact-type.rfc6838',
    title: 'uses an artifactType that conforms to RFC 6838 in the index',
    section: 'image-index-property-descriptions',
    at: {
      '1.1': must('image-index.md#28:1'),
      dev: must('image-index.md#28:1'),
    },
    dependsOn: ['index.artifact-type.is-string'],
  },
  {
    id: 'index.manifests.exists',
    title: 'has manifests in the index, even if empty',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': must('image-index.md#26', 'image-index.md#27'),
      '1.1': must('image-index.md#32', 'image-index.md#33'),
      dev: must('image-index.md#32', 'image-index.md#33'),
    },
    dependsOn: ['index.is-object'],
  },
  {
    id: 'index.manifests.is-array',
    title: 'has an array as manifests of the index',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': must('image-index.md#26', 'image-index.md#24!'),
      '1.1': must('image-index.md#32', 'image-index.md#30!'),
      dev: must('image-index.md#32', 'image-index.md#30!'),
    },
    dependsOn: ['index.manifests.exists'],
    ruling:
      'null is not an array and fails: only for configurations does the text state that null equals absence.',
  },
  {
    id: 'index.manifests.portable-types',
    title: 'has only manifests and indexes in an index',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': should('image-index.md#38'),
      '1.1': should('image-index.md#48'),
      dev: should('image-index.md#48'),
    },
    ruling:
      'Stated for indexes that are concerned with portability: any other type warns and is named, Docker types too. A nested index passes in 1.0 too, whose layout text expects it.',
    impact: 'BuildKit caches list layers as manifests, which registries and viewers do not handle.',
  },
])
