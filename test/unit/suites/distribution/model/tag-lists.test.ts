import { describe, expect, it } from 'vitest'
import { elsewhere, index, judged, manifest, put, remove, tagList, type Sent } from './exchanges.ts'
import { vectors } from './vectors.ts'

const a = manifest('a')
const b = manifest('b')

/** Tags, each pushed and answered with success. */
const pushed = (...tags: string[]): Sent[] => tags.map((tag) => put(a, tag))
const three = pushed('v1', 'v2', 'v3')
const url = '/v2/run/home/tags/list'
const alone = { isOwn: (name: string) => name.startsWith('v') || name.includes(':') }

vectors(
  'a list of all tags',
  [
    ['has all', [...three, tagList(['v1', 'v2', 'v3'])], []],
    ['lacks one', [...three, tagList(['v1', 'v3'])], ['discovery.tags.complete']],
    ['lacks the first', [...three, tagList(['v2', 'v3'])], ['discovery.tags.complete']],
    [
      'lacks one of the referrers tag schema',
      [...three, put(a, `sha256-${'0'.repeat(64)}`), tagList(['v1', 'v2', 'v3'])],
      [],
    ],
    ['is empty', [...three, tagList([])], ['discovery.tags.complete']],
    ['is null', [...three, tagList(null)], ['discovery.tags.body', 'discovery.tags.complete']],
    ['is null where there are none', [put(a), tagList(null)], ['discovery.tags.empty-list']],
    ['has none where none were pushed', [put(a), tagList([])], []],
    ['is not a list', [...three, { ...tagList([]), body: '{}' }], ['discovery.tags.body']],
    ['is not known whole', [...three, { ...tagList([]), body: '{"tags": ["v' }], ['discovery.tags.body']],
    ['is cut off by the recorder', [...three, { ...tagList([]), body: '{"tags": ["v', truncated: true }], []],
    [
      'lacks a name outside the grammar that was taken',
      [...three, put(a, '-x'), tagList(['v1', 'v2', 'v3'])],
      [],
    ],
    [
      'has parameters that nobody knows',
      [...three, tagList([], { query: '?token=x' }), tagList([], { query: '?token=x', status: 500 })],
      [],
    ],
    ['has tags of others', [...three, tagList(['latest', 'v1', 'v2', 'v3'])], []],
    ['has a tag twice', [...three, tagList(['v1', 'v1', 'v2', 'v3'])], ['discovery.tags.nothing-else']],
    [
      'has one that was not pushed',
      [...three, tagList(['v1', 'v2', 'v3', 'v4'])],
      ['discovery.tags.nothing-else'],
    ],
    [
      'has one of another repository',
      [...three, put(a, 'v4', { repository: elsewhere }), tagList(['v1', 'v2', 'v3', 'v4'])],
      ['discovery.tags.nothing-else'],
    ],
    [
      'has a digest',
      [...three, tagList([`sha256:${'a'.repeat(64)}`, 'v1', 'v2', 'v3'])],
      ['discovery.tags.nothing-else'],
    ],
    [
      'has a name outside the grammar',
      [...three, tagList(['-x', 'v1', 'v2', 'v3'])],
      ['discovery.tags.nothing-else'],
    ],
    [
      'has a name outside the grammar that was taken',
      [...three, put(a, '-x'), tagList(['-x', 'v1', 'v2', 'v3'])],
      [],
    ],
    [
      'names another repository',
      [...three, tagList(['v1', 'v2', 'v3'], { repository: elsewhere, path: url })],
      ['discovery.tags.name'],
    ],
    ['is in no order', [...three, tagList(['v3', 'v1', 'v2'])], ['discovery.tags.order']],
    [
      'ends before the last one with a Link',
      [...three, tagList(['v1', 'v2'], { next: `${url}?last=v2` })],
      [],
    ],
    [
      'lacks one before its end with a Link',
      [...three, tagList(['v1', 'v3'], { next: `${url}?last=v3` })],
      ['discovery.tags.complete'],
    ],
    [
      'has a malformed Link',
      [...three, tagList(['v1', 'v2', 'v3'], { headers: { Link: 'next' } })],
      ['discovery.tags.link-form'],
    ],
  ],
  alone,
)

