import { expect, it } from 'vitest'
import { describe as descriptorOf, jsonContent, type Content } from '../../../../../src/content/content.ts'
import { digestOf } from '../../../../../src/content/digest.ts'
import { mediaTypes } from '../../../../../src/content/media-types.ts'
import { elsewhere, get, home, index, judged, manifest, missing, put, remove } from './exchanges.ts'
import { vectors, type Row } from './vectors.ts'

const a = manifest('a')
const b = manifest('b')
const long = manifest('long', { algorithm: 'sha512' })
const subject = descriptorOf(b)
const referring = manifest('referring', { subject })
const referringIndex = index('referring', [descriptorOf(a)], { subject })
const blob = { mediaType: mediaTypes.layer, digest: digestOf(new Uint8Array(3)), size: 3 }
const withBlob = manifest('with a blob', { layers: [blob] })
const document = (more: object): Content =>
  jsonContent({ ...(JSON.parse(new TextDecoder().decode(a.bytes)) as object), ...more }, a.mediaType)

const location = { Location: '/x' }
const named = { 'Docker-Content-Digest': a.digest }
const refusal = (status: number) => ({ status, headers: {} })

vectors('a push that is accepted', [
  ['by tag', [put(a, 'v1')], []],
  ['by digest', [put(a)], []],
  ['by sha512', [put(long)], []],
  ['with 200', [put(a, 'v1', { status: 200 })], ['push.manifest.by-tag']],
  ['with 202, by digest', [put(a, a.digest, { status: 202 })], ['push.manifest.by-digest']],
  ...(
    [
      ['its tag', `/v2/${home}/manifests/v1`, true],
      ['a digest of another algorithm', `/v2/${home}/manifests/${digestOf(a.bytes, 'sha512')}`, true],
      ['another host', `https://storage.example/v2/${home}/manifests/${a.digest}`, true],
      ['what is no endpoint', '/storage/1', true],
      ['another digest', `/v2/${home}/manifests/${b.digest}`, false],
      ['another digest of sha512', `/v2/${home}/manifests/${digestOf(b.bytes, 'sha512')}`, false],
      ['another tag', `/v2/${home}/manifests/v2`, false],
      ['another repository', `/v2/${elsewhere}/manifests/${a.digest}`, false],
    ] as const
  ).map(([what, to, isRight]): Row => [
    `with a Location that names ${what}`,
    [put(a, 'v1', { headers: { Location: to, ...named } })],
    isRight ? [] : ['push.manifest.location-pullable'],
  ]),
  ['without Location', [put(a, 'v1', { headers: named })], ['push.manifest.location']],
  ['without a digest', [put(a, 'v1', { headers: location })], ['push.manifest.digest-header']],
  [
    'with a wrong digest',
    [put(a, 'v1', { headers: { ...location, 'Docker-Content-Digest': b.digest } })],
    ['push.manifest.digest-header-value'],
  ],
  [
    'with a digest of another algorithm',
    [put(a, 'v1', { headers: { ...location, 'Docker-Content-Digest': digestOf(a.bytes, 'sha512') } })],
    [],
  ],
  ['with a subject', [put(referring)], []],
  [
    'without OCI-Subject',
    [put(referring, 'v1', { headers: { ...location, 'Docker-Content-Digest': referring.digest } })],
    ['push.subject.header'],
  ],
  [
    'of an index without OCI-Subject',
    [
      put(a),
      put(referringIndex, 'v1', { headers: { ...location, 'Docker-Content-Digest': referringIndex.digest } }),
    ],
    ['push.subject.header-for-index'],
  ],
  [
    'with another OCI-Subject',
    [
      put(referring, 'v1', {
        headers: { ...location, 'Docker-Content-Digest': referring.digest, 'OCI-Subject': a.digest },
      }),
    ],
    ['push.subject.header-value'],
  ],
  [
    'with tags that were requested',
    [put(a, a.digest, { query: '?tag=v1&tag=v2', headers: { ...location, ...named, 'OCI-Tag': 'v1' } })],
    [],
  ],
  [
    'with a tag that was not requested',
    [put(a, a.digest, { query: '?tag=v1', headers: { ...location, ...named, 'OCI-Tag': 'v1, v2' } })],
    ['push.tag-parameters.header'],
  ],
  ['under a digest of other bytes', [put(a, b.digest)], ['push.manifest.wrong-digest']],
  ['under a sha512 of other bytes', [put(a, long.digest)], ['push.manifest.wrong-digest']],
])

