import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../../src/engine/requirement.ts'
import { declaredType } from '../../reasoning.ts'

/** The platforms of the entries of an index (image-index.md). */
export const platform = defineRequirements([
  {
    id: 'index.platform.exists',
    title: 'has a platform for each entry of a platform-specific image',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': should('image-index.md#45', 'descriptor.md#47'),
      '1.1': should('image-index.md#55', 'descriptor.md#62'),
      dev: should('image-index.md#55', 'descriptor.md#63'),
    },
    ruling:
      'Judged on entries of indexes whose manifest has an image configuration; entries for artifacts and subjects pass without one. index.json also lists images by their names alone: there an entry without a platform warns only beside entries that have one.',
    impact: 'A client that selects by platform skips such an entry, or uses it on every platform.',
  },
  {
    id: 'index.platform.is-object',
    title: 'has an object as platform',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': derived('MUST', 'image-index.md#42'),
      '1.1': derived('MUST', 'image-index.md#52'),
      dev: derived('MUST', 'image-index.md#52'),
    },
    reasoning: declaredType,
  },
  {
    id: 'index.platform.architecture.exists',
    title: 'has an architecture in each platform',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': must('image-index.md#49'),
      '1.1': must('image-index.md#59'),
      dev: must('image-index.md#59'),
    },
    dependsOn: ['index.platform.is-object'],
  },
  {
    id: 'index.platform.architecture.is-string',
    title: 'has a string as architecture of a platform',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': must('image-index.md#49', 'image-index.md#47!'),
      '1.1': must('image-index.md#59', 'image-index.md#57!'),
      dev: must('image-index.md#59', 'image-index.md#57!'),
    },
  },
  {
    id: 'index.platform.architecture.goarch',
    title: 'uses a GOARCH value as architecture of a platform',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': should('image-index.md#50:1'),
      '1.1': should('image-index.md#60:1'),
      dev: should('image-index.md#60:1'),
    },
    dependsOn: ['index.platform.architecture.is-string'],
    impact:
      'BuildKit writes unknown for attestations; x86_64 and aarch64 instead of amd64 and arm64 match no client.',
  },
  {
    id: 'index.platform.os.exists',
    title: 'has an operating system in each platform',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': must('image-index.md#54'),
      '1.1': must('image-index.md#64'),
      dev: must('image-index.md#64'),
    },
    dependsOn: ['index.platform.is-object'],
  },
  {
    id: 'index.platform.os.is-string',
    title: 'has a string as os of a platform',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': must('image-index.md#54', 'image-index.md#52!'),
      '1.1': must('image-index.md#64', 'image-index.md#62!'),
      dev: must('image-index.md#64', 'image-index.md#62!'),
    },
  },
  {
    id: 'index.platform.os.goos',
    title: 'uses a GOOS value as os of a platform',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': should('image-index.md#55:1'),
      '1.1': should('image-index.md#65:1'),
      dev: should('image-index.md#65:1'),
    },
    dependsOn: ['index.platform.os.is-string'],
  },
  {
    id: 'index.platform.os-version.is-string',
    title: 'has a string as os.version of a platform',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': derived('MUST', 'image-index.md#57'),
      '1.1': derived('MUST', 'image-index.md#67'),
      dev: derived('MUST', 'image-index.md#67'),
    },
    reasoning: declaredType,
  },
  {
    id: 'index.platform.os-features.is-string-array',
    title: 'has an array of strings as os.features of a platform',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': derived('MUST', 'image-index.md#63'),
      '1.1': derived('MUST', 'image-index.md#73'),
      dev: derived('MUST', 'image-index.md#73'),
    },
    reasoning: declaredType,
  },
  {
    id: 'index.platform.os-features.windows',
    title: 'uses only win32k in os.features of a Windows platform',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': should('image-index.md#66:1'),
      '1.1': should('image-index.md#76:1'),
      dev: should('image-index.md#76:1'),
    },
    dependsOn: ['index.platform.os-features.is-string-array'],
  },
  {
    id: 'index.platform.variant.is-string',
    title: 'has a string as variant of a platform',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': derived('MUST', 'image-index.md#72'),
      '1.1': derived('MUST', 'image-index.md#82'),
      dev: derived('MUST', 'image-index.md#82'),
    },
    reasoning: declaredType,
  },
  {
    id: 'index.platform.variant.listed',
    title: 'uses a variant from the table of variants in platforms',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': should('image-index.md#75:1'),
      '1.1': should('image-index.md#85:1', 'image-index.md#108'),
      dev: should('image-index.md#85:1', 'image-index.md#108'),
    },
    dependsOn: ['index.platform.variant.is-string'],
    ruling:
      'Rows that end in an ellipsis stand for the values of the Go variable they name, v5 of arm included. Architectures without a row are free.',
    impact:
      'Clients normalize what they know: v8 of arm64 equals no variant, an unknown one matches nothing.',
  },
  {
    id: 'index.platform.features.unused',
    title: 'does not use the reserved features field of a platform',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': derived('SHOULD', 'image-index.md#87'),
      '1.1': derived('SHOULD', 'image-index.md#89'),
      dev: derived('SHOULD', 'image-index.md#89'),
    },
    reasoning: 'A reserved property has no meaning in this version, and no keyword forbids it.',
    ruling: 'Reserved for later versions, without a keyword: its use warns. Docker manifest lists had it.',
  },
  {
    id: 'index.platform.agrees-with-config',
    title: 'has the same platform in the index entry and in the image configuration',
    section: 'image-index-property-descriptions',
    at: {
      '1.0': derived('SHOULD', 'image-index.md#44'),
      '1.1': derived('SHOULD', 'image-index.md#54'),
      dev: derived('SHOULD', 'image-index.md#54'),
    },
    reasoning:
      'The entry describes the platform that the image requires and the configuration the one that it was built for, without a keyword that they are equal.',
    ruling:
      'No sentence states that the two agree, and the entry states a minimum: a different architecture or os warns, a different variant or os.version is a note.',
    impact: 'Copying a build under the wrong platform gives exec format errors at start.',
  },
])