vectors(
  'changes of tags',
  [
    [
      'a tag whose push was refused',
      [...three, put(a, 'v4', { status: 400 }), tagList(['v1', 'v2', 'v3'])],
      ['push.manifest.repeated'],
    ],
    [
      'a tag whose push failed, listed',
      [...three, put(a, 'v4', { status: 502 }), tagList(['v1', 'v2', 'v3', 'v4'])],
      ['push.manifest.by-tag'],
    ],
    [
      'a tag whose push failed, not listed',
      [...three, put(a, 'v4', { status: 502 }), tagList(['v1', 'v2', 'v3'])],
      ['push.manifest.by-tag'],
    ],
    [
      'a tag that was pushed meanwhile',
      [
        { ...put(a, 'v1'), at: [0, 20] },
        { ...tagList([]), at: [10, 30] },
        { ...tagList(['v1']), at: [10, 30] },
      ],
      [],
    ],
    ['a deleted tag', [...three, remove('v2'), tagList(['v1', 'v3'])], []],
    [
      'a deleted tag that is listed',
      [...three, remove('v2'), tagList(['v1', 'v2', 'v3'])],
      ['management.tag.not-listed'],
    ],
    [
      'a tag that is deleted meanwhile',
      [
        { ...put(a, 'v1'), at: [0, 5] },
        { ...remove('v1'), at: [10, 30] },
        { ...tagList([]), at: [10, 30] },
        { ...tagList(['v1']), at: [10, 30] },
      ],
      [],
    ],
    [
      'a tag whose deletion was refused',
      [...three, remove('v2', { status: 405 }), tagList(['v1', 'v3'])],
      ['discovery.tags.complete'],
    ],
    [
      'a tag that was pushed again after it was deleted',
      [...three, remove('v2'), put(a, 'v2'), tagList(['v1', 'v3'])],
      ['discovery.tags.complete'],
    ],
    ['a tag that moved', [...three, put(b, 'v2'), tagList(['v1', 'v3'])], ['discovery.tags.complete']],
    ['tags of a deleted manifest', [...three, put(b, 'v4'), remove(a.digest), tagList(['v4'])], []],
    [
      'tags of a deleted manifest that are listed',
      [...three, put(b, 'v4'), remove(a.digest), tagList(['v1', 'v2', 'v4'])],
      ['management.manifest.tags-not-listed'],
    ],
    [
      'a tag that moved to another manifest before',
      [...three, put(b, 'v2'), remove(a.digest), tagList([])],
      ['discovery.tags.complete'],
    ],
    [
      'a tag of a manifest that was pushed again',
      [put(a, 'v1'), remove(a.digest), put(a), tagList(['v1'])],
      ['management.manifest.tags-not-listed'],
    ],
    [
      'a deletion in another repository',
      [
        put(a, 'v1'),
        put(a, 'v1', { repository: elsewhere }),
        remove(a.digest, { repository: elsewhere }),
        tagList([]),
      ],
      ['discovery.tags.complete'],
    ],
    [
      'tags of a push by digest',
      [
        put(a, a.digest, {
          query: '?tag=v1&tag=v2',
          headers: { 'OCI-Tag': 'v1', Location: '/x', 'Docker-Content-Digest': a.digest },
        }),
        tagList(['v2']),
      ],
      ['push.tag-parameters.header', 'discovery.tags.complete'],
    ],
    ['a tag parameter that was not taken', [put(a, a.digest, { query: '?tag=v1' }), tagList([])], []],
    ['an index', [put(index('i'), 'v1'), tagList([])], ['discovery.tags.complete']],
  ],
  {
    ...alone,
    features: {
      referrers: true,
      deleteTag: false,
      deleteManifest: true,
      deleteBlob: true,
      sha512Manifest: true,
    },
  },
)