vectors('a push that is refused', [
  ['by tag', [put(a, 'v1', refusal(400))], ['push.manifest.by-tag']],
  ['by digest', [put(a, a.digest, refusal(400))], ['push.manifest.by-digest']],
  ['by sha512', [put(long, long.digest, refusal(400))], ['push.sha512.manifest']],
  ['with 500', [put(a, 'v1', refusal(500))], ['push.manifest.by-tag']],
  ['for lack of an account', [put(a, 'v1', refusal(403))], []],
  ['under a digest of other bytes', [put(a, b.digest, refusal(400))], []],
  ['though it holds it', [put(a), put(a, 'v1', refusal(409))], ['push.manifest.repeated']],
  [
    'since its subject was deleted',
    [put(b), put(referring), remove(b.digest), put(referring, 'v1', refusal(400))],
    ['push.subject.missing'],
  ],
  [
    'though its subject is there again',
    [put(b), remove(b.digest), put(b), put(referring), put(referring, 'v1', refusal(400))],
    ['push.manifest.repeated'],
  ],
  [
    'since its subject, which is not there, has a sha512 digest',
    [put(document({ artifactType: 'application/x', subject: descriptorOf(long) }), 'v1', refusal(400))],
    ['push.subject.missing'],
  ],
  [
    'although its subject has a sha512 digest, which is there',
    [
      put(long),
      put(document({ artifactType: 'application/x', subject: descriptorOf(long) }), 'v1', refusal(400)),
    ],
    ['push.accepts.artifact'],
  ],
  [
    'though another repository holds it',
    [put(a, a.digest, { repository: elsewhere }), put(a, 'v1', refusal(400))],
    ['push.manifest.by-tag'],
  ],
  ['again by the same tag', [put(a, 'v1'), put(a, 'v1', refusal(409))], ['push.manifest.repeated']],
  [
    'after it was deleted',
    [put(a), remove(a.digest), put(a, a.digest, refusal(409))],
    ['management.manifest.push-again'],
  ],
  ['to move a tag', [put(a, 'v1'), put(b, 'v1', refusal(409))], []],
  [
    'to move a tag once more',
    [put(a, 'v1'), put(b, 'v1'), put(a, 'v1', refusal(409))],
    ['push.manifest.repeated'],
  ],
  [
    'to set a tag that has moved, after its deletion',
    [put(a), put(a, 'v1'), put(b, 'v1'), remove('v1'), put(a, 'v1', refusal(409))],
    ['push.manifest.repeated'],
  ],
  [
    'to set a tag to something else after its deletion, where tags may be immutable',
    [put(a), put(b), put(a, 'v1'), remove('v1'), put(b, 'v1', refusal(409))],
    [],
  ],
  [
    'to move a tag that was set anew after its deletion',
    [put(a, 'v1'), remove('v1'), put(b, 'v1'), put(a, 'v1', refusal(409))],
    [],
  ],
  [
    'to move a tag that was set anew after the deletion of its manifest',
    [put(a, 'v1'), remove(a.digest), put(b, 'v1'), put(a, 'v1', refusal(409))],
    [],
  ],
  [
    'to move a tag, as if nothing were there',
    [put(a, 'v1'), put(b, 'v1', refusal(404))],
    ['push.manifest.by-tag'],
  ],
  ['to move a tag, with a failure', [put(a, 'v1'), put(b, 'v1', refusal(500))], ['push.manifest.by-tag']],
  ['to move a tag to what it holds', [put(a, 'v1'), put(b), put(b, 'v1', refusal(409))], []],
  ['for a blob that nobody pushed', [put(withBlob, 'v1', refusal(404))], []],
  ['for a blob that nobody pushed, with a failure', [put(withBlob, 'v1', refusal(500))], []],
  ['for a manifest that nobody pushed', [put(index('i', [descriptorOf(a)]), 'v1', refusal(404))], []],
  [
    'though its manifest was pushed',
    [put(a), put(index('i', [descriptorOf(a)]), 'v1', refusal(404))],
    ['push.accepts.index'],
  ],
  [
    'for a manifest that was deleted',
    [put(a), remove(a.digest), put(index('i', [descriptorOf(a)]), 'v1', refusal(404))],
    [],
  ],
  [
    'for a manifest that is pushed meanwhile',
    [
      { ...put(a), at: [0, 20] },
      { ...put(index('i', [descriptorOf(a)]), 'v1', refusal(404)), at: [10, 30] },
    ],
    [],
  ],
  ['since it is large', [put(manifest('x'.repeat(1_100_000)), 'v1', refusal(413))], []],
  ['since it is said to be large', [put(a, 'v1', refusal(413))], ['push.manifest.by-tag']],
  [
    'since it is large, with 400',
    [put(manifest('x'.repeat(1_100_000)), 'v1', refusal(400))],
    ['push.manifest.four-megabytes'],
  ],
])

