import { describe, expect, it } from 'vitest'
import { elsewhere, historyOf, home, judged, violatedBy, type Sent } from './exchanges.ts'
import {
  blobAt,
  cancel,
  chunk,
  close,
  deleteBlob,
  mount,
  named,
  noBlob,
  post,
  pushed,
  start,
  status,
  uploadAt,
  getBlob,
} from './blob-exchanges.ts'
import { vectors } from './vectors.ts'

const abc = named('abc')
const abcdef = named('abcdef')
const location = (url: string) => ({ headers: { Location: url } })

vectors('the start of an upload', [
  ['is answered 202', [start(1)], []],
  ['is answered 200', [start(1, { status: 200 })], ['push.session.start']],
  ['is answered 201', [start(1, { status: 201 })], ['push.session.start']],
  ['is answered 500', [start(1, { status: 500 })], ['push.session.start']],
  ['is refused', [start(1), start(2, { status: 404 })], ['push.session.start']],
  ['is refused where nothing can be pushed', [start(1, { status: 404 })], []],
  ['is refused for lack of permission', [start(1), start(2, { status: 403 })], []],
  ['has no Location', [start(1, { headers: {} })], ['push.session.location']],
  ['has an empty Location', [start(1, location(''))], ['push.session.location']],
  ['has no UUID', [start(1, location('/v2/run/home/blobs/uploads/17'))], ['push.session.uuid']],
  ['has the same Location as another one', [start(1), start(1)], ['push.session.unique']],
  ['has the same Location as one before the last', [start(1), start(2), start(1)], ['push.session.unique']],
  ['has the Location of an upload that is over', [...pushed(1, 'abc'), start(1)], []],
  [
    'has the Location of another one at the same time',
    [start(1, { at: [0, 9] }), start(1, { at: [1, 8] })],
    ['push.session.unique'],
  ],
])

vectors('an upload of which not all bytes were kept', [
  [
    'may be refused for its digest',
    [
      start(1),
      { ...chunk(1, 'abc', 0), requestTruncated: true },
      close(1, abcdef, { body: 'def', status: 400 }),
    ],
    [],
  ],
  [
    'is not to fail',
    [
      start(1),
      { ...chunk(1, 'abc', 0), requestTruncated: true },
      close(1, abcdef, { body: 'def', status: 500 }),
    ],
    ['push.chunked.final-chunk-in-put'],
  ],
])

