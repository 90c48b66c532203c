import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must } from '../../../../src/engine/requirement.ts'

/** Descriptors as objects, and their media types (descriptor.md). */
export const mediaType = defineRequirements([
  {
    id: 'descriptor.is-object',
    title: 'has JSON objects as descriptors',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'descriptor.md#14'),
      '1.1': derived('MUST', 'descriptor.md#16'),
      dev: derived('MUST', 'descriptor.md#16'),
    },
    reasoning:
      'A descriptor is defined as a set of properties in key-value fields, which in JSON is an object.',
  },
  {
    id: 'descriptor.media-type.exists',
    title: 'has a mediaType in every descriptor',
    section: 'properties',
    at: {
      '1.0': must('descriptor.md#20'),
      '1.1': must('descriptor.md#22'),
      dev: must('descriptor.md#22'),
    },
    dependsOn: ['descriptor.is-object'],
    impact: 'Clients choose how to treat the content by this value alone.',
  },
  {
    id: 'descriptor.media-type.is-string',
    title: 'has a string as mediaType',
    section: 'properties',
    at: {
      '1.0': must('descriptor.md#20', 'descriptor.md#18!'),
      '1.1': must('descriptor.md#22', 'descriptor.md#20!'),
      dev: must('descriptor.md#22', 'descriptor.md#20!'),
    },
  },
  {
    id: 'descriptor.media-type.rfc6838',
    title: 'uses media types that conform to RFC 6838',
    section: 'properties',
    at: {
      '1.0': must('descriptor.md#21'),
      '1.1': must('descriptor.md#23', 'manifest.md#56', 'manifest.md#96'),
      dev: must('descriptor.md#23', 'manifest.md#56', 'manifest.md#96'),
    },
    ruling:
      'type/subtype, each of at most 127 restricted-name characters; parameters are not part of a media type name and fail.',
  },
])
