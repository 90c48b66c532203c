import { expect, it } from 'vitest'
import { describe as descriptorOf } from '../../../../../src/content/content.ts'
import { mediaTypes } from '../../../../../src/content/media-types.ts'
import { elsewhere, get, head, index, judged, manifest, missing, put, remove } from './exchanges.ts'
import { vectors } from './vectors.ts'

const a = manifest('a')
const b = manifest('b')
const c = manifest('c')
const both = index('both', [descriptorOf(a), descriptorOf(b)])
const lost = missing('v1')
const lostByHead = missing('v1', { method: 'HEAD' })
const parameters = (named: string, query: string) => ({
  query,
  headers: { 'OCI-Tag': named, Location: '/x', 'Docker-Content-Digest': a.digest },
})

vectors('GET of a tag', [
  ['that was pushed', [put(a, 'v1'), get(a, 'v1')], []],
  ['that is lost', [put(a, 'v1'), lost], ['pull.manifest.by-tag']],
  ['that fails', [put(a, 'v1'), missing('v1', { status: 500 })], ['pull.manifest.by-tag']],
  ['that was not pushed', [lost], []],
  ['that was not pushed, and served', [put(a), get(a, 'v1')], ['pull.manifest.unknown-tag']],
  ['that was not pushed, and fails', [missing('v1', { status: 500 })], ['pull.manifest.unknown-tag']],
  [
    'of another repository',
    [put(a, 'v1', { repository: elsewhere }), get(a, 'v1')],
    ['pull.manifest.unknown-tag'],
  ],
  ['with another manifest', [put(a, 'v1'), put(b), get(b, 'v1')], ['pull.manifest.by-tag']],
  ['with bytes that nobody pushed', [put(a, 'v1'), get(b, 'v1')], ['pull.manifest.exact-bytes']],
  ['that moved', [put(a, 'v1'), put(b, 'v1'), get(b, 'v1')], []],
  [
    'that moved, with the one before',
    [put(a, 'v1'), put(b, 'v1'), get(a, 'v1')],
    ['push.manifest.tag-moves'],
  ],
  [
    'that moved twice, with the first one',
    [put(a, 'v1'), put(b, 'v1'), put(c, 'v1'), get(a, 'v1')],
    ['push.manifest.tag-moves'],
  ],
  ['that moved there and back', [put(a, 'v1'), put(b, 'v1'), put(a, 'v1'), get(a, 'v1')], []],
  ['that moved and is lost', [put(a, 'v1'), put(b, 'v1'), lost], ['push.manifest.tag-moves']],
  [
    'that moves meanwhile',
    [
      put(a, 'v1'),
      { ...put(b, 'v1'), at: [20, 40] },
      { ...get(a, 'v1'), at: [30, 50] },
      { ...get(b, 'v1'), at: [30, 50] },
    ],
    [],
  ],
  [
    'that moves meanwhile, and is lost',
    [put(a, 'v1'), { ...put(b, 'v1'), at: [20, 40] }, { ...lost, at: [30, 50] }],
    ['pull.manifest.by-tag'],
  ],
  [
    'that two pushed beside each other',
    [
      { ...put(a, 'v1'), at: [0, 20] },
      { ...put(b, 'v1'), at: [10, 30] },
      { ...get(a, 'v1'), at: [40, 45] },
      { ...get(b, 'v1'), at: [50, 55] },
    ],
    [],
  ],
  [
    'whose move failed',
    [put(a, 'v1'), put(b, 'v1', { status: 502 }), get(a, 'v1'), get(b, 'v1')],
    ['push.manifest.by-tag'],
  ],
  ['whose move was refused', [put(a, 'v1'), put(b, 'v1', { status: 409 }), get(a, 'v1')], []],
  [
    'whose move was refused, and took place',
    [put(a, 'v1'), put(b, 'v1', { status: 409 }), get(b, 'v1')],
    ['pull.manifest.exact-bytes'],
  ],
  [
    'that a push of other bytes was to set, and was accepted',
    [put({ ...b, digest: a.digest }, a.digest, parameters('v1', '?tag=v1')), get(b, 'v1'), lost],
    ['push.manifest.wrong-digest'],
  ],
  [
    'that a push of other bytes was to set, and failed',
    [
      put({ ...b, digest: a.digest }, a.digest, { ...parameters('v1', '?tag=v1'), status: 500 }),
      get(b, 'v1'),
      lost,
    ],
    [],
  ],
  ['that was deleted', [put(a, 'v1'), remove('v1'), lost], []],
  ['that was deleted, and served', [put(a, 'v1'), remove('v1'), get(a, 'v1')], ['management.tag.gone']],
  [
    'that was deleted, and fails',
    [put(a, 'v1'), remove('v1'), missing('v1', { status: 500 })],
    ['management.tag.gone'],
  ],
  [
    'that is deleted meanwhile',
    [
      put(a, 'v1'),
      { ...remove('v1'), at: [20, 40] },
      { ...get(a, 'v1'), at: [30, 50] },
      { ...lost, at: [30, 50] },
    ],
    [],
  ],
  [
    'that was deleted and pushed again',
    [put(a, 'v1'), remove('v1'), put(a, 'v1'), lost],
    ['pull.manifest.by-tag'],
  ],
  ['whose manifest was deleted', [put(a, 'v1'), remove(a.digest), lost], []],
  [
    'whose manifest was deleted, and served',
    [put(a, 'v1'), remove(a.digest), get(a, 'v1')],
    ['management.manifest.tags-gone'],
  ],
  [
    'whose manifest was deleted and pushed again by digest',
    [put(a, 'v1'), remove(a.digest), put(a), get(a, 'v1')],
    ['management.manifest.tags-gone'],
  ],
  [
    'whose manifest was deleted and pushed again by tag',
    [put(a, 'v1'), remove(a.digest), put(a, 'v1'), get(a, 'v1')],
    [],
  ],
  [
    'that is lost after its manifest was deleted and pushed again',
    [put(a, 'v1'), remove(a.digest), put(a, 'v1'), lost],
    ['pull.manifest.by-tag'],
  ],
  [
    'whose manifest is deleted beside the push of the tag',
    [
      put(a),
      { ...put(a, 'v1'), at: [20, 40] },
      { ...remove(a.digest), at: [30, 50] },
      { ...get(a, 'v1'), at: [60, 65] },
      { ...lost, at: [60, 65] },
    ],
    [],
  ],
  [
    'whose manifest of before was deleted',
    [put(a, 'v1'), put(b, 'v1'), remove(a.digest), lost],
    ['push.manifest.tag-moves'],
  ],
  [
    'beside another tag that was deleted',
    [put(a, 'v1'), put(a, 'v2'), remove('v2'), lost],
    ['management.tag.other-tags-kept'],
  ],
  ['of a parameter', [put(a, a.digest, parameters('v1', '?tag=v1')), get(a, 'v1')], []],
  [
    'of a parameter that is lost',
    [put(a, a.digest, parameters('v1', '?tag=v1')), lost],
    ['push.tag-parameters.header-honest'],
  ],
  [
    'of one of several parameters that is lost',
    [put(a, a.digest, parameters('v2, v1', '?tag=v1&tag=v2')), lost],
    ['push.tag-parameters.header-honest'],
  ],
  ['of a parameter that was ignored', [put(a, a.digest, { query: '?tag=v1' }), lost], []],
  [
    'of a parameter that was not named',
    [put(a, a.digest, { query: '?tag=v1' }), get(a, 'v1')],
    ['push.tag-parameters.header'],
  ],
])

