import { describe, expect, it } from 'vitest'
import { describe as descriptorOf, jsonContent } from '../../../../../src/content/content.ts'
import { mediaTypes } from '../../../../../src/content/media-types.ts'
import {
  elsewhere,
  entry,
  home,
  index,
  judged,
  manifest,
  put,
  referrerList,
  remove,
  violatedBy,
  type Sent,
} from './exchanges.ts'
import { vectors } from './vectors.ts'

const subject = manifest('subject')
const to = { subject: descriptorOf(subject) }
const sbom = 'application/vnd.example.sbom'
const configType = mediaTypes.config
/** With an artifactType, with a config type in its place, and indexes with and without one. */
const typed = manifest('typed', { ...to, artifactType: sbom })
const plain = manifest('plain', to)
const typedIndex = index('typed index', [], { ...to, artifactType: sbom })
const plainIndex = index('plain index', [], to)
const other = manifest('other', { subject: descriptorOf(typed), artifactType: sbom })
const without = manifest('without')

const four = [typed, plain, typedIndex, plainIndex]
const entries = four.map((each) => entry(each))
const pushes = [subject, ...four].map((each) => put(each))
const [ofTyped, ofPlain, ofTypedIndex, ofPlainIndex] = entries
const list = (manifests: unknown, more = {}): Sent => referrerList(subject.digest, manifests, more)
const filtered = (type: string, manifests: unknown, more = {}): Sent =>
  list(manifests, {
    query: `?artifactType=${encodeURIComponent(type)}`,
    headers: { 'OCI-Filters-Applied': 'artifactType' },
    ...more,
  })
const unannounced = { headers: {} }
const url = `/v2/${home}/referrers/${subject.digest}`

vectors(
  'a list of referrers',
  [
    ['has all', [...pushes, list(entries)], []],
    [
      'is null although there are some',
      [...pushes, list(null)],
      ['discovery.referrers.complete', 'discovery.referrers.complete-index'],
    ],
    ['is null, and there are none', [put(subject), list(null)], ['discovery.referrers.empty']],
    [
      'lacks a manifest',
      [...pushes, list([ofPlain, ofTypedIndex, ofPlainIndex])],
      ['discovery.referrers.complete'],
    ],
    [
      'lacks an index',
      [...pushes, list([ofTyped, ofPlain, ofPlainIndex])],
      ['discovery.referrers.complete-index'],
    ],
    [
      'lacks all',
      [...pushes, list([])],
      ['discovery.referrers.complete', 'discovery.referrers.complete-index'],
    ],
    [
      'lacks one that was pushed before its subject',
      [put(typed), put(subject), list([])],
      ['discovery.referrers.before-subject'],
    ],
    ['lacks one whose subject is not there', [put(typed), list([])], ['discovery.referrers.complete']],
    [
      'lacks one whose subject was pushed again',
      [put(subject), put(typed), put(subject), list([])],
      ['discovery.referrers.complete'],
    ],
    ['lacks one that was pushed by tag', [put(typed, 'v1'), list([])], ['discovery.referrers.complete']],
    [
      'lacks one whose tag was deleted',
      [put(typed, 'v1'), remove('v1'), list([])],
      ['discovery.referrers.complete'],
    ],
    [
      'lacks one whose push was refused',
      [put(typed, 'v1', { status: 400 }), list([])],
      ['push.accepts.artifact'],
    ],
    [
      'lacks one that is pushed meanwhile',
      [
        { ...put(typed), at: [0, 20] },
        { ...list([]), at: [10, 30] },
        { ...list([ofTyped]), at: [10, 30] },
      ],
      [],
    ],
    [
      'lacks one that is pushed beside another one',
      [
        { ...put(typed), at: [0, 20] },
        { ...put(plain), at: [0, 20] },
        { ...list([ofPlain]), at: [20, 30] },
      ],
      ['discovery.referrers.complete'],
    ],
    ['lacks one whose subject was deleted', [...pushes, remove(subject.digest), list([])], []],
    [
      'lacks one that was pushed after its subject was deleted',
      [put(subject), remove(subject.digest), put(typed), list([])],
      ['discovery.referrers.complete'],
    ],
    ['has one twice', [put(typed), list([ofTyped, ofTyped])], ['discovery.referrers.unique']],
    ['has one of others', [put(typed), list([ofTyped, entry(manifest('theirs', to))])], []],
    ['has nothing', [put(without), referrerList(without.digest, [])], []],
    ['is null', [put(without), referrerList(without.digest, null)], ['discovery.referrers.empty']],
    [
      'is not an index',
      [put(without), { ...referrerList(without.digest, []), body: '{}' }],
      ['discovery.referrers.index'],
    ],
    ['is cut off by the recorder', [...pushes, { ...list([]), body: '{"manif', truncated: true }], []],
    [
      'has another media type',
      [put(without), referrerList(without.digest, [], { headers: { 'Content-Type': 'application/json' } })],
      ['discovery.referrers.content-type'],
    ],
    [
      'has another subject than another one',
      [put(typed), put(other), list([ofTyped]), referrerList(typed.digest, [entry(other)])],
      [],
    ],
  ],
  { isOwn: (name: string) => four.some(({ digest }) => name === digest) || name === subject.digest },
)

