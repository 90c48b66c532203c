import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { must, should } from '../../../../src/engine/requirement.ts'

/** Digests and their algorithms (descriptor.md). */
export const digest = defineRequirements([
  {
    id: 'descriptor.digest.exists',
    title: 'has a digest in every descriptor',
    section: 'properties',
    at: {
      '1.0': must('descriptor.md#27'),
      '1.1': must('descriptor.md#29'),
      dev: must('descriptor.md#29'),
    },
    dependsOn: ['descriptor.is-object'],
  },
  {
    id: 'descriptor.digest.is-string',
    title: 'has a string as digest',
    section: 'properties',
    at: {
      '1.0': must('descriptor.md#27', 'descriptor.md#25!'),
      '1.1': must('descriptor.md#29', 'descriptor.md#27!'),
      dev: must('descriptor.md#29', 'descriptor.md#27!'),
    },
  },
  {
    id: 'descriptor.digest.grammar',
    title: 'uses digests that match the digest grammar',
    section: 'digests',
    at: {
      '1.0': must('descriptor.md#69'),
      '1.1': must('descriptor.md#77'),
      dev: must('descriptor.md#78'),
    },
    ruling:
      'An algorithm that is not registered follows the grammar and passes; its content cannot be verified.',
    impact:
      'Clients turn digests into paths: one that does not follow the grammar has been used to climb out of a store (CVE-2024-3727).',
  },
  {
    id: 'descriptor.digest.sha256',
    title: 'encodes sha256 digests as 64 lowercase hex digits',
    section: 'sha-256',
    at: {
      '1.0': must('descriptor.md#143', 'descriptor.md#144'),
      '1.1': must('descriptor.md#153', 'descriptor.md#154'),
      dev: must('descriptor.md#156', 'descriptor.md#157'),
    },
    dependsOn: ['descriptor.digest.grammar'],
  },
  {
    id: 'descriptor.digest.sha512',
    title: 'encodes sha512 digests as 128 lowercase hex digits',
    section: 'sha-512',
    at: {
      '1.0': must('descriptor.md#151', 'descriptor.md#152'),
      '1.1': must('descriptor.md#161', 'descriptor.md#162'),
      dev: must('descriptor.md#164', 'descriptor.md#165'),
    },
    dependsOn: ['descriptor.digest.grammar'],
  },
  {
    id: 'descriptor.digest.blake3',
    title: 'encodes blake3 digests as 64 lowercase hex digits',
    section: 'blake3',
    at: {
      dev: must('descriptor.md#170', 'descriptor.md#173', 'descriptor.md#174'),
    },
    dependsOn: ['descriptor.digest.grammar'],
  },
  {
    id: 'descriptor.digest.prefers-sha256',
    title: 'uses sha256 digests',
    section: 'registered-algorithms',
    at: {
      '1.0': should('descriptor.md#127'),
      '1.1': should('descriptor.md#137'),
      dev: should('descriptor.md#139'),
    },
    dependsOn: ['descriptor.digest.grammar'],
    ruling:
      'The sentence binds implementations; the image shows what they chose. Another registered algorithm warns, one that is not registered is reported in a note.',
    impact: 'sha256 is the only algorithm that every client must verify.',
  },
])
