import { describe, expect, it } from 'vitest'
import { describe as descriptorOf, contentOf } from '../../../../../src/content/content.ts'
import { imageManifest } from '../../../../../src/content/manifest.ts'
import { mediaTypes } from '../../../../../src/content/media-types.ts'
import { meaningOf } from '../../../../../suites/distribution/model/rules/blob-ranges.ts'
import {
  elsewhere,
  exchange,
  exchangesOf,
  get,
  head,
  judged,
  manifest,
  missing,
  put,
  remove,
  violatedBy,
  type Sent,
} from './exchanges.ts'
import { createHistory } from '../../../../../suites/distribution/model/history.ts'
import { judgeHistory } from '../../../../../suites/distribution/model/judge.ts'
import { observe } from '../../../../../suites/distribution/model/observe.ts'
import {
  blobAt,
  bytes,
  chunk,
  close,
  deleteBlob,
  getBlob,
  headBlob,
  mount,
  named,
  noBlob,
  part,
  post,
  pushed,
  start,
} from './blob-exchanges.ts'
import { vectors } from './vectors.ts'

const abc = named('abc')
const away = { repository: elsewhere }
const text = 'abcdefghij'
const whole = pushed(1, text)
const digestOnly = { headers: { 'Docker-Content-Digest': abc } }

vectors('a GET of a blob', [
  ['returns it', [...pushed(1, 'abc'), getBlob('abc')], []],
  ['returns other bytes', [...pushed(1, 'abc'), getBlob('abc', { body: 'abd' })], ['push.post-put.stored']],
  ['returns other bytes of one that others pushed', [getBlob('abc', { body: 'abd' })], ['pull.blob.unknown']],
  ['has no digest', [...pushed(1, 'abc'), getBlob('abc', { headers: {} })], ['pull.blob.digest-header']],
  [
    'has another digest',
    [...pushed(1, 'abc'), getBlob('abc', { headers: { 'Docker-Content-Digest': named('x') } })],
    ['pull.blob.digest-header-value'],
  ],
  [
    'has its sha512',
    [...pushed(1, 'abc'), getBlob('abc', { headers: { 'Docker-Content-Digest': named('abc', 'sha512') } })],
    [],
  ],
  [
    'has another sha512',
    [...pushed(1, 'abc'), getBlob('abc', { headers: { 'Docker-Content-Digest': named('x', 'sha512') } })],
    ['pull.blob.digest-header-value'],
  ],
  ['fails', [...pushed(1, 'abc'), noBlob('abc', 'GET', { status: 500 })], ['push.post-put.stored']],
  ['is forbidden', [...pushed(1, 'abc'), noBlob('abc', 'GET', { status: 403 })], []],
  [
    'has no answer',
    [...pushed(1, 'abc'), noBlob('abc', 'GET', { error: { code: 'timeout', message: '' } })],
    [],
  ],
])

vectors('a HEAD of a blob', [
  ['returns its size', [...pushed(1, 'abc'), headBlob('abc')], []],
  [
    'has no digest',
    [...pushed(1, 'abc'), headBlob('abc', { headers: { 'Content-Length': '3' } })],
    ['pull.blob.head.digest-header'],
  ],
  [
    'has another digest',
    [
      ...pushed(1, 'abc'),
      headBlob('abc', { headers: { 'Content-Length': '3', 'Docker-Content-Digest': named('x') } }),
    ],
    ['pull.blob.head.digest-header-value'],
  ],
  ['has no length', [...pushed(1, 'abc'), headBlob('abc', digestOnly)], ['pull.blob.head.content-length']],
  [
    'has another length',
    [...pushed(1, 'abc'), headBlob('abc', { headers: { ...digestOnly.headers, 'Content-Length': '0' } })],
    ['pull.blob.head.content-length-value'],
  ],
  [
    'has another length after a mount',
    [
      ...pushed(1, 'abc', away),
      mount(abc, elsewhere),
      headBlob('abc', { headers: { ...digestOnly.headers, 'Content-Length': '0' } }),
    ],
    ['pull.blob.head.content-length-value'],
  ],
  ['does not find it', [...pushed(1, 'abc'), noBlob('abc', 'HEAD')], ['push.post-put.stored']],
  [
    'is answered with another status that stands for success',
    [...pushed(1, 'abc'), noBlob('abc', 'HEAD', { status: 202 })],
    ['push.post-put.stored'],
  ],
  [
    'does not find what GET finds',
    [...pushed(1, 'abc'), getBlob('abc'), noBlob('abc', 'HEAD')],
    ['pull.blob.head.known'],
  ],
])

