import { expect, it } from 'vitest'
import { digestOf } from '../../../../../src/content/digest.ts'
import { elsewhere, get, head, index, judged, manifest, missing, put, remove } from './exchanges.ts'
import { vectors } from './vectors.ts'

const a = manifest('a')
const b = manifest('b')
const long = manifest('long', { algorithm: 'sha512' })
const wrong = { ...a, digest: b.digest }
const noMatch = (digest: string) => ({ requestHeaders: { 'If-None-Match': `"${digest}"` } })
const { digest } = a

vectors('GET of a digest', [
  ['that was pushed', [put(a), get(a)], []],
  ['that was pushed by tag', [put(a, 'v1'), get(a)], []],
  ['of sha512', [put(long), get(long)], []],
  ['with other bytes', [put(a), get(a, digest, { body: b.bytes })], ['pull.manifest.exact-bytes']],
  [
    'of sha512 with other bytes',
    [put(long), get(long, long.digest, { body: b.bytes })],
    ['pull.manifest.exact-bytes'],
  ],
  ['that is lost', [put(a), missing(digest)], ['pull.manifest.by-digest']],
  ['that fails', [put(a), missing(digest, { status: 500 })], ['pull.manifest.by-digest']],
  ['that needs an account', [put(a), missing(digest, { status: 401 })], []],
  ['that has no answer', [put(a), missing(digest, { error: { code: 'reset', message: 'closed' } })], []],
  [
    'that is pushed meanwhile',
    [
      { ...put(a), at: [0, 20] },
      { ...get(a), at: [10, 30] },
      { ...missing(digest), at: [10, 30] },
    ],
    [],
  ],
  ['that was not pushed', [missing(digest)], []],
  ['that was not pushed, and served', [get(a)], ['pull.manifest.unknown-digest']],
  ['that was not pushed, and fails', [missing(digest, { status: 500 })], ['pull.manifest.unknown-digest']],
  [
    'that was not pushed, with If-None-Match',
    [missing(digest, { status: 304, ...noMatch(digest) })],
    ['pull.manifest.unknown-digest'],
  ],
  [
    'that was deleted, with If-None-Match',
    [put(a), remove(digest), missing(digest, { status: 304, ...noMatch(digest) })],
    ['pull.manifest.unknown-digest'],
  ],
  [
    'that another repository has, with If-None-Match',
    [put(a, digest, { repository: elsewhere }), missing(digest, { status: 304, ...noMatch(digest) })],
    ['pull.manifest.unknown-digest'],
  ],
  [
    'whose push failed',
    [put(a, digest, { status: 502 }), get(a), missing(digest)],
    ['push.manifest.by-digest'],
  ],
  [
    'whose push failed, and that fails',
    [put(a, digest, { error: { code: 'timeout', message: 'no answer' } }), missing(digest, { status: 500 })],
    ['pull.manifest.by-digest'],
  ],
  [
    'that another repository has',
    [put(a, digest, { repository: elsewhere }), get(a)],
    ['pull.manifest.other-repository'],
  ],
  [
    'whose bytes another digest named',
    [put(wrong, b.digest, { status: 400 }), missing(a.digest), missing(b.digest)],
    [],
  ],
  [
    'that was pushed with other bytes',
    [put(wrong, b.digest, { status: 400 }), get(b)],
    ['push.manifest.wrong-digest-not-stored'],
  ],
  [
    'that is served with the bytes of a refused push',
    [put(wrong, b.digest, { status: 400 }), get(b, b.digest, { body: wrong.bytes })],
    ['push.manifest.wrong-digest-not-stored'],
  ],
  [
    'that was deleted, and is served with the bytes of a refused push',
    [
      put(b),
      remove(b.digest),
      put(wrong, b.digest, { status: 400 }),
      get(b, b.digest, { body: wrong.bytes }),
    ],
    ['push.manifest.wrong-digest-not-stored'],
  ],
  [
    'that is served with bytes that nobody pushed',
    [put(wrong, b.digest, { status: 400 }), get(b, b.digest, { body: '{}' })],
    ['pull.manifest.exact-bytes'],
  ],
  // An index has another size and type: no field is that of these bytes.
  [
    'that was pushed, and then other bytes with a failure',
    [
      put(a, 'v1'),
      put({ ...index('other'), digest }, digest, { status: 500 }),
      head(a),
      get(a),
      head(a, 'v1'),
      get(a, 'v1'),
    ],
    [],
  ],
  [
    'that was pushed after a failure with other bytes',
    [put({ ...index('other'), digest }, digest, { status: 500 }), put(a, 'v1'), head(a), head(a, 'v1')],
    [],
  ],
  [
    'that was pushed after other bytes that were accepted',
    [put({ ...index('other'), digest }, digest), put(a, 'v1'), head(a), head(a, 'v1')],
    ['push.manifest.wrong-digest'],
  ],
  [
    'that was pushed after a failure with other bytes, with a HEAD of these',
    [
      put({ ...index('other'), digest }, digest, { status: 500 }),
      put(a, 'v1'),
      head({ ...index('other'), digest }),
    ],
    ['pull.manifest.head.content-length-value', 'pull.manifest.head.content-type'],
  ],
  ['that was deleted', [put(a), remove(digest), missing(digest)], []],
  ['that was deleted, and served', [put(a), remove(digest), get(a)], ['management.manifest.gone']],
  [
    'that was deleted, and fails',
    [put(a), remove(digest), missing(digest, { status: 500 })],
    ['management.manifest.gone'],
  ],
  [
    'that is deleted meanwhile',
    [
      put(a),
      { ...remove(digest), at: [20, 40] },
      { ...get(a), at: [30, 50] },
      { ...missing(digest), at: [30, 50] },
    ],
    [],
  ],
  [
    'that was deleted and pushed beside',
    [
      put(a),
      { ...remove(digest), at: [20, 40] },
      { ...put(a), at: [30, 50] },
      { ...get(a), at: [60, 65] },
      { ...missing(digest), at: [60, 65] },
    ],
    [],
  ],
  ['that was pushed again after it was deleted', [put(a), remove(digest), put(a), get(a)], []],
  [
    'that is lost after it was pushed again',
    [put(a), remove(digest), put(a), missing(digest)],
    ['management.manifest.push-again'],
  ],
  ['whose tag was deleted', [put(a, 'v1'), remove('v1'), missing(digest)], ['management.tag.manifest-kept']],
  [
    'that was deleted elsewhere',
    [
      put(a),
      put(a, digest, { repository: elsewhere }),
      remove(digest, { repository: elsewhere }),
      missing(digest),
    ],
    ['management.manifest.other-repository-kept'],
  ],
  ['whose tag moved', [put(a, 'v1'), put(b, 'v1'), missing(digest)], ['pull.manifest.by-digest']],
  [
    'whose deletion failed',
    [put(a), remove(digest, { status: 502 }), get(a), missing(digest)],
    ['management.manifest.accepted'],
  ],
  ['with If-None-Match', [put(a), missing(digest, { status: 304, ...noMatch(digest) })], []],
  [
    'with If-None-Match of another one',
    [put(a), missing(digest, { status: 304, ...noMatch(b.digest) })],
    ['pull.manifest.by-digest'],
  ],
  ['with If-Match', [put(a), missing(digest, { status: 412, requestHeaders: { 'If-Match': '"x"' } })], []],
  ['with 412 to no condition', [put(a), missing(digest, { status: 412 })], ['pull.manifest.by-digest']],
])