vectors(
  'n',
  [
    ['has n', [...three, tagList(['v1', 'v2'], { query: '?n=2' })], []],
    [
      'has more than n',
      [...three, tagList(['v1', 'v2', 'v3'], { query: '?n=2' })],
      ['discovery.tags.n-exact'],
    ],
    [
      'has more than n, of others',
      [put(a, 'v1'), tagList(['a', 'b', 'c'], { query: '?n=2' })],
      ['discovery.tags.n-exact'],
    ],
    [
      'has fewer than n, and no Link',
      [...three, tagList(['v1'], { query: '?n=2' })],
      ['discovery.tags.n-exact'],
    ],
    [
      'has fewer than n with a Link',
      [...three, tagList(['v1'], { query: '?n=2', next: `${url}?n=2&last=v1` })],
      [],
    ],
    ['is n above all', [...three, tagList(['v1', 'v2', 'v3'], { query: '?n=100' })], []],
    [
      'lacks one with n above all',
      [...three, tagList(['v1', 'v2'], { query: '?n=100' })],
      ['discovery.tags.n-above-total'],
    ],
    [
      'lacks the first',
      [...three, tagList(['v2', 'v3'], { query: '?n=2' })],
      ['discovery.tags.n-from-start'],
    ],
    [
      'lacks one that no list has',
      [...three, tagList(['v2', 'v3']), tagList(['v2', 'v3'], { query: '?n=2' })],
      ['discovery.tags.complete', 'discovery.tags.complete'],
    ],
    [
      'lacks one that the whole list has',
      [...three, tagList(['v1', 'v2', 'v3']), tagList(['v2', 'v3'], { query: '?n=2' })],
      ['discovery.tags.n-from-start'],
    ],
    ['is in no order', [...three, tagList(['v2', 'v1'], { query: '?n=2' })], ['discovery.tags.order-paged']],
    ['is zero', [...three, tagList([], { query: '?n=0' })], []],
    ['is zero, and null', [...three, tagList(null, { query: '?n=0' })], []],
    ['is zero, and has tags', [...three, tagList(['v1'], { query: '?n=0' })], ['discovery.tags.n-zero']],
    [
      'is zero, with a Link',
      [...three, tagList([], { query: '?n=0', next: `${url}?n=0` })],
      ['discovery.tags.n-zero-no-link'],
    ],
    ['is negative, with all', [...three, tagList(['v1', 'v2', 'v3'], { query: '?n=-1' })], []],
    ['is negative, with none', [...three, tagList([], { query: '?n=-1' })], []],
    [
      'is negative and fails',
      [...three, tagList([], { query: '?n=-1', status: 500 })],
      ['discovery.tags.n-invalid'],
    ],
    ['is negative and refused', [...three, tagList([], { query: '?n=-1', status: 400 })], []],
  ],
  alone,
)

vectors(
  'last',
  [
    ['has the rest', [...three, tagList(['v2', 'v3'], { query: '?last=v1' })], []],
    ['has the next', [...three, tagList(['v2'], { query: '?n=1&last=v1' })], []],
    ['lacks the next', [...three, tagList(['v3'], { query: '?n=1&last=v1' })], ['discovery.tags.last']],
    [
      'lacks the next without n',
      [...three, tagList(['v3'], { query: '?last=v1' })],
      ['discovery.tags.last-without-n'],
    ],
    [
      'lacks one in the middle',
      [...pushed('v1', 'v2', 'v3', 'v4'), tagList(['v2', 'v4'], { query: '?last=v1' })],
      ['discovery.tags.complete'],
    ],
    [
      'has the tag itself',
      [...three, tagList(['v1', 'v2'], { query: '?n=2&last=v1' })],
      ['discovery.tags.last'],
    ],
    [
      'has all',
      [...three, tagList(['v1', 'v2', 'v3'], { query: '?last=v1' })],
      ['discovery.tags.last-without-n'],
    ],
    [
      'has what others pushed, from the beginning',
      [...three, tagList(['a1', 'a2'], { query: '?n=2&last=v1' })],
      ['discovery.tags.last'],
    ],
    ['is at the end', [...three, tagList([], { query: '?n=2&last=v3' })], []],
    [
      'is at the end, and lists all',
      [...three, tagList(['v1', 'v2'], { query: '?n=2&last=v3' })],
      ['discovery.tags.last-at-end'],
    ],
    ['is at the end, with one of others', [...three, tagList(['w'], { query: '?n=2&last=v3' })], []],
    ['is not a tag', [...three, tagList(['v1'], { query: '?n=2&last=v0' })], []],
    ['was deleted', [...three, remove('v1'), tagList(['v2'], { query: '?n=2&last=v1' })], []],
    ['is of others', [...three, tagList([], { query: '?n=2&last=latest' })], []],
    ['is empty', [...three, tagList(['v2'], { query: '?n=2&last=' })], []],
  ],
  alone,
)