vectors(
  'what is not to be listed',
  [
    [
      'a deleted referrer',
      [...pushes, remove(typed.digest), list([ofPlain, ofTypedIndex, ofPlainIndex])],
      [],
    ],
    [
      'a deleted referrer that is listed',
      [...pushes, remove(typed.digest), list(entries)],
      ['management.manifest.referrer-unlisted'],
    ],
    [
      'one that is deleted meanwhile',
      [
        ...pushes,
        { ...remove(typed.digest), at: [100, 120] },
        { ...list(entries), at: [110, 130] },
        { ...list(entries.slice(1)), at: [110, 130] },
      ],
      [],
    ],
    [
      'one whose deletion was refused',
      [...pushes, remove(typed.digest, { status: 405 }), list(entries.slice(1))],
      ['discovery.referrers.complete'],
    ],
    [
      'one that was pushed again',
      [put(typed), remove(typed.digest), put(typed), list([])],
      ['discovery.referrers.complete'],
    ],
    [
      'one that was deleted in another repository',
      [
        put(typed),
        put(typed, typed.digest, { repository: elsewhere }),
        remove(typed.digest, { repository: elsewhere }),
        list([]),
      ],
      ['discovery.referrers.complete'],
    ],
    [
      'one of another repository',
      [put(typed, typed.digest, { repository: elsewhere }), list([ofTyped])],
      ['discovery.referrers.other-repository'],
    ],
    [
      'one of another subject',
      [put(typed), put(other), list([ofTyped, entry(other)])],
      ['discovery.referrers.nothing-else'],
    ],
    [
      'one without a subject',
      [put(typed), put(without), list([ofTyped, entry(without)])],
      ['discovery.referrers.nothing-else'],
    ],
    ['one that was not pushed', [list([ofTyped])], ['discovery.referrers.nothing-else']],
  ],
  {
    features: {
      referrers: true,
      deleteTag: true,
      deleteManifest: false,
      deleteBlob: true,
      sha512Manifest: true,
    },
  },
)

vectors(
  'entries',
  [
    ['with a wrong size', [put(typed), list([{ ...ofTyped, size: 1 }])], ['discovery.referrers.descriptor']],
    [
      'with a wrong media type',
      [put(typed), list([{ ...ofTyped, mediaType: mediaTypes.index }])],
      ['discovery.referrers.descriptor'],
    ],
    [
      'with the config type in place of the artifactType',
      [put(typed), list([{ ...ofTyped, artifactType: configType }])],
      ['discovery.referrers.artifact-type'],
    ],
    [
      'without artifactType',
      [put(typed), list([{ ...ofTyped, artifactType: undefined }])],
      ['discovery.referrers.artifact-type'],
    ],
    [
      'without the config type',
      [put(plain), list([{ ...ofPlain, artifactType: undefined }])],
      ['discovery.referrers.artifact-type-config'],
    ],
    [
      'of an index with another artifactType',
      [put(typedIndex), list([{ ...ofTypedIndex, artifactType: 'x/y' }])],
      ['discovery.referrers.artifact-type-index'],
    ],
    [
      'of an index with one that it does not have',
      [put(plainIndex), list([{ ...ofPlainIndex, artifactType: mediaTypes.index }])],
      ['discovery.referrers.artifact-type-omitted'],
    ],
    [
      'without annotations',
      [put(typed), list([{ ...ofTyped, annotations: undefined }])],
      ['discovery.referrers.annotations'],
    ],
    [
      'of an index without annotations',
      [put(plainIndex), list([{ ...ofPlainIndex, annotations: {} }])],
      ['discovery.referrers.annotations-index'],
    ],
    [
      'with further annotations',
      [put(typed), list([{ ...ofTyped, annotations: { ...ofTyped?.annotations, more: 'x' } }])],
      [],
    ],
    ['of others', [list([{ digest: `sha256:${'a'.repeat(64)}`, size: -1 }])], []],
  ],
  { isOwn: () => false },
)