vectors('a whole blob by POST and PUT', [
  ['is taken', pushed(1, 'abc'), []],
  ['is answered 200', [start(1), close(1, abc, { body: 'abc', status: 200 })], ['push.post-put.created']],
  ['is answered 202', [start(1), close(1, abc, { body: 'abc', status: 202 })], ['push.post-put.created']],
  ['is refused', [start(1), close(1, abc, { body: 'abc', status: 400 })], ['push.post-put.created']],
  ['is answered 500', [start(1), close(1, abc, { body: 'abc', status: 500 })], ['push.post-put.created']],
  [
    'is not answered',
    [start(1), close(1, abc, { body: 'abc', error: { code: 'timeout', message: '' } })],
    [],
  ],
  ['has no Location', [start(1), close(1, abc, { body: 'abc', headers: {} })], ['push.post-put.location']],
  [
    'has the Location of a storage',
    [start(1), close(1, abc, { body: 'abc', ...location('https://storage.example/x') })],
    [],
  ],
  [
    'has the Location of another repository',
    [start(1), close(1, abc, { body: 'abc', ...location(blobAt(abc, elsewhere)) })],
    ['push.post-put.location-pullable'],
  ],
  [
    'has the Location of another digest',
    [start(1), close(1, abc, { body: 'abc', ...location(blobAt(abcdef)) })],
    ['push.post-put.location-pullable'],
  ],
  [
    'has the Location of its sha512',
    [start(1), close(1, abc, { body: 'abc', ...location(blobAt(named('abc', 'sha512'))) })],
    [],
  ],
  [
    'has the Location of another sha512',
    [start(1), close(1, abc, { body: 'abc', ...location(blobAt(named('x', 'sha512'))) })],
    ['push.post-put.location-pullable'],
  ],
  [
    'has the Location of the upload',
    [start(1), close(1, abc, { body: 'abc', ...location(uploadAt(1)) })],
    ['push.post-put.location-pullable'],
  ],
  ['is empty', [start(1), close(1, named(''), {})], []],
  ['is empty and refused', [start(1), close(1, named(''), { status: 400 })], ['push.blob.empty']],
  ['is pushed again', [...pushed(1, 'abc'), ...pushed(2, 'abc')], []],
  [
    'is refused the second time',
    [...pushed(1, 'abc'), start(2), close(2, abc, { body: 'abc', status: 409 })],
    ['push.blob.repeated'],
  ],
  [
    'is refused in chunks by sha512, which is taken in one piece',
    [
      start(1),
      close(1, named('abc', 'sha512'), { body: 'abc' }),
      start(2),
      chunk(2, 'abc', 0),
      close(2, named('abc', 'sha512'), { status: 400 }),
    ],
    ['push.sha512.blob'],
  ],
  [
    'is refused by sha512 the second time',
    [
      start(1),
      close(1, named('abc', 'sha512'), { body: 'abc' }),
      start(2),
      close(2, named('abc', 'sha512'), { body: 'abc', status: 409 }),
    ],
    ['push.blob.repeated'],
  ],
  [
    'is answered 500 the second time',
    [...pushed(1, 'abc'), start(2), close(2, abc, { body: 'abc', status: 500 })],
    ['push.blob.repeated'],
  ],
  [
    'is refused after its deletion',
    [...pushed(1, 'abc'), deleteBlob('abc'), start(2), close(2, abc, { body: 'abc', status: 400 })],
    ['management.blob.push-again'],
  ],
  [
    'is refused after it was pushed elsewhere',
    [...pushed(1, 'abc', { repository: elsewhere }), start(2), close(2, abc, { body: 'abc', status: 400 })],
    ['push.post-put.created'],
  ],
  [
    'is refused while another one pushes it',
    [
      start(1),
      start(2),
      close(1, abc, { body: 'abc', at: [20, 40] }),
      close(2, abc, { body: 'abc', status: 409, at: [21, 39] }),
    ],
    ['push.blob.concurrent'],
  ],
])

describe('other bytes under the digest of a blob', () => {
  const inOnePut = [start(2), close(2, abc, { body: 'xyz' })]
  const inChunks = [start(2), chunk(2, 'xy', 0), close(2, abc)]
  const inFinalChunk = [start(2), chunk(2, 'x', 0), close(2, abc, { body: 'yz', first: 1 })]
  const atOnce = [post('xyz', { digest: abc })]
  const stored = [start(1), close(1, abc, { body: 'abc' })]

  it.each([
    ['that is stored, with a PUT', [...stored, ...inOnePut], 'push.post-put.wrong-digest', 'warn'],
    ['that is stored, in chunks', [...stored, ...inChunks], 'push.chunked.wrong-digest', 'warn'],
    [
      'that is stored, in a final chunk',
      [...stored, ...inFinalChunk],
      'push.chunked.final-put-wrong-digest',
      'warn',
    ],
    ['that is stored, with a single POST', [...stored, ...atOnce], 'push.single-post.wrong-digest', 'warn'],
    ['that is not stored', inOnePut, 'push.post-put.wrong-digest', undefined],
    [
      'that may be stored',
      [start(1), close(1, abc, { body: 'abc', status: 500 }), ...atOnce],
      'push.single-post.wrong-digest',
      undefined,
    ],
  ] as const)('%s', (_, sent, requirement, severity) => {
    const found = judged(sent, { isOwn: () => true })
    expect(found.map((each) => [each.requirement, each.judgement.severity])).toContainEqual([
      requirement,
      severity,
    ])
  })
})

