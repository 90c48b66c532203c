import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../../src/engine/requirement.ts'
import { declaredDate, declaredType, definedByProperties } from '../../reasoning.ts'

/** What an image is, by whom and for which platform (config.md). */
export const about = defineRequirements([
  {
    id: 'config.is-object',
    title: 'has a JSON object as image configuration',
    section: 'image-json',
    at: {
      '1.0': derived('MUST', 'config.md#21'),
      '1.1': derived('MUST', 'config.md#21'),
      dev: derived('MUST', 'config.md#21'),
    },
    reasoning: definedByProperties,
    dependsOn: ['json.well-formed'],
    ruling: 'Judged where the media type is that of an image configuration.',
  },
  {
    id: 'config.created.rfc3339',
    title: 'has an RFC 3339 date and time as created',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#97'),
      '1.1': derived('MUST', 'config.md#97'),
      dev: derived('MUST', 'config.md#97'),
    },
    reasoning: declaredDate,
    impact: 'Go clients fail to decode the whole configuration because of one invalid date.',
  },
  {
    id: 'config.author.is-string',
    title: 'has a string as author',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#99'),
      '1.1': derived('MUST', 'config.md#99'),
      dev: derived('MUST', 'config.md#99'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.architecture.exists',
    title: 'has an architecture in the configuration',
    section: 'properties',
    at: {
      '1.0': must('config.md#103'),
      '1.1': must('config.md#103'),
      dev: must('config.md#103'),
    },
    dependsOn: ['config.is-object'],
    impact: 'Runtimes cannot determine whether the host can run the image.',
  },
  {
    id: 'config.architecture.is-string',
    title: 'has a string as architecture of the configuration',
    section: 'properties',
    at: {
      '1.0': must('config.md#103'),
      '1.1': must('config.md#103'),
      dev: must('config.md#103'),
    },
  },
  {
    id: 'config.architecture.goarch',
    title: 'uses a GOARCH value as architecture of the configuration',
    section: 'properties',
    at: {
      '1.0': should('config.md#106:1'),
      '1.1': should('config.md#106:1'),
      dev: should('config.md#106:1'),
    },
    dependsOn: ['config.architecture.is-string'],
  },
  {
    id: 'config.os.exists',
    title: 'has an operating system in the configuration',
    section: 'properties',
    at: {
      '1.0': must('config.md#108'),
      '1.1': must('config.md#108'),
      dev: must('config.md#108'),
    },
    dependsOn: ['config.is-object'],
  },
  {
    id: 'config.os.is-string',
    title: 'has a string as os of the configuration',
    section: 'properties',
    at: {
      '1.0': must('config.md#108'),
      '1.1': must('config.md#108'),
      dev: must('config.md#108'),
    },
  },
  {
    id: 'config.os.goos',
    title: 'uses a GOOS value as os of the configuration',
    section: 'properties',
    at: {
      '1.0': should('config.md#111:1'),
      '1.1': should('config.md#111:1'),
      dev: should('config.md#111:1'),
    },
    dependsOn: ['config.os.is-string'],
  },
  {
    id: 'config.os-version.is-string',
    title: 'has a string as os.version of the configuration',
    section: 'properties',
    at: {
      '1.1': derived('MUST', 'config.md#113'),
      dev: derived('MUST', 'config.md#113'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.os-features.is-string-array',
    title: 'has an array of strings as os.features of the configuration',
    section: 'properties',
    at: {
      '1.1': derived('MUST', 'config.md#119'),
      dev: derived('MUST', 'config.md#119'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.os-features.windows',
    title: 'uses only win32k in os.features of a Windows configuration',
    section: 'properties',
    at: {
      '1.1': should('config.md#122:1'),
      dev: should('config.md#122:1'),
    },
    dependsOn: ['config.os-features.is-string-array'],
    ruling: 'The sentence speaks of image indexes, in the text on configurations; read as meant for these.',
  },
  {
    id: 'config.variant.is-string',
    title: 'has a string as variant of the configuration',
    section: 'properties',
    at: {
      '1.1': derived('MUST', 'config.md#126'),
      dev: derived('MUST', 'config.md#126'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.variant.listed',
    title: 'uses a variant from the table of variants in the configuration',
    section: 'properties',
    at: {
      '1.1': should('config.md#129:1'),
      dev: should('config.md#129:1'),
    },
    dependsOn: ['config.variant.is-string'],
    ruling:
      'Rows that end in an ellipsis stand for the values of the Go variable they name. Architectures without a row are free.',
  },
])
