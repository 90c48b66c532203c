import { blobWrites, content, lists, reading, writing, type Value } from './dimension.ts'
import type { KeyKind } from './history.ts'
import type { Occasion, Operation } from './occasion.ts'

/** States: what has happened to what a request is about, before the request. */

const readable: readonly KeyKind[] = ['tag', 'manifest', 'blob', 'tags', 'referrers']
const reads: readonly Operation[] = [...reading, ...lists]

const totalReads = ({ history }: Occasion): number => history.gets + history.heads
const digestOf = ({ kind, reference, manifest }: Occasion): string =>
  kind === 'tag' ? (manifest?.digest ?? '') : reference

/** Tags that lead to the manifest. */
const tagsOf = (occasion: Occasion): number =>
  [...(occasion.ctx.store.find(occasion.repository)?.tags.values() ?? [])].filter(
    (digest) => digest === digestOf(occasion),
  ).length

const isElsewhere = (occasion: Occasion): boolean =>
  [...occasion.ctx.store.repositories.values()].some(
    ({ name, blobs, manifests }) =>
      name !== occasion.repository && (occasion.kind === 'blob' ? blobs : manifests).has(digestOf(occasion)),
  )

const isChild = (occasion: Occasion): boolean =>
  [...(occasion.ctx.store.find(occasion.repository)?.manifests.values() ?? [])].some(({ references }) =>
    references.some(({ digest }) => digest === digestOf(occasion)),
  )

/**
 * Only what is there has been read: a list always is, and what is not there has been asked for at most, which is none of the states.
 */
const isThere = { present: true } as const

/** After how many requests of its kind a registry is worn out. */
const many = 20

const readStates: readonly Value[] = [
  {
    id: 'unread',
    title: 'in the first read since the last change',
    kinds: readable,
    operations: reads,
    holds: (each) => totalReads(each) === 0,
  },
  {
    ...isThere,
    id: 'read-before',
    title: 'once it has been read',
    kinds: readable,
    operations: reads,
    holds: (each) => totalReads(each) === 1,
  },
  {
    ...isThere,
    id: 'read-twice',
    title: 'once it has been read twice',
    kinds: readable,
    operations: reads,
    holds: (each) => totalReads(each) > 1,
  },
  {
    ...isThere,
    id: 'after-head',
    title: 'after a HEAD of it',
    kinds: ['tag', 'manifest', 'blob'],
    operations: ['manifest-get', 'blob-get'],
    holds: ({ history }) => history.heads > 0,
  },
  {
    ...isThere,
    id: 'after-get',
    title: 'after a GET of it',
    kinds: ['tag', 'manifest', 'blob'],
    operations: ['manifest-head', 'blob-head'],
    holds: ({ history }) => history.gets > 0,
  },
]

const writes: readonly Value[] = [
  {
    id: 'new',
    title: 'where it is new',
    kinds: ['tag', 'manifest', 'blob'],
    operations: writing,
    present: false,
    holds: ({ history }) => history.writes === 0,
  },
  {
    id: 'again',
    title: 'where the same is there already',
    kinds: ['tag', 'manifest', 'blob'],
    operations: writing,
    present: true,
    holds: ({ history, manifest, kind }) =>
      history.last !== undefined &&
      history.last !== 'deletion' &&
      history.writes === 1 &&
      (kind !== 'tag' || history.contents.at(-1) === manifest?.digest),
  },
  {
    id: 'third-time',
    title: 'where it has been pushed twice',
    kinds: ['tag', 'manifest', 'blob'],
    operations: writing,
    present: true,
    holds: ({ history }) => history.last !== 'deletion' && history.writes > 1,
  },
  {
    id: 'moving',
    title: 'where the tag leads to another manifest',
    kinds: ['tag'],
    operations: ['manifest-put'],
    present: true,
    holds: ({ history, manifest }) =>
      history.writes > 0 && history.last !== 'deletion' && history.contents.at(-1) !== manifest?.digest,
  },
  {
    id: 'moving-back',
    title: 'where the tag led to this manifest before',
    kinds: ['tag'],
    operations: ['manifest-put'],
    present: true,
    holds: ({ history, manifest }) =>
      history.last !== 'deletion' &&
      history.contents.at(-1) !== manifest?.digest &&
      history.contents.includes(manifest?.digest ?? ''),
  },
]

const moves: readonly Value[] = [
  {
    id: 'after-move',
    title: 'after the tag moved',
    kinds: ['tag'],
    present: true,
    holds: ({ history }) => history.moves === 1 && history.last !== 'deletion',
  },
  {
    id: 'after-second-move',
    title: 'after the tag moved twice',
    kinds: ['tag'],
    present: true,
    holds: ({ history }) => history.moves > 1 && history.last !== 'deletion',
  },
  {
    id: 'after-move-back',
    title: 'after the tag moved back',
    kinds: ['tag'],
    present: true,
    holds: ({ history }) => history.returns > 0 && history.last !== 'deletion',
  },
  {
    id: 'tag-moved-away',
    title: 'after a tag of it moved away',
    kinds: ['manifest'],
    present: true,
    holds: ({ history }) => history.abandoned > 0,
  },
  {
    id: 'tag-deleted',
    title: 'after a tag of it was deleted',
    kinds: ['manifest'],
    present: true,
    holds: ({ history }) => history.untagged > 0,
  },
  {
    id: 'never-tagged',
    title: 'where no tag leads to it',
    kinds: ['manifest'],
    present: true,
    holds: (each) => tagsOf(each) === 0 && each.history.abandoned + each.history.untagged === 0,
  },
  {
    id: 'several-tags',
    title: 'where several tags lead to it',
    kinds: content,
    present: true,
    holds: (each) => tagsOf(each) > 1,
  },
]

