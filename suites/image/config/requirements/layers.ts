import { defineRequirements } from '../../../../src/engine/literal-ids.ts'
import { derived, must } from '../../../../src/engine/requirement.ts'
import { declaredDate, declaredType } from '../../reasoning.ts'

/** The DiffIDs and the history of a configuration, against the layers of its manifest (config.md). */
export const layers = defineRequirements([
  {
    id: 'config.rootfs.exists',
    title: 'has rootfs in the configuration',
    section: 'properties',
    at: {
      '1.0': must('config.md#168'),
      '1.1': must('config.md#210'),
      dev: must('config.md#210'),
    },
    dependsOn: ['config.is-object'],
  },
  {
    id: 'config.rootfs.is-object',
    title: 'has an object as rootfs',
    section: 'properties',
    at: {
      '1.0': must('config.md#168'),
      '1.1': must('config.md#210'),
      dev: must('config.md#210'),
    },
    dependsOn: ['config.rootfs.exists'],
  },
  {
    id: 'config.rootfs.type.exists',
    title: 'has a type in rootfs',
    section: 'properties',
    at: {
      '1.0': must('config.md#173'),
      '1.1': must('config.md#215'),
      dev: must('config.md#215'),
    },
    dependsOn: ['config.rootfs.is-object'],
  },
  {
    id: 'config.rootfs.type.is-layers',
    title: 'has layers as the type of rootfs',
    section: 'properties',
    at: {
      '1.0': must('config.md#175'),
      '1.1': must('config.md#217'),
      dev: must('config.md#217'),
    },
    dependsOn: ['config.rootfs.type.exists'],
    impact: 'Implementations have to reject any other value.',
  },
  {
    id: 'config.rootfs.diff-ids.exists',
    title: 'has diff_ids in rootfs',
    section: 'properties',
    at: {
      '1.0': must('config.md#178'),
      '1.1': must('config.md#220'),
      dev: must('config.md#220'),
    },
    dependsOn: ['config.rootfs.is-object'],
  },
  {
    id: 'config.rootfs.diff-ids.is-string-array',
    title: 'has an array of strings as diff_ids',
    section: 'properties',
    at: {
      '1.0': must('config.md#178'),
      '1.1': must('config.md#220'),
      dev: must('config.md#220'),
    },
    dependsOn: ['config.rootfs.diff-ids.exists'],
  },
  {
    id: 'config.rootfs.diff-ids.digests',
    title: 'has a digest as each DiffID',
    section: 'layer-diffid',
    at: {
      '1.0': must('config.md#178', 'config.md#28!'),
      '1.1': must('config.md#220', 'config.md#28!'),
      dev: must('config.md#220', 'config.md#28!'),
    },
    dependsOn: ['config.rootfs.diff-ids.is-string-array'],
  },
  {
    id: 'config.rootfs.diff-ids.count',
    title: 'has as many DiffIDs as the manifest has layers',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#180'),
      '1.1': derived('MUST', 'config.md#222'),
      dev: derived('MUST', 'config.md#222'),
    },
    reasoning:
      'The list contains the hashes of the layers from first to last, and each layer has one, so there are as many as layers.',
    dependsOn: ['config.rootfs.diff-ids.is-string-array', 'manifest.layers.is-array'],
    ruling:
      'No sentence states it, but each layer has its DiffID and each DiffID its layer: for the image configuration a difference fails.',
    impact: 'Clients refuse to unpack: the numbers of layers and DiffIDs differ.',
  },
  {
    id: 'config.rootfs.diff-ids.match',
    title: 'has the digests of its uncompressed layers as DiffIDs',
    section: 'layer-diffid',
    at: {
      '1.0': must('config.md#178', 'config.md#180!', 'config.md#28!'),
      '1.1': must('config.md#220', 'config.md#222!', 'config.md#28!'),
      dev: must('config.md#220', 'config.md#222!', 'config.md#28!'),
    },
    dependsOn: [
      'config.rootfs.diff-ids.digests',
      'config.rootfs.diff-ids.count',
      'layer.compression.gzip',
      'layer.compression.zstd',
    ],
    ruling:
      'Layers whose blob is missing are skipped. The same DiffIDs in another order fail manifest.layers.stack-order.',
    impact:
      'Builders have listed the digest of the compressed blob; clients reject the layer after unpacking it.',
  },
  {
    id: 'config.history.is-object-array',
    title: 'has an array of objects as history',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#182'),
      '1.1': derived('MUST', 'config.md#224'),
      dev: derived('MUST', 'config.md#224'),
    },
    reasoning: declaredType,
  },
  {
    id: 'config.history.created.rfc3339',
    title: 'has an RFC 3339 date and time as created in history',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#190'),
      '1.1': derived('MUST', 'config.md#232'),
      dev: derived('MUST', 'config.md#232'),
    },
    reasoning: declaredDate,
    dependsOn: ['config.history.is-object-array'],
    impact: 'Go clients fail to decode the whole configuration because of one invalid date.',
  },
  {
    id: 'config.history.author.is-string',
    title: 'has a string as author in history',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#192'),
      '1.1': derived('MUST', 'config.md#234'),
      dev: derived('MUST', 'config.md#234'),
    },
    reasoning: declaredType,
    dependsOn: ['config.history.is-object-array'],
  },
  {
    id: 'config.history.created-by.is-string',
    title: 'has a string as created_by in history',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#196'),
      '1.1': derived('MUST', 'config.md#238'),
      dev: derived('MUST', 'config.md#238'),
    },
    reasoning: declaredType,
    dependsOn: ['config.history.is-object-array'],
  },
  {
    id: 'config.history.comment.is-string',
    title: 'has a string as comment in history',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#200'),
      '1.1': derived('MUST', 'config.md#242'),
      dev: derived('MUST', 'config.md#242'),
    },
    reasoning: declaredType,
    dependsOn: ['config.history.is-object-array'],
  },
  {
    id: 'config.history.empty-layer.is-boolean',
    title: 'has a boolean as empty_layer in history',
    section: 'properties',
    at: {
      '1.0': derived('MUST', 'config.md#204'),
      '1.1': derived('MUST', 'config.md#246'),
      dev: derived('MUST', 'config.md#246'),
    },
    reasoning: declaredType,
    dependsOn: ['config.history.is-object-array'],
  },
  {
    id: 'config.history.count',
    title: 'has a history entry for each layer if it has a history',
    section: 'properties',
    at: {
      '1.0': derived('SHOULD', 'config.md#184', 'config.md#207'),
      '1.1': derived('SHOULD', 'config.md#226', 'config.md#249'),
      dev: derived('SHOULD', 'config.md#226', 'config.md#249'),
    },
    reasoning: 'history is described as the history of each layer, without a keyword.',
    dependsOn: ['config.history.is-object-array', 'config.rootfs.diff-ids.is-string-array'],
    ruling:
      'Stated without a keyword, and a valid example of the schema violates it: entries that are not marked empty_layer and differ in number from diff_ids warn.',
    impact: 'Tools that pair the two attribute layers to the wrong commands, or stop.',
  },
])