vectors(
  'statuses',
  [
    ['404 where tags are', [...three, tagList([], { status: 404 })], ['discovery.tags.listed']],
    ['500 where tags are', [...three, tagList([], { status: 500 })], ['discovery.tags.listed']],
    ['405', [...three, tagList([], { status: 405 })], []],
    ['401', [...three, tagList([], { status: 401 })], []],
    ['no answer', [...three, tagList([], { error: { code: 'reset', message: 'closed' } })], []],
    [
      '304 to a condition',
      [...three, tagList([], { status: 304, requestHeaders: { 'If-None-Match': '"x"' } })],
      [],
    ],
    ['400 to n', [...three, tagList([], { status: 400, query: '?n=2' })], ['discovery.tags.n-exact']],
    [
      '400 to n above all',
      [...three, tagList([], { status: 400, query: '?n=1000' })],
      ['discovery.tags.n-above-total'],
    ],
    ['400 to n=0', [...three, tagList([], { status: 400, query: '?n=0' })], ['discovery.tags.n-zero']],
    [
      '400 to last',
      [...three, tagList([], { status: 400, query: '?last=v1' })],
      ['discovery.tags.last-without-n'],
    ],
    [
      '404 to the last one of all',
      [...three, tagList([], { status: 404, query: '?n=1&last=v3' })],
      ['discovery.tags.last-at-end'],
    ],
    [
      '400 to n and last',
      [...three, tagList([], { status: 400, query: '?n=1&last=v1' })],
      ['discovery.tags.last'],
    ],
    ['400 to a last that is not a tag', [...three, tagList([], { status: 400, query: '?last=x' })], []],
    [
      '500 to an empty last',
      [tagList([], { status: 500, query: '?last=' })],
      ['discovery.tags.last-unknown'],
    ],
    [
      '500 to a last that is not a tag',
      [...three, tagList([], { status: 500, query: '?last=x' })],
      ['discovery.tags.last-unknown'],
    ],
    ['404 of an unknown repository', [tagList([], { status: 404 })], []],
    ['500 of an unknown repository', [tagList([], { status: 500 })], ['discovery.tags.unknown-repository']],
    ['500 of an invalid repository', [tagList([], { status: 500, repository: 'RUN' })], []],
    ['404 after the last tag was deleted', [put(a, 'v1'), remove('v1'), tagList([], { status: 404 })], []],
    [
      '500 after the last tag was deleted',
      [put(a, 'v1'), remove('v1'), tagList([], { status: 500 })],
      ['discovery.tags.empty-list'],
    ],
  ],
  alone,
)

const first = tagList(['v1', 'v2'], { query: '?n=2', next: `${url}?n=2&last=v2` })
const next = { query: '?n=2&last=v2' }