vectors('the filter', [
  ['applied', [...pushes, filtered(sbom, [ofTyped, ofTypedIndex])], []],
  ['applied to config types', [...pushes, filtered(configType, [ofPlain])], []],
  // What a list without a Link leaves out may be cut off; where it has nothing at all, that is not why.
  [
    'applied, before a list that is cut off',
    [...pushes, filtered(sbom, [ofTyped, ofTypedIndex]), list([ofPlain, ofPlainIndex, ofTyped])],
    ['discovery.referrers.link'],
  ],
  [
    'applied, before a list of nothing',
    [put(typed), filtered(sbom, [ofTyped]), list([])],
    ['discovery.referrers.complete'],
  ],
  ['applied, with others', [...pushes, filtered(sbom, entries)], ['discovery.referrers.filter-exact']],
  ['applied, without one', [...pushes, filtered(sbom, [ofTypedIndex])], ['discovery.referrers.filter-exact']],
  [
    'applied to config types, without one',
    [...pushes, filtered(configType, [])],
    ['discovery.referrers.filter-config-type'],
  ],
  ['that none matches', [...pushes, filtered('x/y', [])], []],
  [
    'that none matches, with others',
    [...pushes, filtered('x/y', [ofTyped])],
    ['discovery.referrers.filter-empty'],
  ],
  [
    'that none matches, refused',
    [...pushes, filtered('x/y', [], { status: 404 })],
    ['discovery.referrers.filter-empty'],
  ],
  ['refused', [...pushes, filtered(sbom, [], { status: 400 })], ['discovery.referrers.filter']],
  [
    'applied without OCI-Filters-Applied',
    [...pushes, filtered(sbom, [ofTyped, ofTypedIndex], unannounced)],
    ['discovery.referrers.filter-header'],
  ],
  ['not applied', [...pushes, filtered(sbom, entries, unannounced)], ['discovery.referrers.filter']],
  [
    'not applied, without one',
    [...pushes, filtered(sbom, [ofTyped, ofPlain, ofTypedIndex], unannounced)],
    ['discovery.referrers.filter', 'discovery.referrers.complete-index'],
  ],
  ['without anything to leave out', [put(typed), filtered(sbom, [ofTyped], unannounced)], []],
  [
    'that shows what the list leaves out',
    [...pushes, filtered(sbom, [ofTyped, ofTypedIndex]), list([ofPlain, ofTypedIndex, ofPlainIndex])],
    ['discovery.referrers.link'],
  ],
  ['that is empty', [...pushes, list(entries, { query: '?artifactType=' })], []],
])

const more = { query: '?after=1' }
const first = list([ofTyped, ofPlain], { next: `${url}?after=1` })

vectors('pages that a Link joins', [
  ['have all', [...pushes, first, list([ofTypedIndex, ofPlainIndex], more)], []],
  ['lack one', [...pushes, first, list([ofTypedIndex], more)], ['discovery.referrers.complete-index']],
  [
    'of a filter that the Link does not repeat',
    [
      ...pushes,
      filtered(sbom, [ofTyped], {
        next: `${url}?after=1`,
        headers: { 'OCI-Filters-Applied': 'artifactType' },
      }),
      list([ofTypedIndex], more),
    ],
    [],
  ],
  [
    'of a filter that leave out one',
    [
      ...pushes,
      filtered(sbom, [ofTyped], {
        next: `${url}?after=1`,
        headers: { 'OCI-Filters-Applied': 'artifactType' },
      }),
      list([], more),
    ],
    ['discovery.referrers.filter-exact'],
  ],
  [
    'of a filter that the Link repeats, and only the first announces',
    [
      ...pushes,
      filtered(sbom, [ofTyped], {
        next: `${url}?after=1&artifactType=${encodeURIComponent(sbom)}`,
        headers: { 'OCI-Filters-Applied': 'artifactType' },
      }),
      list([ofTypedIndex], { query: `?after=1&artifactType=${encodeURIComponent(sbom)}` }),
    ],
    ['discovery.referrers.filter-header'],
  ],
  [
    'are at another place',
    [...pushes, list([ofTyped, ofPlain], { next: '/next' }), list([ofTypedIndex], { path: '/next' })],
    ['discovery.referrers.complete-index'],
  ],
  ['lead to 404', [...pushes, first, list([], { ...more, status: 404 })], ['discovery.referrers.pages']],
  ['are not followed', [...pushes, first], []],
  ['begin in the middle', [...pushes, list([ofTypedIndex], more)], []],
  [
    'repeat one',
    [...pushes, first, list([ofPlain, ofTypedIndex, ofPlainIndex], more)],
    ['discovery.referrers.pages'],
  ],
  ['lead in a circle', [...pushes, list([ofTyped], { next: url })], ['discovery.referrers.pages']],
  [
    'lead to something else',
    [
      ...pushes,
      list([ofTyped], { next: `/v2/${home}/referrers/${typed.digest}` }),
      referrerList(typed.digest, []),
    ],
    ['discovery.referrers.pages'],
  ],
  [
    'have a malformed Link',
    [...pushes, list(entries, { headers: { Link: 'next' } })],
    ['discovery.referrers.link-form'],
  ],
  [
    'go on after what was pushed meanwhile',
    [...pushes, first, put(manifest('late', to)), list([ofTypedIndex, ofPlainIndex], more)],
    [],
  ],
  [
    'of a filter',
    [
      ...pushes,
      filtered(sbom, [ofTyped], {
        next: `${url}?artifactType=${encodeURIComponent(sbom)}&after=1`,
        headers: { 'OCI-Filters-Applied': 'artifactType' },
      }),
      filtered(sbom, [ofTypedIndex], { query: `?artifactType=${encodeURIComponent(sbom)}&after=1` }),
    ],
    [],
  ],
])