vectors('a blob that is not served', [
  ['after POST and PUT', [...pushed(1, 'abc'), noBlob('abc')], ['push.post-put.stored']],
  ['after a single POST', [post('abc'), noBlob('abc')], ['push.single-post.stored']],
  ['after chunks', [start(1), chunk(1, 'abc', 0), close(1, abc), noBlob('abc')], ['push.chunked.stored']],
  [
    'after a last chunk',
    [start(1), chunk(1, 'ab', 0), close(1, abc, { body: 'c' }), noBlob('abc')],
    ['push.chunked.final-chunk-in-put'],
  ],
  ['after a mount', [...pushed(1, 'abc', away), mount(abc, elsewhere), noBlob('abc')], ['push.mount.stored']],
  [
    'after a mount, in its source',
    [...pushed(1, 'abc', away), mount(abc, elsewhere), noBlob('abc', 'GET', away)],
    ['push.post-put.stored'],
  ],
  ['and is empty', [start(1), close(1, named('')), noBlob('')], ['push.blob.empty']],
  [
    'after it was pushed at the same time',
    [
      start(1),
      start(2),
      close(1, abc, { body: 'abc', at: [20, 40] }),
      close(2, abc, { body: 'abc', at: [21, 41] }),
      noBlob('abc', 'GET', { at: [50, 51] }),
    ],
    ['push.blob.concurrent'],
  ],
  [
    'after it was deleted and pushed again',
    [...pushed(1, 'abc'), deleteBlob('abc'), ...pushed(2, 'abc'), noBlob('abc')],
    ['management.blob.push-again'],
  ],
  [
    'after it was deleted elsewhere',
    [...pushed(1, 'abc'), ...pushed(2, 'abc', away), deleteBlob('abc', away), noBlob('abc')],
    ['management.blob.other-repository-kept'],
  ],
  [
    'after its deletion was refused',
    [...pushed(1, 'abc'), deleteBlob('abc', { status: 405 }), noBlob('abc')],
    ['management.blob.accepted', 'push.post-put.stored'],
  ],
  [
    'while it is pushed',
    [start(1), close(1, abc, { body: 'abc', at: [10, 30] }), noBlob('abc', 'GET', { at: [11, 29] })],
    [],
  ],
  [
    'after a push without answer',
    [start(1), close(1, abc, { body: 'abc', error: { code: 'reset', message: '' } }), noBlob('abc')],
    [],
  ],
  [
    'after a push that failed',
    [start(1), close(1, abc, { body: 'abc', status: 502 }), noBlob('abc')],
    ['push.post-put.created'],
  ],
])