vectors('a wrong digest', [
  ['is refused', [start(1), close(1, abc, { body: 'xyz', status: 400 })], []],
  ['is not found', [start(1), close(1, abc, { body: 'xyz', status: 404 })], []],
  ['is taken', [start(1), close(1, abc, { body: 'xyz' })], ['push.post-put.wrong-digest']],
  [
    'is answered 500',
    [start(1), close(1, abc, { body: 'xyz', status: 500 })],
    ['push.post-put.wrong-digest'],
  ],
  [
    'is taken by sha512',
    [start(1), close(1, named('abc', 'sha512'), { body: 'xyz' })],
    ['push.sha512.wrong-digest'],
  ],
  ['is taken by a single POST', [post('xyz', { digest: abc })], ['push.single-post.wrong-digest']],
  ['is refused to a single POST', [post('xyz', { digest: abc, status: 400 })], []],
  ['is taken for chunks', [start(1), chunk(1, 'abc', 0), close(1, abcdef)], ['push.chunked.wrong-digest']],
  ['is refused for chunks', [start(1), chunk(1, 'abc', 0), close(1, abcdef, { status: 400 })], []],
  [
    'is taken for a last chunk',
    [start(1), chunk(1, 'abc', 0), close(1, abc, { body: 'def', first: 3 })],
    ['push.chunked.final-put-wrong-digest'],
  ],
  [
    'is that of the last chunk',
    [start(1), chunk(1, 'abc', 0), close(1, named('def'), { body: 'def', first: 3 })],
    ['push.chunked.final-chunk-digest'],
  ],
  ['is missing', [start(1), chunk(1, 'abc', 0), close(1, undefined)], ['push.chunked.missing-digest']],
  ['is missing, which is refused', [start(1), chunk(1, 'abc', 0), close(1, undefined, { status: 400 })], []],
  ['is malformed', [start(1), close(1, 'sha256:abc', { body: 'abc' })], ['push.post-put.malformed-digest']],
  ['is malformed, which is refused', [start(1), close(1, 'sha256:abc', { body: 'abc', status: 400 })], []],
  [
    'is malformed, which is not found',
    [start(1), close(1, 'sha256', { body: 'abc', status: 404 })],
    ['push.digest.invalid'],
  ],
  [
    'is of an unknown algorithm',
    [start(1), close(1, 'assay:abc', { body: 'abc', status: 404 })],
    ['push.digest.unsupported'],
  ],
  [
    'is malformed in a single POST',
    [post('abc', { digest: 'sha256:abc' })],
    ['push.single-post.malformed-digest'],
  ],
  [
    'is malformed in a single POST, which is ignored',
    [post('abc', { digest: 'sha256:abc', status: 202, ...location(uploadAt(1)) })],
    [],
  ],
])

vectors('chunks in order', [
  ['are taken', [start(1), chunk(1, 'abc', 0), chunk(1, 'def', 3), close(1, abcdef)], []],
  [
    'are answered 201',
    [start(1), chunk(1, 'abc', 0, { status: 201 })],
    ['push.chunked.patch-accepted', 'push.chunked.patch-location', 'push.chunked.patch-range'],
  ],
  ['are refused', [start(1), chunk(1, 'abc', 0, { status: 400 })], ['push.chunked.patch-accepted']],
  [
    'are refused the second time',
    [start(1), chunk(1, 'abc', 0), chunk(1, 'def', 3, { status: 416 })],
    ['push.chunked.patch-accepted'],
  ],
  [
    'have no Location',
    [start(1), chunk(1, 'abc', 0, { headers: { Range: '0-2' } })],
    ['push.chunked.patch-location'],
  ],
  ['have no Range', [start(1), chunk(1, 'abc', 0, location(uploadAt(1)))], ['push.chunked.patch-range']],
  [
    'have a Range with a unit',
    [start(1), chunk(1, 'abc', 0, { headers: { Location: uploadAt(1), Range: 'bytes=0-2' } })],
    ['push.chunked.patch-range'],
  ],
  [
    'have a Range one too long',
    [start(1), chunk(1, 'abc', 0, { headers: { Location: uploadAt(1), Range: '0-3' } })],
    ['push.chunked.patch-range-end'],
  ],
  [
    'have the Range of the first one',
    [start(1), chunk(1, 'abc', 0), chunk(1, 'def', 3, { headers: { Location: uploadAt(1), Range: '0-2' } })],
    ['push.chunked.patch-range-end'],
  ],
  [
    'are closed with 200',
    [start(1), chunk(1, 'abc', 0), close(1, abc, { status: 200 })],
    ['push.chunked.closed'],
  ],
  [
    'are refused when closed',
    [start(1), chunk(1, 'abc', 0), close(1, abc, { status: 400 })],
    ['push.chunked.closed'],
  ],
  [
    'are closed without Location',
    [start(1), chunk(1, 'abc', 0), close(1, abc, { headers: {} })],
    ['push.chunked.close-location'],
  ],
  [
    'are closed with a wrong Location',
    [start(1), chunk(1, 'abc', 0), close(1, abc, location(blobAt(abcdef)))],
    ['push.chunked.close-location-pullable'],
  ],
  ['end in the PUT', [start(1), chunk(1, 'abc', 0), close(1, abcdef, { body: 'def', first: 3 })], []],
  [
    'are refused in the PUT',
    [start(1), chunk(1, 'abc', 0), close(1, abcdef, { body: 'def', first: 3, status: 400 })],
    ['push.chunked.final-chunk-in-put'],
  ],
  [
    'are a stream',
    [
      start(1),
      chunk(1, 'abc', 0, { range: 'none' }),
      chunk(1, 'def', 3, { range: 'none' }),
      close(1, abcdef),
    ],
    [],
  ],
  ['are a stream that is refused', [start(1), chunk(1, 'abc', 0, { range: 'none', status: 400 })], []],
  [
    'are a stream that fails',
    [start(1), chunk(1, 'abc', 0, { range: 'none', status: 500 })],
    ['push.chunked.stream'],
  ],
])

