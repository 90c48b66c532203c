import type { Test } from '../define.ts'
import { compared, comparedFor } from '../config/judges/diff-ids.ts'
import { unreadDiffIds } from '../config/judges/unread-diff-ids.ts'
import { documentTest } from '../judges/document-test.ts'
import { judgedTest } from '../judges/judged-test.ts'

const shared = { kinds: ['manifest', 'docker-manifest'], nothing: 'there is no image manifest' } as const

/** The tests, in the order of reports. */
export const tests: readonly Test[] = [
  documentTest({
    id: 'manifest.document',
    title: 'Version and type of manifests',
    evaluates: [
      'manifest.is-object',
      'manifest.schema-version.exists',
      'manifest.schema-version.is-2',
      'manifest.media-type.exists',
      'manifest.media-type.is-manifest',
      'manifest.artifact-type.is-string',
      'manifest.artifact-type.rfc6838',
    ],
    ...shared,
  }),
  documentTest({
    id: 'manifest.config',
    title: 'The configuration of manifests',
    evaluates: ['manifest.config.exists', 'manifest.config.portable-type'],
    ...shared,
  }),
  documentTest({
    id: 'manifest.layers',
    title: 'The layers of manifests',
    evaluates: [
      'manifest.layers.exists',
      'manifest.layers.is-array',
      'manifest.layers.are-descriptors',
      'manifest.layers.not-empty',
      'manifest.layers.portable-types',
    ],
    ...shared,
  }),
  // The base layer comes first: seen by the DiffIDs, which the configuration lists in the same order.
  judgedTest({
    id: 'manifest.layers.order',
    title: 'The order of layers against that of the DiffIDs',
    evaluates: ['manifest.layers.stack-order'],
    readsAllOf: ['manifest', 'config', 'layer'],
    nothing: 'there is no image with a configuration and layers to compare',
    count: compared,
    unread: unreadDiffIds,
    judge: (image) => comparedFor(image, 'manifest.layers.stack-order'),
  }),
]