vectors('a blob that was not pushed', [
  ['is not found', [noBlob('abc'), noBlob('abc', 'HEAD')], []],
  ['is served', [getBlob('abc')], ['pull.blob.unknown']],
  ['is there for HEAD', [headBlob('abc')], ['pull.blob.head.unknown']],
  ['is answered 400', [noBlob('abc', 'GET', { status: 400 })], ['pull.blob.unknown']],
  ['is answered 500', [noBlob('abc', 'GET', { status: 500 })], ['pull.blob.unknown']],
  ['is answered 500 to HEAD', [noBlob('abc', 'HEAD', { status: 500 })], ['pull.blob.head.unknown']],
  [
    'is served from another repository',
    [...pushed(1, 'abc', away), getBlob('abc')],
    ['pull.blob.other-repository'],
  ],
  [
    'is served after a refused PUT',
    [start(1), close(1, abc, { body: 'xyz', status: 400 }), getBlob('abc', { body: 'xyz' })],
    ['push.post-put.wrong-digest-not-stored'],
  ],
  [
    'that another repository has is served after a refused PUT',
    [...pushed(2, 'abc', away), start(1), close(1, abc, { body: 'xyz', status: 400 }), getBlob('abc')],
    ['pull.blob.other-repository'],
  ],
  [
    'that another repository has is served with the bytes of a refused PUT',
    [
      ...pushed(2, 'abc', away),
      start(1),
      close(1, abc, { body: 'xyz', status: 400 }),
      getBlob('abc', { body: 'xyz' }),
    ],
    ['push.post-put.wrong-digest-not-stored'],
  ],
  [
    'is served with other bytes than those of a refused PUT',
    [
      ...pushed(2, 'abc'),
      start(1),
      close(1, abc, { body: 'xyz', status: 400 }),
      getBlob('abc', { body: 'abd' }),
    ],
    ['push.post-put.stored'],
  ],
  [
    'is served after a PUT that failed',
    [start(1), close(1, abc, { body: 'xyz', status: 500 }), getBlob('abc', { body: 'xyz' })],
    ['push.post-put.wrong-digest', 'push.post-put.wrong-digest-not-stored'],
  ],
  [
    'is there for HEAD after a refused PUT',
    [start(1), close(1, abc, { body: 'xyz', status: 400 }), headBlob('abc')],
    ['push.post-put.wrong-digest-not-stored'],
  ],
  [
    'is served after a refused single POST',
    [post('xyz', { digest: abc, status: 400 }), getBlob('abc', { body: 'xyz' })],
    ['push.single-post.wrong-digest-not-stored'],
  ],
  [
    'is served after a refused closing',
    [start(1), chunk(1, 'xyz', 0), close(1, abc, { status: 400 }), getBlob('abc', { body: 'xyz' })],
    ['push.chunked.wrong-digest-not-stored'],
  ],
  [
    'is served after a refused last chunk',
    [start(1), chunk(1, 'x', 0), close(1, abc, { body: 'yz', status: 400 }), getBlob('abc', { body: 'xyz' })],
    ['push.chunked.final-put-wrong-digest-not-stored'],
  ],
  [
    'but its bytes were, under another digest',
    [start(1), close(1, named('x'), { body: 'abc', status: 400 }), getBlob('abc')],
    [],
  ],
  [
    'but its bytes were, by sha512',
    [start(1), close(1, named('abc', 'sha512'), { body: 'abc' }), getBlob('abc')],
    [],
  ],
  [
    'but in chunks that were not closed',
    [start(1), chunk(1, 'abc', 0), getBlob('abc')],
    ['pull.blob.unknown'],
  ],
])

vectors(
  'a blob of which nothing is known',
  [
    ['is served', [getBlob('abc')], []],
    ['is not', [noBlob('abc')], []],
    ['has other bytes', [getBlob('abc', { body: 'x' })], ['pull.blob.exact-bytes']],
    [
      'has a wrong digest',
      [getBlob('abc', { headers: { 'Docker-Content-Digest': named('x') } })],
      ['pull.blob.digest-header-value'],
    ],
    ['is deleted', [deleteBlob('abc')], []],
    ['is mounted', [mount(abc, elsewhere), getBlob('abc')], []],
    ['is mounted, and not there', [mount(abc, elsewhere), noBlob('abc')], ['push.mount.stored']],
  ],
  { isOwn: () => false },
)

describe('manifests that are served as blobs', () => {
  it('are allowed', () => {
    const a = manifest('a')
    const asBlob = exchange('GET', blobAt(a.digest), {}, 200, {
      headers: { 'Docker-Content-Digest': a.digest },
      body: a.bytes,
    })
    expect(violatedBy([put(a), asBlob])).toEqual([])
  })
})

const blob = contentOf(bytes('abc'), mediaTypes.octetStream)
const holder = imageManifest({ config: descriptorOf(blob), layers: [] })
const held: Sent[] = [...pushed(1, 'abc'), put(holder, 'v1')]

vectors('an empty blob', [
  ['is kept', [...pushed(1, ''), noBlob('')], ['push.blob.empty']],
  [
    'is mounted as any other',
    [...pushed(1, '', { repository: elsewhere }), mount(named(''), elsewhere), noBlob('')],
    ['push.mount.stored'],
  ],
])