vectors('chunks at a wrong place', [
  ['that leave a gap', [start(1), chunk(1, 'abc', 0), chunk(1, 'ghi', 6, { status: 416 })], []],
  [
    'that leave a gap and are taken',
    [start(1), chunk(1, 'abc', 0), chunk(1, 'ghi', 6)],
    ['push.chunked.out-of-order'],
  ],
  [
    'that leave a gap, with 400',
    [start(1), chunk(1, 'abc', 0), chunk(1, 'ghi', 6, { status: 400 })],
    ['push.chunked.out-of-order'],
  ],
  ['at the start', [start(1), chunk(1, 'abc', 3)], ['push.chunked.first-chunk-not-zero']],
  ['a second time', [start(1), chunk(1, 'abc', 0), chunk(1, 'abc', 0)], ['push.chunked.repeated-chunk']],
  [
    'that overlap by one byte',
    [start(1), chunk(1, 'abc', 0), chunk(1, 'cde', 2)],
    ['push.chunked.repeated-chunk'],
  ],
  [
    'in the PUT',
    [start(1), chunk(1, 'abc', 0), close(1, abcdef, { body: 'def', first: 4 })],
    ['push.chunked.out-of-order-put'],
  ],
  [
    'in the PUT, with 416',
    [start(1), chunk(1, 'abc', 0), close(1, abcdef, { body: 'def', first: 4, status: 416 })],
    [],
  ],
  [
    'without a form',
    [start(1), chunk(1, 'abc', 0, { range: '0-' })],
    ['push.chunked.malformed-content-range'],
  ],
  [
    'of another length',
    [start(1), chunk(1, 'abc', 0, { range: '0-9' })],
    ['push.chunked.range-length-mismatch'],
  ],
  ['of another length, which is refused', [start(1), chunk(1, 'abc', 0, { range: '0-9', status: 400 })], []],
])

const refusedChunk = [start(1), chunk(1, 'abc', 0), chunk(1, 'xyz', 6, { status: 416 })]