/** What makes a manifest unusual is why it is refused. */
const unusual: Row[] = (
  [
    ['push.subject.missing', referring],
    ['push.accepts.artifact', manifest('artifact', { artifactType: 'application/x' })],
    ['push.accepts.no-layers', manifest('no layers', { layers: [] })],
    ['push.accepts.empty-index', index('empty')],
    ['push.accepts.unknown-fields', document({ more: 1 })],
    ['push.manifest.without-media-type', document({ mediaType: undefined })],
    [
      'push.accepts.unknown-config-type',
      document({ config: { ...subject, mediaType: 'application/x', urls: ['https://x'] } }),
    ],
    [
      'push.accepts.unknown-layer-type',
      document({ layers: [{ ...subject, mediaType: 'application/x', urls: ['https://x'] }] }),
    ],
    [
      'push.accepts.embedded-data',
      document({
        layers: [
          {
            mediaType: mediaTypes.empty,
            digest: digestOf(new TextEncoder().encode('{}')),
            size: 2,
            data: 'e30=',
            urls: ['https://x'],
          },
        ],
      }),
    ],
    [
      'push.accepts.docker-manifest',
      { ...document({ mediaType: mediaTypes.dockerManifest }), mediaType: mediaTypes.dockerManifest },
    ],
  ] as const
).map(([requirement, content]) => [requirement, [put(content, 'v1', refusal(400))], [requirement]])

vectors('an unusual manifest that is refused', unusual)

it('is explained by each thing that is unusual about it, and last by how it was pushed', () => {
  const [refused] = judged([
    put(document({ artifactType: 'application/x', layers: [], more: 1 }), 'v1', refusal(400)),
  ])
  expect(refused?.explainedBy).toEqual([
    'push.accepts.unknown-fields',
    'push.accepts.artifact',
    'push.accepts.no-layers',
    'push.manifest.by-tag',
  ])
})

const odd = (bytes: string | object, mediaType: string = mediaTypes.manifest): Content => {
  const text = new TextEncoder().encode(typeof bytes === 'string' ? bytes : JSON.stringify(bytes))
  return { bytes: text, mediaType, digest: digestOf(text) }
}
const fields = { schemaVersion: 2, mediaType: mediaTypes.manifest, config: subject, layers: [] }