vectors('blobs that a manifest refers to', [
  ['are kept', [...held, noBlob('abc')], ['push.post-put.stored']],
  ['may be collected once it is deleted', [...held, remove(holder.digest), noBlob('abc')], []],
  ['may be collected once its tag is deleted', [...held, remove('v1'), noBlob('abc')], []],
  ['may be collected once its tag has moved', [...held, put(manifest('b'), 'v1'), noBlob('abc')], []],
  [
    'are kept when its tag has moved there from another one',
    [...pushed(1, 'abc'), put(manifest('b'), 'v1'), put(holder, 'v1'), noBlob('abc')],
    ['push.post-put.stored'],
  ],
  [
    'are kept when another tag has moved',
    [...held, put(manifest('b'), 'v2'), put(manifest('c'), 'v2'), noBlob('abc')],
    ['push.post-put.stored'],
  ],
  ['are kept when it is pushed again', [...held, put(holder, 'v1'), noBlob('abc')], ['push.post-put.stored']],
  [
    'are kept when another one is deleted elsewhere',
    [...held, remove(manifest('b').digest, { ...away, status: 404 }), noBlob('abc')],
    ['push.post-put.stored'],
  ],
  [
    'are kept where it is served afterwards',
    [...held, remove('v1'), noBlob('abc'), get(holder)],
    ['push.post-put.stored'],
  ],
  [
    'may have been collected before it was pushed again',
    [...held, remove('v1'), noBlob('abc'), put(holder), get(holder)],
    [],
  ],
  ['may be protected', [...held, deleteBlob('abc', { status: 409 })], []],
  [
    'are not forgotten by a protection',
    [...held, deleteBlob('abc', { status: 404 })],
    ['management.blob.accepted'],
  ],
])

vectors('a DELETE of a blob', [
  ['is answered 202', [...pushed(1, 'abc'), deleteBlob('abc')], []],
  [
    'is answered 200',
    [...pushed(1, 'abc'), deleteBlob('abc', { status: 200 })],
    ['management.blob.accepted'],
  ],
  [
    'is answered 204',
    [...pushed(1, 'abc'), deleteBlob('abc', { status: 204 })],
    ['management.blob.accepted'],
  ],
  [
    'is answered 404',
    [...pushed(1, 'abc'), deleteBlob('abc', { status: 404 })],
    ['management.blob.accepted'],
  ],
  [
    'is answered 409',
    [...pushed(1, 'abc'), deleteBlob('abc', { status: 409 })],
    ['management.blob.accepted'],
  ],
  [
    'is answered 500',
    [...pushed(1, 'abc'), deleteBlob('abc', { status: 500 })],
    ['management.blob.accepted'],
  ],
  ['finds nothing', [deleteBlob('abc', { status: 404 })], []],
  ['is accepted without a blob', [deleteBlob('abc')], ['management.blob.unknown']],
  ['fails without a blob', [deleteBlob('abc', { status: 500 })], ['management.blob.unknown']],
  ['is repeated', [...pushed(1, 'abc'), deleteBlob('abc'), deleteBlob('abc', { status: 404 })], []],
  [
    'is repeated with success while it is still served',
    [...pushed(1, 'abc'), deleteBlob('abc'), getBlob('abc'), deleteBlob('abc')],
    [],
  ],
  ['is repeated with success', [...pushed(1, 'abc'), deleteBlob('abc'), deleteBlob('abc')], []],
  [
    'is repeated with success after it was gone',
    [...pushed(1, 'abc'), deleteBlob('abc'), noBlob('abc'), deleteBlob('abc')],
    ['management.blob.unknown'],
  ],
  [
    'is repeated with 500',
    [...pushed(1, 'abc'), deleteBlob('abc'), deleteBlob('abc', { status: 500 })],
    ['management.blob.unknown'],
  ],
  [
    'is followed by a GET that still returns it',
    [...pushed(1, 'abc'), deleteBlob('abc'), getBlob('abc'), headBlob('abc')],
    [],
  ],
  [
    'is followed by a GET of other bytes',
    [...pushed(1, 'abc'), deleteBlob('abc'), getBlob('abc', { body: 'x' })],
    ['pull.blob.exact-bytes'],
  ],
  [
    'is followed by a GET that fails',
    [...pushed(1, 'abc'), deleteBlob('abc'), noBlob('abc', 'GET', { status: 500 })],
    ['management.blob.gone'],
  ],
  [
    'overlaps a push',
    [
      start(1),
      close(1, abc, { body: 'abc', at: [10, 30] }),
      deleteBlob('abc', { at: [11, 29], status: 404 }),
    ],
    [],
  ],
  [
    'overlaps a push and fails',
    [
      start(1),
      close(1, abc, { body: 'abc', at: [10, 30] }),
      deleteBlob('abc', { at: [11, 29], status: 500 }),
    ],
    ['management.blob.accepted'],
  ],
])