vectors('after a refused chunk', [
  ['the right one is taken', [...refusedChunk, chunk(1, 'def', 3), close(1, abcdef)], []],
  [
    'the right one is refused',
    [...refusedChunk, chunk(1, 'def', 3, { status: 416 })],
    ['push.chunked.recovery'],
  ],
  ['the closing is refused', [...refusedChunk, close(1, abc, { status: 400 })], ['push.chunked.recovery']],
  ['the upload is gone', [...refusedChunk, chunk(1, 'def', 3, { status: 404 })], ['push.chunked.recovery']],
  ['the status is that before', [...refusedChunk, status(1, 3)], []],
  ['the status counts it', [...refusedChunk, status(1, 6)], ['push.chunked.status-after-416']],
  ['the status is gone', [...refusedChunk, status(1, 3, { status: 404 })], ['push.status.answered']],
  [
    'the next Range counts it',
    [...refusedChunk, chunk(1, 'def', 3, { headers: { Location: uploadAt(1), Range: '0-8' } })],
    ['push.chunked.out-of-order-not-stored'],
  ],
  [
    'its bytes are in the blob',
    [...refusedChunk, close(1, named('abcxyz'))],
    ['push.chunked.out-of-order-not-stored'],
  ],
  [
    'its bytes are in the blob, before later ones',
    [...refusedChunk, chunk(1, 'def', 3), close(1, named('abcxyzdef'))],
    ['push.chunked.out-of-order-not-stored'],
  ],
  [
    'of the PUT its bytes are in the blob',
    [
      start(1),
      chunk(1, 'abc', 0),
      close(1, named('abcxyz'), { body: 'xyz', first: 6, status: 416 }),
      close(1, named('abcxyz')),
    ],
    ['push.chunked.out-of-order-put-not-stored'],
  ],
  [
    'of the PUT the status counts it',
    [start(1), chunk(1, 'abc', 0), close(1, abc, { body: 'xyz', first: 6, status: 416 }), status(1, 6)],
    ['push.chunked.out-of-order-put-not-stored'],
  ],
  [
    'of the PUT the upload may be gone',
    [
      start(1),
      chunk(1, 'abc', 0),
      close(1, abc, { body: 'xyz', first: 6, status: 416 }),
      status(1, 0, { status: 404 }),
    ],
    [],
  ],
])

vectors('the status of an upload', [
  ['without bytes', [start(1), status(1, 0)], []],
  ['without bytes, and without Range', [start(1), status(1, 0, location(uploadAt(1)))], []],
  ['that claims bytes of nothing', [start(1), status(1, 5)], ['push.status.empty-range']],
  ['with bytes', [start(1), chunk(1, 'abc', 0), status(1, 3)], []],
  ['that is behind', [start(1), chunk(1, 'abc', 0), status(1, 1)], ['push.status.range-end']],
  [
    'that has a unit',
    [start(1), chunk(1, 'abc', 0), status(1, 3, { headers: { Location: uploadAt(1), Range: 'bytes=0-2' } })],
    ['push.status.range'],
  ],
  [
    'without Location',
    [start(1), chunk(1, 'abc', 0), status(1, 3, { headers: { Range: '0-2' } })],
    ['push.status.location'],
  ],
  ['with 200', [start(1), status(1, 0, { status: 200, ...location(uploadAt(1)) })], ['push.status.answered']],
  ['with 405', [start(1), status(1, 0, { status: 405 })], ['push.status.answered']],
  [
    'whose Location does not go on',
    [start(1), chunk(1, 'abc', 0), status(1, 3), chunk(1, 'def', 3, { status: 404 })],
    ['push.status.location-continues'],
  ],
])

vectors('an upload that is over', [
  [
    'is not there',
    [
      ...pushed(1, 'abc'),
      status(1, 0, { status: 404 }),
      chunk(1, 'x', 0, { status: 404 }),
      close(1, abc, { status: 404 }),
      cancel(1, { status: 404 }),
    ],
    [],
  ],
  ['is there for status', [...pushed(1, 'abc'), status(1, 3)], ['push.session.finished-status']],
  ['takes a chunk', [...pushed(1, 'abc'), chunk(1, 'def', 3)], ['push.session.finished-patch']],
  [
    'fails at a chunk',
    [...pushed(1, 'abc'), chunk(1, 'def', 3, { status: 500 })],
    ['push.session.finished-patch'],
  ],
  ['is closed again', [...pushed(1, 'abc'), close(1, abc, { body: 'abc' })], ['push.session.unknown-put']],
  ['is cancelled', [...pushed(1, 'abc'), cancel(1)], ['push.cancel.unknown']],
  ['is cancelled, with 400', [...pushed(1, 'abc'), cancel(1, { status: 400 })], []],
  [
    'was chunked and is there',
    [start(1), chunk(1, 'abc', 0), close(1, abc), status(1, 3)],
    ['push.session.finished-status'],
  ],
])

