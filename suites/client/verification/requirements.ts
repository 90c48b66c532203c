import { defineRequirements } from '../../../src/engine/literal-ids.ts'
import { must, should } from '../../../src/engine/requirement.ts'

/** What readers of images verify before they use content (image specification, descriptor.md and media-types.md). */
export const requirements = defineRequirements([
  {
    id: 'client.verify.sha256',
    title: 'verifies sha256 digests of layers',
    section: 'sha-256',
    at: {
      '1.0': must('descriptor.md#141'),
      '1.1': must('descriptor.md#151'),
      dev: must('descriptor.md#154'),
    },
    ruling:
      'A client that accepts an altered layer does not implement the verification, whatever it verifies elsewhere.',
    impact: 'Altered layers are unpacked and run.',
  },
  {
    id: 'client.verify.digest',
    title: 'verifies the content of each descriptor, configs included',
    section: 'verification',
    at: {
      '1.0': should('descriptor.md#99', 'descriptor.md#28'),
      '1.1': should('descriptor.md#107', 'descriptor.md#30'),
      dev: should('descriptor.md#109', 'descriptor.md#30'),
    },
    dependsOn: ['client.verify.sha256'],
    impact: 'An altered config changes the command, the user and the environment of a container.',
  },
  {
    id: 'client.verify.size',
    title: 'does not trust content whose length differs from its descriptor',
    section: 'properties',
    at: {
      '1.0': should('descriptor.md#34'),
      '1.1': should('descriptor.md#36'),
      dev: should('descriptor.md#36'),
    },
    ruling: 'The digest is correct in these scenarios, and only the size differs.',
  },
  {
    id: 'client.verify.size-first',
    title: 'stops reading content that is longer than its descriptor',
    section: 'verification',
    at: {
      '1.0': should('descriptor.md#100'),
      '1.1': should('descriptor.md#108'),
      dev: should('descriptor.md#110'),
    },
    ruling:
      'What connections and buffers hold anyway, 8 MiB, is allowed beyond the size. Of a response in gzip, the client may hold 256 MiB of memory. A manifest by tag, and a valid layer that decompresses to much more, lead to a note, since no descriptor limits them.',
    impact: 'A registry, or an attacker in between, fills the disk of each machine that pulls.',
  },
  {
    id: 'client.verify.no-heavy-processing',
    title: 'does not process content before its digest is verified',
    section: 'verification',
    at: {
      '1.0': should('descriptor.md#101'),
      '1.1': should('descriptor.md#109'),
      dev: should('descriptor.md#111'),
    },
    dependsOn: ['client.verify.sha256'],
    ruling:
      'Evaluated with a layer that has another digest and decompresses to 128 MiB: a client that uses more than 64 MiB on the disk or 256 MiB of memory has unpacked it before rejecting it. Computing alone is not observed.',
    impact:
      'A registry, or an attacker in between, fills disk and memory with a few bytes that are rejected afterwards.',
  },
  {
    id: 'client.verify.data',
    title: 'does not use embedded data that differs from its digest',
    section: 'properties',
    at: { '1.1': should('descriptor.md#53:2'), dev: should('descriptor.md#54:2') },
    impact: 'A config other than the one of the digest is used.',
  },
  {
    id: 'client.verify.unknown-algorithm',
    title: 'lets digests of unknown algorithms pass validation',
    section: 'digests',
    at: {
      '1.0': should('descriptor.md#93'),
      '1.1': should('descriptor.md#101'),
      dev: should('descriptor.md#103'),
    },
    unobservable:
      'a client that refuses such content because it cannot verify it, and one that takes the digest for malformed, act alike',
  },
  {
    id: 'client.media-type.returned',
    title: 'respects the media type that is returned where it expects none',
    section: 'media-type-conflicts',
    at: {
      '1.0': should('media-types.md#21'),
      '1.1': should('media-types.md#27'),
      dev: should('media-types.md#27'),
    },
    dependsOn: ['client.index.consumed', 'client.index.manifests'],
  },
  {
    id: 'client.media-type.matching',
    title: 'respects a media type that is returned as expected',
    section: 'media-type-conflicts',
    at: {
      '1.0': should('media-types.md#22'),
      '1.1': should('media-types.md#28'),
      dev: should('media-types.md#28'),
    },
    unobservable:
      'content of the expected type is treated as such in each control run; nothing else can be provoked',
  },
  {
    id: 'client.media-type.expected',
    title: 'treats content with the right digest as its descriptor states, whatever type is returned',
    section: 'media-type-conflicts',
    at: {
      '1.0': should('media-types.md#23'),
      '1.1': should('media-types.md#29'),
      dev: should('media-types.md#29'),
    },
    impact: 'Blobs cannot be pulled from storage that labels them as application/octet-stream or text/plain.',
  },
])