const off = {
  features: {
    referrers: true,
    deleteTag: true,
    deleteManifest: true,
    deleteBlob: false,
    sha512Manifest: true,
  },
}

vectors(
  'a DELETE of a blob where that is off',
  [
    ['is answered 405', [...pushed(1, 'abc'), deleteBlob('abc', { status: 405 })], []],
    ['is answered 400', [...pushed(1, 'abc'), deleteBlob('abc', { status: 400 })], []],
    [
      'is answered 404',
      [...pushed(1, 'abc'), deleteBlob('abc', { status: 404 })],
      ['management.blob.disabled'],
    ],
    [
      'is answered 501',
      [...pushed(1, 'abc'), deleteBlob('abc', { status: 501 })],
      ['management.blob.disabled'],
    ],
    ['is answered 404 for nothing', [deleteBlob('abc', { status: 404 })], []],
  ],
  off,
)

vectors('HEAD beside GET', [
  [
    'disagrees after a deletion',
    [...pushed(1, 'abc'), deleteBlob('abc'), noBlob('abc'), headBlob('abc')],
    ['pull.blob.head.unknown'],
  ],
  [
    'disagrees after a deletion, at the same time',
    [
      ...pushed(1, 'abc'),
      deleteBlob('abc'),
      noBlob('abc', 'GET', { at: [50, 60] }),
      headBlob('abc', { at: [51, 59] }),
    ],
    ['pull.blob.head.unknown'],
  ],
  [
    'may disagree where the deletion takes effect in between',
    [...pushed(1, 'abc'), deleteBlob('abc'), headBlob('abc'), noBlob('abc')],
    [],
  ],
  [
    'finds nothing although GET does',
    [...pushed(1, 'abc'), deleteBlob('abc'), noBlob('abc', 'HEAD'), getBlob('abc')],
    ['pull.blob.head.known'],
  ],
  [
    'may find nothing any more although GET did',
    [...pushed(1, 'abc'), deleteBlob('abc'), getBlob('abc'), noBlob('abc', 'HEAD')],
    [],
  ],
  [
    'may disagree where it was pushed in between',
    [...pushed(1, 'abc'), deleteBlob('abc'), noBlob('abc'), ...pushed(2, 'abc'), headBlob('abc')],
    [],
  ],
  [
    'may disagree where a refused push has stored it nevertheless',
    [
      ...pushed(1, 'abc'),
      deleteBlob('abc'),
      noBlob('abc'),
      start(2),
      close(2, abc, { body: 'abc', status: 409 }),
      headBlob('abc'),
    ],
    ['management.blob.push-again'],
  ],
  [
    'may disagree where it was deleted in between',
    [...pushed(1, 'abc'), headBlob('abc'), deleteBlob('abc'), noBlob('abc')],
    [],
  ],
  [
    'may disagree while it is deleted',
    [
      ...pushed(1, 'abc'),
      deleteBlob('abc', { at: [20, 50] }),
      noBlob('abc', 'GET', { at: [21, 22] }),
      headBlob('abc', { at: [30, 31] }),
    ],
    [],
  ],
])

const others = { isOwn: () => false }
const a = manifest('a')
/** A manifest and a tag of it that may be there or not. */
const open = [put(a), put(a, 'v1'), remove(a.digest, { status: 500 }), remove('v1', { status: 500 })]
const notFound = (reference: string) => missing(reference, { method: 'HEAD' })
const timeout = { code: 'timeout', message: '' }

/** What the deletions of `open` contradict already. */
const failed = ['management.manifest.accepted', 'management.tag.accepted']