vectors('an upload that was cancelled', [
  ['is answered 204', [start(1), cancel(1)], []],
  ['is answered 202', [start(1), cancel(1, { status: 202 })], ['push.cancel.accepted']],
  ['is refused', [start(1), cancel(1, { status: 405 })], ['push.cancel.accepted']],
  [
    'is not there',
    [start(1), cancel(1), status(1, 0, { status: 404 }), close(1, abc, { body: 'abc', status: 404 })],
    [],
  ],
  ['is there for status', [start(1), cancel(1), status(1, 0)], ['push.cancel.session-gone']],
  ['takes a chunk', [start(1), cancel(1), chunk(1, 'abc', 0)], ['push.cancel.session-gone']],
  ['is closed', [start(1), cancel(1), close(1, abc, { body: 'abc' })], ['push.cancel.session-gone']],
  ['is cancelled again', [start(1), cancel(1), cancel(1)], ['push.cancel.unknown']],
  [
    'goes on where it was refused',
    [start(1), cancel(1, { status: 405 }), chunk(1, 'abc', 0, { status: 404 })],
    ['push.cancel.accepted', 'push.chunked.patch-accepted'],
  ],
])

vectors('what may be either way', [
  [
    'a closing after one that was refused',
    [start(1), close(1, abc, { body: 'x', status: 400 }), close(1, abc, { body: 'abc', status: 404 })],
    [],
  ],
  [
    'the same, and it is taken',
    [start(1), close(1, abc, { body: 'x', status: 400 }), close(1, abc, { body: 'abc' })],
    [],
  ],
  [
    'the status after a closing without answer',
    [
      start(1),
      close(1, abc, { body: 'abc', error: { code: 'timeout', message: '' } }),
      status(1, 0, { status: 404 }),
    ],
    [],
  ],
  [
    'a status while a chunk arrives',
    [start(1), chunk(1, 'abc', 0, { at: [10, 30] }), status(1, 0, { at: [11, 29] })],
    [],
  ],
  [
    'chunks at the same place at the same time',
    [start(1), chunk(1, 'abc', 0, { at: [10, 30] }), chunk(1, 'abc', 0, { at: [11, 29], status: 416 })],
    [],
  ],
  [
    'a status after chunks that overlapped',
    [
      start(1),
      chunk(1, 'abc', 0, { at: [10, 30] }),
      chunk(1, 'abc', 0, { at: [11, 29] }),
      status(1, 6, { at: [40, 41] }),
    ],
    [],
  ],
  [
    'a closing while a chunk arrives',
    [start(1), chunk(1, 'abc', 0, { at: [10, 30] }), close(1, abc, { at: [11, 29], status: 400 })],
    [],
  ],
  [
    'a chunk at a URL that is not the last one',
    [
      start(1),
      chunk(1, 'abc', 0, { headers: { Location: uploadAt(2), Range: '0-2' } }),
      chunk(1, 'def', 3, { status: 404 }),
    ],
    [],
  ],
  [
    'a chunk at the URL that the last one named',
    [
      start(1),
      chunk(1, 'abc', 0, { headers: { Location: uploadAt(2), Range: '0-2' } }),
      chunk(2, 'def', 3, { status: 404 }),
    ],
    ['push.chunked.patch-accepted'],
  ],
  [
    'small chunks below the announced minimum',
    [
      start(1, { headers: { Location: uploadAt(1), 'OCI-Chunk-Min-Length': '10' } }),
      chunk(1, 'abc', 0),
      chunk(1, 'def', 3, { status: 400 }),
    ],
    [],
  ],
  [
    'one small chunk below the announced minimum',
    [
      start(1, { headers: { Location: uploadAt(1), 'OCI-Chunk-Min-Length': '10' } }),
      chunk(1, 'abc', 0, { status: 400 }),
    ],
    ['push.chunked.final-any-length'],
  ],
])

