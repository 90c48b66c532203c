import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { derived, must, should } from '../../../src/engine/requirement.ts'

/** What descriptors point at, against what they promise (descriptor.md, image-layout.md). */
export const requirements = defineRequirements([
  {
    id: 'content.digest.matches',
    title: 'references content that matches the digest of its descriptor',
    section: 'digests',
    at: {
      '1.0': must('descriptor.md#27'),
      '1.1': must('descriptor.md#29'),
      dev: must('descriptor.md#29'),
    },
    dependsOn: ['layout.blob.matches-name'],
    ruling: 'Content of an algorithm that is not registered cannot be verified, which is a note.',
    impact: 'A client that verifies the digest rejects the image; one that does not runs other content.',
  },
  {
    id: 'content.size.matches',
    title: 'references content that matches the size of its descriptor',
    section: 'properties',
    at: {
      '1.0': must('descriptor.md#32'),
      '1.1': must('descriptor.md#34'),
      dev: must('descriptor.md#34'),
    },
    impact: 'Clients stop reading at the size, or reject content that is longer or shorter.',
  },
  {
    id: 'content.data.matches',
    title: 'embeds data that is identical to the referenced content',
    section: 'properties',
    at: {
      '1.1': must('descriptor.md#53:1'),
      dev: must('descriptor.md#54:1'),
    },
    dependsOn: ['descriptor.data.base64'],
    ruling: 'Judged by size and digest of the decoded bytes, also where the blob itself is absent.',
    impact:
      'Clients that use the embedded bytes and clients that fetch the blob would see two different images.',
  },
  {
    id: 'content.reachable',
    title: 'contains everything that it references, or specifies where else it is',
    section: 'blobs',
    at: {
      '1.0': should('image-layout.md#59'),
      '1.1': should('image-layout.md#64'),
      dev: should('image-layout.md#64'),
    },
    ruling:
      'A blob may be missing if another store has it. If config, layers or all manifests are missing, the run is incomplete, since they cannot be evaluated; an image that is claimed to be closed fails, and allowed missing content is noted, as long as an index has one of its manifests. The same applies to content with urls or data, of a non-distributable type, named as subject, or in a sparse index. A file that is not the content of a blob fails layout.blob.matches-name.',
    impact: 'Copying or running the image fails late because of a missing blob.',
  },
  {
    id: 'content.media-type.agrees',
    title: 'has the same media type in the content and in its descriptor',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'descriptor.md#20:1'),
      '1.1': derived('MUST', 'descriptor.md#22:1'),
      dev: derived('MUST', 'descriptor.md#22:1'),
    },
    reasoning:
      'mediaType is defined as the media type of the referenced content, so if the content names another one, one of the two is false.',
    ruling:
      'Only the two values are fixed by the text, not that they agree; but where the content names another type, one of them is false: fails.',
    impact: 'Which of the two is believed differs between clients, so one image is read in two ways.',
  },
  {
    id: 'content.one-kind',
    title: 'has no document that is both an index and a manifest',
    section: 'image-manifest-property-descriptions',
    at: {
      '1.0': derived('MUST', 'manifest.md#26:1', 'image-index.md#21:1'),
      '1.1': derived('MUST', 'manifest.md#26:1', 'image-index.md#22:1'),
      dev: derived('MUST', 'manifest.md#26:1', 'image-index.md#22:1'),
    },
    reasoning:
      'The two media types are defined for different documents, and a document that can be read as both has no single meaning.',
    ruling:
      'Each reading passes by itself, both together cannot: a document with manifests beside config or layers fails.',
    impact: 'One digest then identifies two images, depending on how a client reads it (CVE-2021-41190).',
  },
])