vectors('HEAD beside GET of what may be there', [
  ['agrees', [...open, get(a), head(a), get(a, 'v1'), head(a, 'v1')], failed],
  [
    'disagrees for a manifest',
    [...open, missing(a.digest), head(a)],
    [...failed, 'pull.manifest.head.unknown-digest'],
  ],
  [
    'disagrees for a tag',
    [...open, missing('v1'), head(a, 'v1')],
    [...failed, 'pull.manifest.head.unknown-tag'],
  ],
  ['may disagree for a tag, the other way round', [...open, head(a, 'v1'), missing('v1')], failed],
  [
    'does not find a manifest',
    [...open, notFound(a.digest), get(a)],
    [...failed, 'pull.manifest.head.by-digest'],
  ],
  ['does not find a tag', [...open, notFound('v1'), get(a, 'v1')], [...failed, 'pull.manifest.head.by-tag']],
  [
    'may disagree where a tag was pushed in between',
    [...open, missing('v1'), put(a, 'v1'), head(a, 'v1')],
    failed,
  ],
  [
    'may disagree where other types were accepted',
    [...open, missing('v1', { requestHeaders: { Accept: 'text/plain' } }), head(a, 'v1')],
    failed,
  ],
  [
    'may disagree after a push that may come late',
    [put(a, 'v1', { error: timeout }), missing('v1'), head(a, 'v1')],
    [],
  ],
])

vectors(
  'HEAD beside GET of what others have',
  [
    ['may disagree for a blob', [noBlob('abc'), headBlob('abc')], []],
    ['may disagree for a tag', [missing('latest'), head(a, 'latest')], []],
    [
      'disagrees for a blob that the run deleted',
      [...pushed(1, 'abc'), deleteBlob('abc'), noBlob('abc'), headBlob('abc')],
      ['pull.blob.head.unknown'],
    ],
  ],
  others,
)

const shared = { isOwn: () => false, isShared: () => true }

vectors(
  'a blob that others push and remove',
  [
    ['may be gone once it is deleted', [...pushed(1, 'abc'), deleteBlob('abc'), noBlob('abc')], []],
    ['may be there once it is deleted', [...pushed(1, 'abc'), deleteBlob('abc'), getBlob('abc')], []],
    [
      'may be there for one of HEAD and GET',
      [...pushed(1, 'abc'), deleteBlob('abc'), noBlob('abc'), headBlob('abc')],
      [],
    ],
    ['may be there', [getBlob('abc')], []],
    ['has its own bytes', [getBlob('abc', { body: 'x' })], ['pull.blob.exact-bytes']],
    [
      'is taken, whoever has pushed it',
      [start(1), close(1, abc, { body: 'abc', status: 409 })],
      ['push.blob.repeated'],
    ],
    ['is taken, although it is empty', [start(1), close(1, named(''), { status: 409 })], ['push.blob.empty']],
  ],
  shared,
)

// Others may have removed it, which does not make a registry fail over it.
it.each<[string, Sent, string | undefined, true?]>([
  ['is gone', noBlob('abc'), 'push.post-put.stored', true],
  ['is gone for HEAD', noBlob('abc', 'HEAD'), 'push.post-put.stored', true],
  ['is gone when it is deleted', deleteBlob('abc', { status: 404 }), 'management.blob.accepted', true],
  ['is missing for a manifest', put(holder, 'v1', { status: 404 }), 'push.accepts.unknown-config-type', true],
  ['is failed over', noBlob('abc', 'GET', { status: 500 }), 'push.post-put.stored'],
  ['is deleted with a failure', deleteBlob('abc', { status: 500 }), 'management.blob.accepted'],
  ['is failed over with a manifest', put(holder, 'v1', { status: 500 }), 'push.manifest.by-tag'],
])('a blob that others push and remove %s', (_, sent, requirement, mayBeOfOthers) => {
  const [found, ...more] = judged([...pushed(1, 'abc'), sent], shared)
  expect([found?.requirement, found?.mayBeOfOthers, more]).toEqual([requirement, mayBeOfOthers, []])
})

