import type { Test } from '../define.ts'
import { comparable, compared, comparedFor } from './judges/diff-ids.ts'
import { unreadDiffIds, unreadLists } from './judges/unread-diff-ids.ts'
import { documentsOf, documentTest } from '../judges/document-test.ts'
import { judgedTest } from '../judges/judged-test.ts'
import { judgeHistory } from './judges/history.ts'

const nothing = 'there is no image configuration'
const shared = { kinds: ['config'], nothing } as const

/** The tests, in the order of reports. */
export const tests: readonly Test[] = [
  documentTest({
    id: 'config.about',
    title: 'Date and author of configurations',
    evaluates: ['config.is-object', 'config.created.rfc3339', 'config.author.is-string'],
    ...shared,
  }),
  documentTest({
    id: 'config.platform',
    title: 'The platform of configurations',
    evaluates: [
      'config.architecture.exists',
      'config.architecture.is-string',
      'config.architecture.goarch',
      'config.os.exists',
      'config.os.is-string',
      'config.os.goos',
      'config.os-version.is-string',
      'config.os-features.is-string-array',
      'config.os-features.windows',
      'config.variant.is-string',
      'config.variant.listed',
    ],
    ...shared,
  }),
  documentTest({
    id: 'config.execution',
    title: 'Execution parameters',
    evaluates: [
      'config.config.is-object',
      'config.user.is-string',
      'config.user.form',
      'config.env.is-string-array',
      'config.env.form',
      'config.entrypoint.is-string-array',
      'config.cmd.is-string-array',
      'config.working-dir.is-string',
      'config.stop-signal.is-string',
      'config.stop-signal.form',
      'config.args-escaped.is-boolean',
      'config.args-escaped.unused',
    ],
    ...shared,
  }),
  documentTest({
    id: 'config.ports-and-volumes',
    title: 'Ports and volumes',
    evaluates: ['config.exposed-ports.is-set', 'config.exposed-ports.form', 'config.volumes.is-set'],
    ...shared,
  }),
  documentTest({
    id: 'config.reserved',
    title: 'Reserved execution parameters',
    evaluates: [
      'config.memory.is-integer',
      'config.memory-swap.is-integer',
      'config.cpu-shares.is-integer',
      'config.healthcheck.is-object',
    ],
    ...shared,
  }),
  documentTest({
    id: 'config.rootfs',
    title: 'rootfs and the form of its DiffIDs',
    evaluates: [
      'config.rootfs.exists',
      'config.rootfs.is-object',
      'config.rootfs.type.exists',
      'config.rootfs.type.is-layers',
      'config.rootfs.diff-ids.exists',
      'config.rootfs.diff-ids.is-string-array',
      'config.rootfs.diff-ids.digests',
    ],
    ...shared,
  }),
  // Each layer has its DiffID.
  judgedTest({
    id: 'config.diff-ids.count',
    title: 'The number of DiffIDs against that of the layers of the manifest',
    evaluates: ['config.rootfs.diff-ids.count'],
    readsAllOf: ['manifest', 'config'],
    nothing: 'there is no image with a configuration and layers to compare',
    count: comparable,
    unread: (image, options) => (comparable(image) === 0 ? unreadLists(image, options) : undefined),
    judge: (image) => comparedFor(image, 'config.rootfs.diff-ids.count'),
  }),
  // A DiffID is the digest of the uncompressed tar.
  judgedTest({
    id: 'config.diff-ids',
    title: 'DiffIDs against the layers of the manifest',
    evaluates: ['config.rootfs.diff-ids.match'],
    readsAllOf: ['manifest', 'config', 'layer'],
    nothing: 'there is no image with a configuration and layers to compare',
    count: compared,
    unread: unreadDiffIds,
    judge: (image) => comparedFor(image, 'config.rootfs.diff-ids.match'),
  }),
  documentTest({
    id: 'config.history',
    title: 'Entries of the history',
    evaluates: [
      'config.history.is-object-array',
      'config.history.created.rfc3339',
      'config.history.author.is-string',
      'config.history.created-by.is-string',
      'config.history.comment.is-string',
      'config.history.empty-layer.is-boolean',
    ],
    ...shared,
  }),
  // A history has an entry for each layer, and further ones with empty_layer.
  judgedTest({
    id: 'config.history.layers',
    title: 'The length of the history against the DiffIDs',
    evaluates: ['config.history.count'],
    readsAnyOf: ['config'],
    nothing,
    count: (image) => documentsOf(image, ['config']).length,
    judge: judgeHistory,
  }),
]