const deletions: readonly Value[] = [
  {
    id: 'after-deletion',
    title: 'after its deletion',
    kinds: ['tag', 'manifest', 'blob'],
    present: false,
    holds: ({ history }) => history.last === 'deletion',
  },
  {
    id: 'after-re-push',
    title: 'after it was deleted and pushed again',
    kinds: ['tag', 'manifest', 'blob'],
    present: true,
    holds: ({ history }) => history.deletions > 0 && history.last !== 'deletion',
  },
  {
    id: 'after-second-deletion',
    title: 'after its second deletion',
    kinds: ['tag', 'manifest', 'blob'],
    present: false,
    holds: ({ history }) => history.deletions > 1 && history.last === 'deletion',
  },
]

const relations: readonly Value[] = [
  {
    id: 'mounted',
    title: 'after it was mounted here',
    kinds: ['blob'],
    present: true,
    holds: ({ history }) => history.mounts > 0,
  },
  {
    id: 'mount-source',
    title: 'after it was mounted from here',
    kinds: ['blob'],
    present: true,
    holds: ({ history }) => history.given > 0,
  },
  {
    id: 'in-both',
    title: 'where another repository has it as well',
    kinds: ['tag', 'manifest', 'blob'],
    // A tag that leads to nothing names no manifest.
    kindsOfMissing: ['manifest', 'blob'],
    holds: isElsewhere,
  },
  {
    id: 'referred-to',
    title: 'where referrers of it are there',
    kinds: content,
    present: true,
    holds: (each) => each.ctx.policy.referrersOf(each.ctx.store, each.repository, digestOf(each)).length > 0,
  },
  {
    id: 'in-use',
    title: 'where a manifest refers to it',
    kinds: ['manifest', 'blob'],
    present: true,
    holds: isChild,
  },
  {
    id: 'pushed-twice',
    title: 'after it was pushed twice',
    kinds: ['tag', 'manifest', 'blob'],
    present: true,
    operations: [...reading, 'manifest-delete', 'blob-delete'],
    holds: ({ history }) => history.writes > 1 && history.last === 'again',
  },
]

const changesOfLists: readonly Value[] = [
  {
    id: 'after-addition',
    title: 'after an entry was added',
    kinds: ['tags', 'referrers'],
    holds: ({ history }) => history.last === 'write',
  },
  {
    id: 'after-tag-move',
    title: 'after a tag moved',
    kinds: ['tags'],
    holds: ({ history }) => history.last === 'move',
  },
  {
    id: 'after-removal',
    title: 'after an entry was deleted',
    kinds: ['tags', 'referrers'],
    holds: ({ history }) => history.last === 'deletion',
  },
  {
    id: 'after-some-removal',
    title: 'once any entry was deleted',
    kinds: ['tags', 'referrers'],
    holds: ({ history }) => history.deletions > 0,
  },
  {
    id: 'after-repetition',
    title: 'after an entry was pushed again',
    kinds: ['tags', 'referrers'],
    holds: ({ history }) => history.last === 'again',
  },
]

const uploads: readonly Value[] = [
  {
    id: 'after-refusal',
    title: 'after a refused request about it',
    kinds: ['tag', 'manifest', 'blob', 'upload'],
    holds: ({ history }) => history.refusals > 0,
  },
  {
    id: 'after-status',
    title: 'after its status was requested',
    kinds: ['upload'],
    holds: ({ history }) => history.gets > 0,
  },
  {
    id: 'after-cancel',
    title: 'after an upload was canceled in the repository',
    kinds: ['upload', 'uploads', 'blob'],
    operations: ['upload-start', 'upload-chunk', 'upload-status', 'upload-cancel', ...blobWrites],
    holds: ({ known, repository }) => known.cancelled(repository) > 0,
  },
  {
    id: 'beside-another-upload',
    title: 'while another upload is open',
    kinds: ['upload', 'uploads', 'blob'],
    operations: ['upload-start', 'upload-chunk', 'upload-status', 'upload-cancel', 'upload-close'],
    holds: ({ known, repository, session }) =>
      known.openUploads(repository) > (session === undefined ? 0 : 1),
  },
]

const generally: readonly Value[] = [
  {
    id: 'overlapping',
    title: 'while another request about the same is under way',
    kinds: ['tag', 'manifest', 'blob', 'uploads'],
    operations: [...writing, 'manifest-delete', 'blob-delete', 'upload-start'],
    holds: ({ overlaps }) => overlaps,
  },
  {
    id: 'after-many',
    title: `after ${many} requests of this kind`,
    holds: ({ known, operation }) => known.count(operation) >= many,
  },
]

/** In lasting order. */
export const states: readonly Value[] = [
  ...readStates,
  ...writes,
  ...moves,
  ...deletions,
  ...relations,
  ...changesOfLists,
  ...uploads,
  ...generally,
]