describe('Ranges of ten bytes', () => {
  it.each<[string, ReturnType<typeof meaningOf>]>([
    ['bytes=0-0', { part: 'supported', wanted: { first: 0, last: 0 } }],
    ['bytes=2-5', { part: 'supported', wanted: { first: 2, last: 5 } }],
    ['bytes=8-99', { part: 'supported', wanted: { first: 8, last: 9 } }],
    ['bytes=9-9', { part: 'supported', wanted: { first: 9, last: 9 } }],
    ['bytes=3-', { part: 'open-ended', wanted: { first: 3, last: 9 } }],
    ['bytes=-4', { part: 'suffix', wanted: { first: 6, last: 9 } }],
    ['bytes=-40', { part: 'suffix', wanted: { first: 0, last: 9 } }],
    ['bytes=10-', { part: 'unsatisfiable' }],
    ['bytes=10-20', { part: 'unsatisfiable' }],
    ['bytes=-0', { part: 'invalid' }],
    ['bytes=-', { part: 'invalid' }],
    ['bytes=5-2', { part: 'invalid' }],
    ['bytes=0-1,3-4', { part: 'invalid' }],
    ['bytes=a-b', { part: 'invalid' }],
    ['lines=0-1', { part: 'invalid' }],
  ])('%s', (range, meaning) => expect(meaningOf(range, 10)).toEqual(meaning))

  it('of an empty blob may all be ignored', () =>
    expect(meaningOf('bytes=0-', 0)).toEqual({ part: 'invalid' }))
})

const answered = (range: string, status: number, body = '', headers = {}): Sent =>
  exchange('GET', blobAt(named(text)), { headers: { Range: range } }, status, {
    headers: { 'Docker-Content-Digest': named(text), ...headers },
    body,
  })
const supported = part(text, 'bytes=0-0', [0, 0])

vectors('a Range request', [
  ['returns the part', [...whole, part(text, 'bytes=2-5', [2, 5])], []],
  ['returns a shorter part that it describes', [...whole, part(text, 'bytes=2-5', [2, 4])], []],
  ['returns the whole', [...whole, answered('bytes=2-5', 200, text)], []],
  [
    'returns the whole where it returned a part before',
    [...whole, supported, answered('bytes=2-5', 200, text)],
    ['pull.blob.range.supported'],
  ],
  [
    'returns the whole where it returned a part before, open',
    [...whole, supported, answered('bytes=2-', 200, text)],
    ['pull.blob.range.open-ended'],
  ],
  [
    'returns the whole where it returned a part before, suffix',
    [...whole, supported, answered('bytes=-2', 200, text)],
    ['pull.blob.range.suffix'],
  ],
  [
    'returns other bytes',
    [...whole, part(text, 'bytes=2-5', [2, 5], { body: 'wxyz' })],
    ['pull.blob.range.right-bytes'],
  ],
  ['returns another part', [...whole, part(text, 'bytes=2-5', [0, 3])], ['pull.blob.range.right-bytes']],
  [
    'returns a part with 200',
    [...whole, answered('bytes=2-5', 200, 'cdef')],
    ['pull.blob.range.right-bytes'],
  ],
  [
    'has no Content-Range',
    [...whole, part(text, 'bytes=2-5', [2, 5], { headers: { 'Docker-Content-Digest': named(text) } })],
    ['pull.blob.range.content-range'],
  ],
  [
    'has a Content-Range of another size',
    [
      ...whole,
      part(text, 'bytes=2-5', [2, 5], {
        headers: { 'Docker-Content-Digest': named(text), 'Content-Range': 'bytes 2-5/99' },
      }),
    ],
    ['pull.blob.range.content-range'],
  ],
  [
    'has no digest',
    [...whole, part(text, 'bytes=2-5', [2, 5], { headers: { 'Content-Range': 'bytes 2-5/10' } })],
    ['pull.blob.digest-header'],
  ],
  ['is rejected', [...whole, answered('bytes=2-5', 416)], []],
  ['fails', [...whole, answered('bytes=2-5', 500)], ['pull.blob.range.supported']],
  ['finds nothing', [...whole, answered('bytes=2-5', 404)], ['push.post-put.stored']],
  ['beyond the end is rejected', [...whole, supported, answered('bytes=10-', 416)], []],
  [
    'beyond the end returns the whole',
    [...whole, supported, answered('bytes=10-', 200, text)],
    ['pull.blob.range.unsatisfiable'],
  ],
  [
    'beyond the end returns nothing',
    [...whole, supported, answered('bytes=10-', 206, '')],
    ['pull.blob.range.unsatisfiable'],
  ],
  ['backwards is ignored', [...whole, supported, answered('bytes=5-2', 200, text)], []],
  [
    'backwards returns something',
    [...whole, supported, answered('bytes=5-2', 206, 'xx', { 'Content-Range': 'bytes 2-3/10' })],
    ['pull.blob.range.right-bytes'],
  ],
  ['backwards fails', [...whole, supported, answered('bytes=5-2', 500)], ['pull.blob.range.invalid']],
  ['of a blob that is not there', [answered('bytes=2-5', 416)], []],
  [
    'of a blob that is not there returns something',
    [answered('bytes=2-5', 206, 'abcd')],
    ['pull.blob.unknown'],
  ],
  [
    'of a mounted blob returns other bytes',
    [
      ...pushed(1, text, away),
      mount(named(text), elsewhere),
      part(text, 'bytes=2-5', [2, 5], { body: 'wxyz' }),
    ],
    ['pull.blob.range.right-bytes'],
  ],
  [
    'by HEAD is ignored',
    [...whole, headBlob(text, { requestHeaders: { Range: 'bytes=2-5' }, status: 206 })],
    [],
  ],
])