vectors(
  'pages that a Link joins',
  [
    ['have all', [...three, first, tagList(['v3'], next)], []],
    [
      'lack one',
      [...pushed('v1', 'v2', 'v3', 'v4'), first, tagList(['v4'], next)],
      ['discovery.tags.link-walk'],
    ],
    ['repeat one', [...three, first, tagList(['v2', 'v3'], next)], ['discovery.tags.link-walk']],
    [
      'follow one that was cut off by the recorder',
      [...three, { ...first, body: '{"tags": ["v', truncated: true }, tagList(['v3'], next)],
      [],
    ],
    [
      'are empty, and go by a tag',
      [
        ...three,
        tagList(['v1', 'v2', 'v3']),
        tagList([], { query: '?n=1', next: `${url}?n=1&last=v1` }),
        tagList([], { query: '?n=1&last=v1', next: `${url}?n=1&last=v2` }),
      ],
      ['discovery.tags.link-walk'],
    ],
    [
      'are empty, and go on by what is no tag',
      [
        ...three,
        tagList(['v1', 'v2', 'v3']),
        tagList([], { query: '?n=1', next: `${url}?n=1&last=v9` }),
        tagList([], { query: '?n=1&last=v9', next: `${url}?n=1&last=w` }),
      ],
      [],
    ],
    [
      'begin again',
      [...pushed('v1', 'v2', 'v3', 'v4'), first, tagList(['v1', 'v2', 'v3', 'v4'], next)],
      ['discovery.tags.link-walk'],
    ],
    [
      'have one of others twice',
      [
        ...three,
        tagList(['a', 'v1'], { query: '?n=2', next: `${url}?n=2&last=v1` }),
        tagList(['a', 'v2', 'v3'], { query: '?n=2&last=v1' }),
      ],
      [],
    ],
    [
      'are in no order',
      [
        ...pushed('v1', 'v2', 'v3', 'v4'),
        tagList(['v3', 'v1'], { query: '?n=2', next: `${url}?n=2&last=v1` }),
        tagList(['v2', 'v4'], { query: '?n=2&last=v1' }),
      ],
      ['discovery.tags.order-paged'],
    ],
    [
      'were requested before the Link arrived',
      [
        ...three,
        { ...tagList(['v1', 'v2'], { query: '?n=2', next: `${url}?token=x` }), at: [100, 120] },
        { ...tagList([], { query: '?token=x' }), at: [110, 130] },
      ],
      [],
    ],
    [
      'belong to the later of two first pages',
      [...three, first, put(a, 'v2a'), first, tagList(['v3'], next)],
      ['discovery.tags.link-walk'],
    ],
    ['lead to 404', [...three, first, tagList([], { ...next, status: 404 })], ['discovery.tags.link-walk']],
    [
      'lead in a circle',
      [...three, first, tagList(['v3'], { ...next, next: `${url}?n=2&last=v2` })],
      ['discovery.tags.link-walk'],
    ],
    [
      'lead to another repository',
      [
        put(a, 'v9', { repository: elsewhere }),
        ...three,
        tagList(['v1', 'v2'], { query: '?n=2', next: `/v2/${elsewhere}/tags/list?n=2&last=v2` }),
        tagList(['v9'], { ...next, repository: elsewhere }),
      ],
      ['discovery.tags.link-walk'],
    ],
    [
      'lead to an empty page',
      [...pushed('v1', 'v2'), first, tagList([], next)],
      ['discovery.tags.link-last-page'],
    ],
    [
      'lead to an empty page while others delete',
      [...pushed('v1', 'v2'), tagList(['v1', 'v2', 'w']), first, tagList([], next)],
      [],
    ],
    ['lead to an empty page after a deletion', [...three, first, remove('v3'), tagList([], next)], []],
    [
      'lose n',
      [
        ...three,
        tagList(['v1'], { query: '?n=1', next: `${url}?last=v1` }),
        tagList(['v2', 'v3'], { query: '?last=v1' }),
      ],
      [],
    ],
    ['go on after what was pushed meanwhile', [...three, first, put(a, 'v2a'), tagList(['v3'], next)], []],
    [
      'lead to what is not a list',
      [
        ...three,
        tagList(['v1', 'v2'], { query: '?n=2', next: '/v2/tags/list?n=2&last=v2' }),
        tagList([], { path: '/v2/tags/list?n=2&last=v2', status: 404 }),
      ],
      ['discovery.tags.link-walk'],
    ],
    [
      'are at another place',
      [
        ...three,
        tagList(['v1', 'v2'], { query: '?n=2', next: '/next/1' }),
        tagList(['v3'], { path: '/next/1' }),
      ],
      [],
    ],
    [
      'have other parameters than last',
      [
        ...three,
        tagList(['v1', 'v2'], { query: '?n=2', next: `${url}?token=x` }),
        tagList([], { query: '?token=x' }),
      ],
      ['discovery.tags.link-walk'],
    ],
  ],
  alone,
)

