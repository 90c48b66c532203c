import type { CensusNote } from '../../../src/engine/requirement.ts'

/** Key words about those who make images, as far as the image does not show it. */
export const builders: readonly CensusNote[] = [
  {
    reason: 'binds those who commit a container: an image does not show that data came from a volume',
    at: {
      '1.0': ['conversion.md#96'],
      '1.1': ['conversion.md#103'],
      dev: ['conversion.md#103'],
    },
  },
  {
    reason:
      'binds builders: how they compare filesystems, and that they pack and unpack layers in the same way each time',
    at: {
      '1.0': ['layer.md#149', 'config.md#29'],
      '1.1': ['layer.md#157', 'config.md#29'],
      dev: ['layer.md#156', 'config.md#29'],
    },
  },
  {
    reason:
      'binds those who fill in data: not in content that has its digest already; an image does not show it afterwards',
    at: {
      '1.1': ['descriptor.md#172', 'descriptor.md#173'],
      dev: ['descriptor.md#184', 'descriptor.md#185'],
    },
  },
  {
    reason: 'permits embedding content in descriptors, and recommends considering sizes that others reject',
    at: {
      '1.1': ['descriptor.md#170', 'descriptor.md#174', 'descriptor.md#176'],
      dev: ['descriptor.md#182', 'descriptor.md#186', 'descriptor.md#188'],
    },
  },
  {
    reason: 'binds builders: a stable serialization, of which an image shows only one instance',
    at: {
      '1.0': ['considerations.md#12', 'descriptor.md#102'],
      '1.1': ['considerations.md#21', 'descriptor.md#110'],
      dev: ['considerations.md#23', 'descriptor.md#112', 'considerations.md#36'],
    },
  },
  {
    reason:
      'refers to the guidelines for artifacts, whose statements artifact.* judge; permits artifacts, and using the decision tree',
    at: {
      '1.1': ['manifest.md#54', 'manifest.md#178', 'manifest.md#185', 'artifacts-guidance.md#3'],
      dev: ['manifest.md#54', 'manifest.md#178', 'manifest.md#185', 'artifacts-guidance.md#3'],
    },
  },
]
