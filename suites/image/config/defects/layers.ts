import type { Defect } from '../../layouts/case.ts'
import type { RequirementId } from '../../requirements.ts'
import { type Change, type Doc } from '../../layouts/build/layout.ts'
import { inConfig, set, without } from './makers.ts'

const rootfs = (
  id: string,
  violates: RequirementId,
  title: string,
  change: Change,
  more: Partial<Defect> = {},
): Defect => inConfig(id, violates, title, (document) => void change(document['rootfs'] as Doc), more)
const history = (id: string, violates: RequirementId, title: string, changes: Doc): Defect =>
  inConfig(
    id,
    violates,
    title,
    (document) => void Object.assign((document['history'] as Doc[])[0] ?? {}, changes),
  )

/** DiffIDs and history that are missing, wrong, or not those of the layers. */
export const layers: readonly Defect[] = [
  without('without-rootfs', 'config.rootfs.exists', 'no rootfs', 'rootfs'),
  set('rootfs-string', 'config.rootfs.is-object', 'a rootfs that is a string', { rootfs: 'layers' }),
  rootfs(
    'rootfs-without-type',
    'config.rootfs.type.exists',
    'a rootfs without a type',
    (each) => void delete each['type'],
  ),
  rootfs('rootfs-of-another-type', 'config.rootfs.type.is-layers', 'a rootfs of another type', (each) => {
    each['type'] = 'layers+base'
  }),
  rootfs(
    'without-diff-ids',
    'config.rootfs.diff-ids.exists',
    'no DiffIDs',
    (each) => void delete each['diff_ids'],
  ),
  rootfs(
    'diff-ids-object',
    'config.rootfs.diff-ids.is-string-array',
    'DiffIDs that are an object',
    (each) => {
      each['diff_ids'] = {}
    },
  ),
  rootfs(
    'diff-id-without-algorithm',
    'config.rootfs.diff-ids.digests',
    'a DiffID without its algorithm',
    (each) => {
      each['diff_ids'] = (each['diff_ids'] as string[]).map((id) => id.slice(7))
    },
  ),
  inConfig(
    'diff-ids-too-few',
    'config.rootfs.diff-ids.count',
    'no DiffID for one of the layers',
    (document) => {
      const ids = (document['rootfs'] as Doc)['diff_ids'] as string[]
      ;(document['rootfs'] as Doc)['diff_ids'] = ids.slice(1)
      document['history'] = []
    },
  ),
  rootfs('diff-id-of-other-bytes', 'config.rootfs.diff-ids.match', 'a DiffID of something else', (each) => {
    each['diff_ids'] = [`sha256:${'0'.repeat(64)}`]
  }),
  {
    id: 'diff-id-of-compressed-layer',
    violates: 'config.rootfs.diff-ids.match',
    title: 'the digest of the compressed layer as its DiffID',
    make(layout) {
      const { descriptor } = layout.layer()
      layout.image({
        layers: [{ descriptor: () => descriptor }],
        config: (document) => void ((document['rootfs'] as Doc)['diff_ids'] = [descriptor['digest']]),
      })
    },
  },
  set('history-object', 'config.history.is-object-array', 'a history that is an object', { history: {} }),
  set('history-of-strings', 'config.history.is-object-array', 'a history of strings', {
    history: ['RUN true'],
  }),
  history('history-created', 'config.history.created.rfc3339', 'a date of another form in the history', {
    created: 'yesterday',
  }),
  history('history-author', 'config.history.author.is-string', 'an author in the history that is a number', {
    author: 1,
  }),
  history('history-created-by', 'config.history.created-by.is-string', 'created_by that is an array', {
    created_by: ['RUN'],
  }),
  history('history-comment', 'config.history.comment.is-string', 'a comment that is an object', {
    comment: {},
  }),
  history('history-empty-layer', 'config.history.empty-layer.is-boolean', 'empty_layer that is a string', {
    empty_layer: 'false',
  }),
  inConfig(
    'history-too-long',
    'config.history.count',
    'a history of more layers than there are',
    (document) => {
      document['history'] = [...(document['history'] as Doc[]), { created_by: 'ENV A=b' }]
    },
  ),
  {
    id: 'no-diff-ids-after-conversion',
    violates: 'config.rootfs.diff-ids.count',
    title: 'a configuration that lost its DiffIDs when it was converted (containers/image 415)',
    make: (layout) =>
      void layout.image({
        config(document) {
          ;(document['rootfs'] as Doc)['diff_ids'] = []
          document['history'] = []
        },
      }),
  },
  {
    id: 'empty-layer-not-counted',
    violates: 'config.history.count',
    title: 'an instruction without a layer that is not marked as one (hub-feedback 2520)',
    make: (layout) =>
      void layout.image({
        layers: [{}, {}],
        config: (document) =>
          void (document['history'] = [
            { created_by: 'ADD a' },
            { created_by: 'ENV A=b' },
            { created_by: 'ADD b' },
          ]),
      }),
  },
]