const accepts = (...values: string[]) => ({ requestHeaders: { Accept: values.join(', ') } })

vectors('GET of the tag of an index', [
  ['with the index', [put(a), put(b), put(both, 'v1'), get(both, 'v1', accepts(both.mediaType))], []],
  [
    'with one of its manifests, though an index is accepted',
    [put(a), put(b), put(both, 'v1'), get(a, 'v1', accepts(a.mediaType, both.mediaType))],
    ['pull.manifest.by-tag'],
  ],
  [
    'with one of its manifests, where no index is accepted',
    [put(a), put(b), put(both, 'v1'), get(a, 'v1', accepts(a.mediaType))],
    [],
  ],
  [
    'with another manifest, where no index is accepted',
    [put(a), put(b), put(c), put(both, 'v1'), get(c, 'v1', accepts(a.mediaType))],
    ['pull.manifest.by-tag'],
  ],
])

it('that is converted for a client that names no type, or not its own, warns', () => {
  const old = { ...b, mediaType: 'application/vnd.docker.distribution.manifest.v1+prettyjws' }
  const severityOf = (...values: string[]) =>
    judged([put(a, 'v1'), get(old, 'v1', accepts(...values))]).map(({ judgement }) => judgement.severity)
  expect(severityOf('*/*')).toEqual(['warn'])
  expect(severityOf(a.mediaType)).toEqual([undefined])
  expect(severityOf(mediaTypes.dockerManifest)).toEqual(['warn'])
  expect(
    judged([put(a, 'v1'), get(b, 'v1', accepts('*/*'))]).map(({ judgement }) => judgement.severity),
  ).toEqual([undefined])
})