vectors('HEAD of a digest', [
  ['that was pushed', [put(a), head(a)], []],
  ['that is lost', [put(a), missing(digest, { method: 'HEAD' })], ['pull.manifest.head.by-digest']],
  ['that was not pushed', [head(a)], ['pull.manifest.head.unknown-digest']],
  [
    'that was not pushed, and fails',
    [missing(digest, { method: 'HEAD', status: 500 })],
    ['pull.manifest.head.unknown-digest'],
  ],
  ['that was deleted', [put(a), remove(digest), head(a)], ['pull.manifest.head.unknown-digest']],
  [
    'that was deleted, and fails',
    [put(a), remove(digest), missing(digest, { method: 'HEAD', status: 500 })],
    ['pull.manifest.head.unknown-digest'],
  ],
])

const type = { 'Content-Type': a.mediaType }
const named = { 'Docker-Content-Digest': digest }

vectors('header fields', [
  ['without a digest', [put(a), get(a, digest, { headers: type })], ['pull.manifest.digest-header']],
  [
    'with a wrong digest',
    [put(a), get(a, digest, { headers: { ...type, 'Docker-Content-Digest': b.digest } })],
    ['pull.manifest.digest-header-value'],
  ],
  [
    'with a digest of another algorithm',
    [put(a), get(a, digest, { headers: { ...type, 'Docker-Content-Digest': digestOf(a.bytes, 'sha512') } })],
    [],
  ],
  ['without a type', [put(a), get(a, digest, { headers: named })], ['pull.manifest.content-type-present']],
  [
    'with another type',
    [put(a), get(a, digest, { headers: { ...named, 'Content-Type': 'application/json' } })],
    ['pull.manifest.content-type'],
  ],
  [
    'with parameters',
    [put(a), get(a, digest, { headers: { ...named, 'Content-Type': `${a.mediaType}; charset=utf-8` } })],
    ['pull.manifest.content-type-parameters'],
  ],
  [
    'of a document that was pushed as another type than it says',
    [put(a, digest, { requestHeaders: { 'Content-Type': 'application/json' } }), get(a)],
    [],
  ],
  [
    'of HEAD without a digest',
    [put(a), head(a, digest, { headers: { 'Docker-Content-Digest': undefined } as never })],
    ['pull.manifest.head.digest-header'],
  ],
  [
    'of HEAD with a wrong digest',
    [put(a), head(a, digest, { headers: { 'Docker-Content-Digest': b.digest } })],
    ['pull.manifest.head.digest-header-value'],
  ],
  [
    'of HEAD with a wrong length',
    [put(a), head(a, digest, { headers: { 'Content-Length': '1' } })],
    ['pull.manifest.head.content-length-value'],
  ],
  [
    'of HEAD with another type',
    [put(a), head(a, digest, { headers: { 'Content-Type': 'application/json' } })],
    ['pull.manifest.head.content-type'],
  ],
  [
    'of HEAD without a type',
    [put(a), { ...head(a), headers: { ...named, 'Content-Length': String(a.bytes.length) } }],
    [],
  ],
  [
    'of HEAD without a length',
    [put(a), { ...head(a), headers: { ...named, ...type } }],
    ['pull.manifest.head.content-length'],
  ],
])

vectors(
  'content that others may have',
  [
    ['served', [get(a)], []],
    ['missing', [missing(digest)], []],
    ['pushed and lost', [put(a), missing(digest)], ['pull.manifest.by-digest']],
    ['with other bytes', [get(a, digest, { body: b.bytes })], ['pull.manifest.exact-bytes']],
  ],
  { isOwn: () => false },
)

it('names the operations that fix what was required', () => {
  const [lost] = judged([put(b), put(a, 'v1'), remove('v1'), missing(digest)])
  expect(lost?.because.map(({ exchange }) => exchange.id)).toEqual([2, 3])
  expect(lost?.explainedBy).toEqual(['pull.manifest.by-digest'])
  const [served] = judged([put(a, digest, { repository: elsewhere }), get(a)])
  expect(served?.because.map(({ exchange }) => exchange.id)).toEqual([1])
})