vectors('what is not a valid manifest may be refused', [
  ['not JSON', [{ ...put(a, 'v1', refusal(400)), requestBody: new TextEncoder().encode('{') }], []],
  ['not an object', [{ ...put(a, 'v1', refusal(400)), requestBody: new TextEncoder().encode('[]') }], []],
  ['nothing in it', [put(odd({}), 'v1', refusal(400))], []],
  ['without a config', [put(odd({ ...fields, config: undefined }), 'v1', refusal(400))], []],
  [
    'with a config that is not a descriptor',
    [put(odd({ ...fields, config: { digest: 1 } }), 'v1', refusal(400))],
    [],
  ],
  [
    'with a malformed digest',
    [
      put(b),
      put(
        odd({ ...fields, config: { ...subject, digest: 'sha256:x', urls: ['https://x'] } }),
        'v1',
        refusal(400),
      ),
    ],
    [],
  ],
  [
    'without a size',
    [
      put(
        odd({ ...fields, config: { ...subject, size: undefined, urls: ['https://x'] } }),
        'v1',
        refusal(400),
      ),
    ],
    [],
  ],
  ['with layers that are not a list', [put(odd({ ...document({}), layers: {} }), 'v1', refusal(400))], []],
  ['with a layer that is not a descriptor', [put(document({ layers: [1] }), 'v1', refusal(400))], []],
  ['with another schemaVersion', [put(document({ schemaVersion: 1 }), 'v1', refusal(400))], []],
  [
    'with another mediaType than Content-Type',
    [put(document({ mediaType: mediaTypes.index }), 'v1', refusal(400))],
    [],
  ],
  ['of an unknown type', [put({ ...document({}), mediaType: 'application/x' }, 'v1', refusal(400))], []],
  ['without Content-Type', [put(a, 'v1', { ...refusal(400), requestHeaders: {} })], []],
  [
    'an index without manifests',
    [put(odd({ schemaVersion: 2, mediaType: mediaTypes.index }, mediaTypes.index), 'v1', refusal(400))],
    [],
  ],
  [
    'an index with a malformed digest',
    [
      put(
        odd(
          { schemaVersion: 2, mediaType: mediaTypes.index, manifests: [{ ...subject, digest: 'x' }] },
          mediaTypes.index,
        ),
        'v1',
        refusal(400),
      ),
    ],
    [],
  ],
  [
    'with a subject that is not a descriptor',
    [put(document({ subject: { digest: b.digest } }), 'v1', refusal(400))],
    [],
  ],
  ['with annotations that are not texts', [put(document({ annotations: { a: 1 } }), 'v1', refusal(400))], []],
  ['under a tag outside the grammar', [put(a, '-v1', refusal(400))], []],
  ['under a digest that is malformed', [put(a, 'sha256:x', refusal(400))], []],
  ['in a repository whose name is invalid', [put(a, 'v1', { ...refusal(400), repository: 'RUN/HOME' })], []],
  [
    'with more tags than it takes',
    [put(a, a.digest, { ...refusal(414), query: `?${'tag=v1&'.repeat(50)}` })],
    [],
  ],
])

it('names the pushes of what it holds already', () => {
  const [found] = judged([put(b), put(a, 'v1'), missing('v2'), put(a, 'v1', refusal(409))])
  expect(found?.because.map(({ exchange }) => exchange.id)).toEqual([2])
  expect(found?.judgement.title).toContain('already has')
})

const ofIndex = index('of a', [descriptorOf(a)])

vectors('a refused push of what refers to something', [
  ['that is there', [put(a), put(ofIndex, 'v1', refusal(404))], ['push.accepts.index']],
  ['that is found afterwards', [put(a), put(ofIndex, 'v1', refusal(404)), get(a)], ['push.accepts.index']],
  [
    'that is gone afterwards',
    [put(a), put(ofIndex, 'v1', refusal(404)), missing(a.digest)],
    ['pull.manifest.by-digest'],
  ],
  [
    'that is deleted afterwards',
    [put(a), put(ofIndex, 'v1', refusal(404)), remove(a.digest), missing(a.digest)],
    ['push.accepts.index'],
  ],
  [
    'that is gone afterwards, with 500',
    [put(a), put(ofIndex, 'v1', refusal(500)), missing(a.digest)],
    ['push.manifest.by-tag', 'pull.manifest.by-digest'],
  ],
])