vectors('statuses', [
  ['404', [...pushes, list([], { status: 404 })], ['discovery.referrers.no-404']],
  ['500', [...pushes, list([], { status: 500 })], ['discovery.referrers.listed']],
  [
    '404 where nothing refers',
    [put(without), referrerList(without.digest, [], { status: 404 })],
    ['discovery.referrers.empty'],
  ],
  ['404 in a repository that holds nothing', [list([], { status: 404 })], []],
  [
    '400 in a repository that holds nothing',
    [list([], { status: 400 })],
    ['discovery.referrers.unknown-repository'],
  ],
  [
    '404 of a malformed digest',
    [...pushes, referrerList(subject.digest.slice(0, -1), [], { status: 404 })],
    ['discovery.referrers.invalid-digest'],
  ],
  [
    '200 of a malformed digest',
    [...pushes, referrerList(subject.digest.slice(0, -1), [])],
    ['discovery.referrers.invalid-digest'],
  ],
  [
    '400 of a malformed digest',
    [...pushes, referrerList(subject.digest.slice(0, -1), [], { status: 400 })],
    [],
  ],
  ['400 of another algorithm', [...pushes, referrerList('blake3:abc', [], { status: 400 })], []],
  [
    '304 to a condition',
    [...pushes, list([], { status: 304, requestHeaders: { 'If-None-Match': '"x"' } })],
    [],
  ],
])

describe('registries and versions', () => {
  const sent = [...pushes, list([], { status: 404 })]

  it('without the API are not judged', () => {
    const features = {
      referrers: false,
      deleteTag: true,
      deleteManifest: true,
      deleteBlob: true,
      sha512Manifest: true,
    }
    expect(violatedBy(sent, { features })).toEqual([])
  })

  it('of 1.0 have no such statements', () => {
    expect(violatedBy(sent, { spec: '1.0' })).toEqual([])
  })

  it('need not list manifests of Docker, which have no subject, nor what is pushed as something else than it says', () => {
    const document = JSON.parse(new TextDecoder().decode(typed.bytes)) as object
    const docker = jsonContent(
      { ...document, mediaType: mediaTypes.dockerManifest },
      mediaTypes.dockerManifest,
    )
    const otherwise = jsonContent({ ...document, mediaType: mediaTypes.dockerManifest }, mediaTypes.manifest)
    expect(violatedBy([put(docker), list([])])).toEqual([])
    expect(violatedBy([put(otherwise), list([])])).toEqual([])
    expect(violatedBy([put(otherwise), list([{ ...descriptorOf(otherwise), size: 1 }])])).toEqual([])
  })
})

it('names the pushes of missing referrers, and looks again', () => {
  const [found] = judged([put(subject), put(typed), list([])])
  expect(found?.because.map(({ exchange }) => exchange.id)).toEqual([2])
  expect(found?.maySettle).toBe(true)
  expect(found?.judgement).toMatchObject({
    title: 'omitted referrers that were pushed',
    expected: [typed.digest],
  })
})