vectors(
  'the order of tags',
  [
    ['without case', [...pushed('vA', 'vb', 'vC'), tagList(['vA', 'vb', 'vC'])], []],
    ['of bytes', [...pushed('vA', 'vb', 'vC'), tagList(['vA', 'vC', 'vb'])], []],
    [
      'that changes on a page',
      [
        ...pushed('vA', 'vb', 'vC'),
        tagList(['vA', 'vb', 'vC']),
        tagList(['vA', 'vC', 'vb'], { query: '?n=3' }),
      ],
      ['discovery.tags.order-paged'],
    ],
    ['that is open on a page', [...pushed('vA', 'vb', 'vC'), tagList(['vC'], { query: '?n=1&last=vA' })], []],
    [
      'that a page leaves out one of',
      [...pushed('vA', 'vb', 'vC'), tagList(['vA', 'vb', 'vC']), tagList(['vC'], { query: '?n=1&last=vA' })],
      ['discovery.tags.last'],
    ],
    [
      'of bytes on pages',
      [...pushed('vA', 'vb', 'vC'), tagList(['vA', 'vC', 'vb']), tagList(['vC'], { query: '?n=1&last=vA' })],
      [],
    ],
    [
      'with underscores',
      [...pushed('v_', 'va', 'vB'), tagList(['va', 'vB', 'v_']), tagList(['v_', 'va', 'vB'])],
      ['discovery.tags.order-paged'],
    ],
  ],
  alone,
)

const severities = (sent: readonly Sent[], spec: '1.0' | '1.1' | 'dev') =>
  judged(sent, { ...alone, spec }).map(({ requirement, judgement }) => [requirement, judgement.severity])

describe('versions', () => {
  it('warn of the order of bytes before dev', () => {
    const sent = [...pushed('vA', 'vb', 'vC'), tagList(['vA', 'vC', 'vb'])]
    expect(severities(sent, '1.0')).toEqual([['discovery.tags.order', 'warn']])
    expect(severities(sent, '1.1')).toEqual([['discovery.tags.order', 'warn']])
    expect(severities(sent, 'dev')).toEqual([])
  })

  it('have no statement on Link, nor on lists after a deletion, in 1.0', () => {
    const sent = [...three, remove('v1'), tagList(['v1', 'v2', 'v3'], { headers: { Link: 'x' } })]
    expect(severities(sent, '1.0')).toEqual([])
    expect(severities(sent, '1.1')).toHaveLength(2)
  })

  it('warn of a page with a Link that is too short in 1.0', () => {
    const sent = [...three, tagList(['v1'], { query: '?n=2', next: `${url}?last=v1` })]
    expect(severities(sent, '1.0')).toEqual([['discovery.tags.n-exact', 'warn']])
  })
})

it('tells of a missing tag which push and which deletion came before, and looks again', () => {
  const sent = [...three, remove('v1'), tagList(['v3'])]
  const [found] = judged(sent, alone)
  expect(found?.because.map(({ exchange }) => exchange.id)).toEqual([2, 4])
  expect(found?.maySettle).toBe(true)
  expect(found?.judgement).toMatchObject({ title: 'omitted tags that exist', received: 'without v2' })
})

it('takes in a script a list of tags that their push has named', () => {
  const push = put(a, a.digest, {
    query: '?tag=v1&tag=v2',
    headers: { 'OCI-Tag': 'v1', Location: '/x', 'Docker-Content-Digest': a.digest },
  })
  const [unnamed] = judged([push, tagList(['v1', 'v2'])], alone).filter(
    ({ requirement }) => requirement === 'push.tag-parameters.header',
  )
  expect(unnamed?.judgement).toMatchObject({
    conditions: [
      { kind: 'any', of: [[{ kind: 'list', excludes: ['v2'] }], [{ name: 'OCI-Tag', matches: 'v2' }]] },
    ],
  })
})