vectors('a single POST', [
  ['is answered 201', [post('abc')], []],
  ['is answered 200', [post('abc', { status: 200 })], ['push.single-post.created']],
  ['has no Location', [post('abc', { headers: {} })], ['push.single-post.location']],
  ['has a wrong Location', [post('abc', location(blobAt(abcdef)))], ['push.single-post.location-pullable']],
  [
    'starts an upload',
    [post('abc', { status: 202, ...location(uploadAt(1)) }), close(1, abc, { body: 'abc' })],
    [],
  ],
  [
    'starts an upload without Location',
    [post('abc', { status: 202, headers: {} })],
    ['push.single-post.fallback'],
  ],
  [
    'starts an upload that takes nothing',
    [post('abc', { status: 202, ...location(uploadAt(1)) }), close(1, abc, { body: 'abc', status: 400 })],
    ['push.single-post.fallback-put'],
  ],
  ['is refused', [start(1), post('abc', { status: 405 })], ['push.single-post.fallback']],
  ['fails', [start(1), post('abc', { status: 500 })], ['push.single-post.supported']],
  [
    'is refused where another was not',
    [post('x'), post('abc', { status: 400 })],
    ['push.single-post.created'],
  ],
  ['is refused the second time', [post('abc'), post('abc', { status: 409 })], ['push.blob.repeated']],
  [
    'is refused after its deletion',
    [post('abc'), deleteBlob('abc'), post('abc', { status: 409 })],
    ['management.blob.push-again'],
  ],
])

const other = { repository: elsewhere }
const source = pushed(1, 'abc', other)

vectors('a mount', [
  ['is answered 201', [...source, mount(abc, elsewhere)], []],
  ['is answered 200', [...source, mount(abc, elsewhere, { status: 200 })], ['push.mount.created']],
  ['has no Location', [...source, mount(abc, elsewhere, { headers: {} })], ['push.mount.location']],
  [
    'has the Location of the source',
    [...source, mount(abc, elsewhere, location(blobAt(abc, elsewhere)))],
    ['push.mount.location-pullable'],
  ],
  [
    'names another digest',
    [
      ...source,
      mount(abc, elsewhere, { headers: { Location: blobAt(abc), 'Docker-Content-Digest': abcdef } }),
    ],
    ['push.mount.digest-header-value'],
  ],
  [
    'starts an upload',
    [
      ...source,
      mount(abc, elsewhere, { status: 202, ...location(uploadAt(2)) }),
      close(2, abc, { body: 'abc' }),
    ],
    [],
  ],
  [
    'starts an upload that takes nothing',
    [
      ...source,
      mount(abc, elsewhere, { status: 202, ...location(uploadAt(2)) }),
      close(2, abc, { body: 'abc', status: 400 }),
    ],
    ['push.mount.fallback-session'],
  ],
  [
    'starts an upload without Location',
    [...source, mount(abc, elsewhere, { status: 202, headers: {} })],
    ['push.mount.fallback'],
  ],
  ['is refused', [...source, start(3), mount(abc, elsewhere, { status: 404 })], ['push.mount.fallback']],
  ['fails', [...source, mount(abc, elsewhere, { status: 500 })], ['push.mount.supported']],
  ['is of a blob that does not exist', [...source, mount(named('x'), elsewhere)], ['push.mount.absent']],
  ['is of a blob that only another repository has', [...source, mount(abc, 'run/nowhere')], []],
  [
    'is from a repository that does not exist',
    [start(3), mount(abc, 'run/nowhere', { status: 404 })],
    ['push.mount.unknown-from'],
  ],
  ['names no source', [...source, mount(abc, undefined, { status: 202, ...location(uploadAt(2)) })], []],
  [
    'names no source, which is refused',
    [...source, start(3), mount(abc, undefined, { status: 400 })],
    ['push.mount.without-from'],
  ],
  ['is of a blob that was deleted', [...source, deleteBlob('abc', other), mount(abc, elsewhere)], []],
])

describe('versions', () => {
  it('have no upload status in 1.0', () => {
    expect(violatedBy([start(1), status(1, 0, { status: 404 })], { spec: '1.0' })).toEqual([])
    expect(violatedBy([start(1), status(1, 0, { status: 404 })], { spec: '1.1' })).toEqual([
      'push.status.answered',
    ])
  })

  it('have no cancellation before dev', () => {
    const sent = [start(1), cancel(1), status(1, 0)]
    expect(violatedBy(sent, { spec: '1.1' })).toEqual([])
  })

  it('let any refusal of a misplaced last chunk warn before dev', () => {
    const sent = [start(1), chunk(1, 'abc', 0), close(1, abcdef, { body: 'def', first: 4, status: 400 })]
    const [before] = judged(sent, { spec: '1.1' })
    const [now] = judged(sent, { spec: 'dev' })
    expect([before?.judgement.severity, now?.judgement.severity]).toEqual(['warn', undefined])
  })
})