const conditional = (method: string, field: Record<string, string>, status: number): Sent =>
  exchange(method, blobAt(abc), { headers: field }, status)

vectors('a conditional request', [
  ['of what is there', [...pushed(1, 'abc'), conditional('GET', { 'If-None-Match': `"${abc}"` }, 304)], []],
  [
    'of something else',
    [...pushed(1, 'abc'), conditional('GET', { 'If-None-Match': '"x"' }, 304)],
    ['push.post-put.stored'],
  ],
  [
    'of something else, by If-Match',
    [...pushed(1, 'abc'), conditional('HEAD', { 'If-Match': '"x"' }, 412)],
    [],
  ],
  ['without a condition', [...pushed(1, 'abc'), conditional('GET', {}, 304)], ['push.post-put.stored']],
  ['of what is not there', [conditional('GET', { 'If-None-Match': `"${abc}"` }, 304)], ['pull.blob.unknown']],
])

describe('redirects to a storage', () => {
  it('lack the digest only where no hop has it', () => {
    const found = (headers: Record<string, string>) => {
      const [posted, put, hop, end] = exchangesOf([
        ...pushed(1, 'abc'),
        {
          method: 'GET',
          path: blobAt(abc),
          status: 307,
          headers: { Location: 'http://storage.example/x', ...headers },
        },
        { method: 'GET', path: 'http://storage.example/x', status: 200, body: 'abc' },
      ])
      const last = { ...end!, via: [hop!.id] }
      const all = new Map([posted!, put!, hop!, last].map((each) => [each.id, each]))
      const about = { spec: 'dev', features: off.features, isOwn: () => true } as const
      return judgeHistory(createHistory(observe([posted!, put!, last], all), about)).map(
        ({ requirement, judgement }) => `${requirement} ${judgement.severity ?? 'as stated'}`,
      )
    }
    expect(found({})).toEqual(['pull.blob.digest-header as stated'])
    expect(found({ 'Docker-Content-Digest': abc })).toEqual(['pull.blob.digest-header warn'])
    expect(found({ 'Docker-Content-Digest': named('x') })).toEqual([
      'pull.blob.digest-header warn',
      'pull.blob.digest-header-value as stated',
    ])
  })
})

describe('what a contradiction rests on', () => {
  it('is the deletion and the GET that HEAD contradicts', () => {
    const [found] = judged([...pushed(1, 'abc'), deleteBlob('abc'), noBlob('abc'), headBlob('abc')])
    expect(found?.because.map(({ request }) => request.method)).toEqual(['DELETE', 'GET'])
    expect(found?.maySettle).toBe(true)
  })

  it('is the push of a blob that is not served, which a failing pull explains', () => {
    const [found] = judged([...pushed(1, 'abc'), noBlob('abc')])
    expect(found?.because.map(({ request }) => request.method)).toEqual(['PUT'])
    expect(found?.explainedBy).toEqual(['pull.blob.get'])
  })

  it('is explained by a mount that stored nothing', () => {
    const [found] = judged([
      ...pushed(1, 'abc', away),
      mount(abc, elsewhere),
      deleteBlob('abc', { status: 404 }),
    ])
    expect([found?.requirement, found?.explainedBy]).toEqual([
      'management.blob.accepted',
      ['push.mount.stored'],
    ])
  })

  it('is the push into the other repository', () => {
    const [found] = judged([...pushed(1, 'abc', away), getBlob('abc')])
    expect(found?.because.map(({ request }) => request.method)).toEqual(['PUT'])
  })
})
