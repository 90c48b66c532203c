import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../../src/engine/requirement.ts'
import { declaredType } from '../../reasoning.ts'

/** The other properties of descriptors (descriptor.md). */
export const properties = defineRequirements([
  {
    id: 'descriptor.size.exists',
    title: 'has a size in every descriptor',
    section: 'properties',
    at: {
      '1.0': must('descriptor.md#32'),
      '1.1': must('descriptor.md#34'),
      dev: must('descriptor.md#34'),
    },
    dependsOn: ['descriptor.is-object'],
  },
  {
    id: 'descriptor.size.is-integer',
    title: 'has a 64-bit integer as size',
    section: 'properties',
    at: {
      '1.0': must('descriptor.md#32', 'descriptor.md#30!'),
      '1.1': must('descriptor.md#34', 'descriptor.md#32!'),
      dev: must('descriptor.md#34', 'descriptor.md#32!'),
    },
    ruling: '2.0 and 1.2e3 are integers in JSON and pass.',
    impact:
      'Go clients fail to decode a size that is a string or a fraction, and with it the whole manifest.',
  },
  {
    id: 'descriptor.size.not-negative',
    title: 'has no negative size',
    section: 'properties',
    at: {
      dev: must('descriptor.md#37'),
    },
    dependsOn: ['descriptor.size.is-integer'],
    impact: 'Readers that allocate or limit by the size before they check it crash or skip the limit.',
  },
  {
    id: 'descriptor.urls.is-string-array',
    title: 'has an array of strings as urls',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'descriptor.md#36'),
      '1.1': derived('MUST', 'descriptor.md#38'),
      dev: derived('MUST', 'descriptor.md#39'),
    },
    reasoning: declaredType,
  },
  {
    id: 'descriptor.urls.rfc3986',
    title: 'has only URIs in urls',
    section: 'properties',
    at: {
      '1.0': must('descriptor.md#39'),
      '1.1': must('descriptor.md#41'),
      dev: must('descriptor.md#42'),
    },
    dependsOn: ['descriptor.urls.is-string-array'],
    ruling: 'A URI has a scheme; a relative reference fails.',
  },
  {
    id: 'descriptor.urls.http',
    title: 'uses http or https in urls',
    section: 'properties',
    at: {
      '1.0': should('descriptor.md#40'),
      '1.1': should('descriptor.md#42'),
      dev: should('descriptor.md#43'),
    },
    dependsOn: ['descriptor.urls.rfc3986'],
  },
  {
    id: 'descriptor.data.reserved',
    title: 'does not use the reserved data field of descriptors',
    section: 'reserved',
    at: {
      '1.0': must('descriptor.md#51'),
    },
    ruling:
      '1.0 reserves the key for later versions, and 1.1 gives it a meaning: warns, since readers of 1.0 ignore it.',
  },
  {
    id: 'descriptor.data.is-string',
    title: 'has a string as data',
    section: 'properties',
    at: {
      '1.1': derived('MUST', 'descriptor.md#49'),
      dev: derived('MUST', 'descriptor.md#50'),
    },
    reasoning: declaredType,
  },
  {
    id: 'descriptor.data.base64',
    title: 'encodes data as Base64 with padding',
    section: 'properties',
    at: {
      '1.1': must('descriptor.md#52'),
      dev: must('descriptor.md#53'),
    },
    dependsOn: ['descriptor.data.is-string'],
    ruling:
      'The standard alphabet with padding and without line breaks; the URL-safe alphabet is another encoding and fails.',
  },
  {
    id: 'descriptor.artifact-type.is-string',
    title: 'has a string as artifactType of a descriptor',
    section: 'properties',
    at: {
      '1.1': derived('MUST', 'descriptor.md#56'),
      dev: derived('MUST', 'descriptor.md#57'),
    },
    reasoning: declaredType,
  },
  {
    id: 'descriptor.artifact-type.rfc6838',
    title: 'uses an artifactType that conforms to RFC 6838 in descriptors',
    section: 'properties',
    at: {
      '1.1': must('descriptor.md#60:1'),
      dev: must('descriptor.md#61:1'),
    },
    dependsOn: ['descriptor.artifact-type.is-string'],
  },
  {
    id: 'descriptor.artifact-type.agrees',
    title: 'has the artifact type of the referenced manifest in its descriptor',
    section: 'properties',
    at: {
      '1.1': derived('MUST', 'descriptor.md#59'),
      dev: derived('MUST', 'descriptor.md#60'),
    },
    reasoning:
      'The property is defined as the type of the artifact that the descriptor refers to, so another type is a false statement.',
    dependsOn: ['descriptor.artifact-type.rfc6838'],
    ruling:
      'The text names the media type of the config; the distribution specification names artifactType of the manifest first. Either passes, neither fails. Judged where the manifest is at hand.',
    impact:
      'Referrers listings are filtered by this value: a wrong one hides signatures and bills of materials.',
  },
])