describe('what a contradiction rests on', () => {
  it('is the upload with what was sent before', () => {
    const [found] = judged([start(1), chunk(1, 'abc', 0), chunk(1, 'def', 3, { status: 416 })])
    expect(found?.because.map(({ request }) => request.method)).toEqual(['POST', 'PATCH'])
  })

  it('is the closing of an upload that is over', () => {
    const [found] = judged([...pushed(1, 'abc'), status(1, 3)])
    expect(found?.because.map(({ request }) => request.method)).toEqual(['PUT'])
  })
})

/** What a blob may be after all requests: how it was pushed, and its size. */
const possible = (sent: readonly Sent[], text = 'abc', repository = home) =>
  historyOf(sent)
    .possibleBlob(repository, named(text), { start: 1000, end: 1001 })
    ?.map(({ value }) => value && `${value.way} ${value.size ?? '?'}`)

describe('blobs that uploads led to', () => {
  it.each<[string, readonly Sent[], (string | undefined)[]]>([
    ['nothing', [], [undefined]],
    ['POST and PUT', pushed(1, 'abc'), ['post-put 3']],
    ['a refused PUT', [start(1), close(1, abc, { body: 'xyz', status: 400 })], [undefined]],
    [
      'a PUT without an answer',
      [start(1), close(1, abc, { body: 'abc', error: { code: 'reset', message: '' } })],
      [undefined, 'post-put 3'],
    ],
    ['a PUT with 500', [start(1), close(1, abc, { body: 'abc', status: 500 })], [undefined, 'post-put 3']],
    [
      'a PUT with a wrong digest that was taken',
      [start(1), close(1, abc, { body: 'xyz' })],
      [undefined, 'post-put ?'],
    ],
    ['chunks', [start(1), chunk(1, 'ab', 0), chunk(1, 'c', 2), close(1, abc)], ['chunks 3']],
    ['a last chunk', [start(1), chunk(1, 'ab', 0), close(1, abc, { body: 'c' })], ['final-chunk 3']],
    [
      'chunks in an unknown order',
      [
        start(1),
        chunk(1, 'ab', 0, { at: [10, 20] }),
        chunk(1, 'c', 2, { at: [11, 21] }),
        close(1, abc, { at: [30, 31] }),
      ],
      ['chunks ?'],
    ],
    ['a single POST', [post('abc')], ['single-post 3']],
    [
      'a single POST that starts an upload',
      [post('abc', { status: 202, ...location(uploadAt(1)) })],
      [undefined],
    ],
    ['a mount', [...source, mount(abc, elsewhere)], ['mount 3']],
    ['a mount of nothing', [mount(abc, elsewhere)], [undefined, 'mount ?']],
    ['a deletion', [...pushed(1, 'abc'), deleteBlob('abc')], [undefined]],
    [
      'a deletion that failed',
      [...pushed(1, 'abc'), deleteBlob('abc', { status: 500 })],
      ['post-put 3', undefined],
    ],
    [
      'a deletion that was refused',
      [...pushed(1, 'abc'), deleteBlob('abc', { status: 405 })],
      ['post-put 3'],
    ],
    ['a deletion elsewhere', [...pushed(1, 'abc'), deleteBlob('abc', other)], ['post-put 3']],
    [
      'bytes that were refused under another digest',
      [start(1), close(1, abcdef, { body: 'abc', status: 400 })],
      [undefined, 'post-put 3'],
    ],
    ['reads', [getBlob('abc'), noBlob('abc')], [undefined]],
  ])('%s', (_, sent, expected) => expect(possible(sent)).toEqual(expected))

  it('follows an upload to each new URL', () => {
    const moved = [
      start(1),
      chunk(1, 'ab', 0, { headers: { Location: uploadAt(2), Range: '0-1' } }),
      status(2, 2, location(uploadAt(3))),
      close(3, abc, { body: 'c', first: 2 }),
    ]
    const { sessions } = historyOf(moved)
    expect(sessions.map(({ requests }) => requests.length)).toEqual([3])
    expect(possible(moved)).toEqual(['final-chunk 3'])
  })
})