/** Whatever was done before: it is one cause. */
vectors('a pull that leaves the type open and is refused', [
  [
    'after a move',
    [put(a, 'v1'), put(b, 'v1'), missing('v1', { requestHeaders: {} })],
    ['pull.manifest.by-tag'],
  ],
  [
    'after another tag was deleted',
    [put(a, 'v1'), put(a, 'v2'), remove('v2'), missing('v1', accepts('*/*'))],
    ['pull.manifest.by-tag'],
  ],
  ['by HEAD', [put(a, 'v1'), missing('v1', { method: 'HEAD', ...accepts('*/*') })], ['pull.manifest.by-tag']],
  [
    'by digest, after it was pushed again',
    [put(a), remove(a.digest), put(a), missing(a.digest, { requestHeaders: {} })],
    ['pull.manifest.by-digest'],
  ],
])

vectors('HEAD of a tag', [
  ['that was pushed', [put(a, 'v1'), head(a, 'v1')], []],
  ['that is lost', [put(a, 'v1'), lostByHead], ['pull.manifest.head.by-tag']],
  ['that was not pushed', [put(a), head(a, 'v1')], ['pull.manifest.head.unknown-tag']],
  ['that was deleted', [put(a, 'v1'), remove('v1'), head(a, 'v1')], ['pull.manifest.head.unknown-tag']],
  [
    'that moved, with the one before',
    [put(a, 'v1'), put(b, 'v1'), head(a, 'v1')],
    ['push.manifest.tag-moves'],
  ],
  ['with another digest', [put(a, 'v1'), put(b), head(b, 'v1')], ['pull.manifest.head.digest-header-value']],
  [
    'without a digest',
    [
      put(a, 'v1'),
      {
        ...head(a, 'v1'),
        headers: { 'Content-Type': a.mediaType, 'Content-Length': String(a.bytes.length) },
      },
    ],
    ['pull.manifest.head.digest-header'],
  ],
  [
    'with a wrong length',
    [put(a, 'v1'), head(a, 'v1', { headers: { 'Content-Length': '1' } })],
    ['pull.manifest.head.content-length-value'],
  ],
])

vectors(
  'tags that others may set',
  [
    ['served', [put(a), get(a, 'latest')], []],
    ['missing', [missing('latest')], []],
    ['pushed and lost', [put(a, 'v1'), lost], ['pull.manifest.by-tag']],
  ],
  { isOwn: () => false },
)
