import { expect, it } from 'vitest'
import { mediaTypes } from '../../../../../src/content/media-types.ts'
import {
  chunk,
  close,
  deleteBlob,
  getBlob,
  headBlob,
  mount,
  named,
  post,
  pushed,
  start,
} from './blob-exchanges.ts'
import { elsewhere, get, head, judged, manifest, put, remove, tagList, type Sent } from './exchanges.ts'

const a = manifest('a')
const abc = named('abc')

/** What the last response contradicts, and what explains it where that fails by itself. */
const lastOf = (...sent: readonly Sent[]) => {
  const found = judged(sent).at(-1)
  return [found?.requirement, ...(found?.explainedBy ?? [])]
}

it('a deletion that finds what stayed after another one is explained by that', () => {
  const ofTags = ['management.manifest.tags-not-listed', 'management.manifest.tags-gone']
  expect(lastOf(put(a, 'v1'), remove(a.digest), remove('v1'))).toEqual(['management.tag.unknown', ...ofTags])
  const ofTag = ['management.tag.not-listed', 'management.tag.gone']
  expect(lastOf(put(a, 'v1'), remove('v1'), remove('v1'))).toEqual(['management.tag.unknown', ...ofTag])
  expect(lastOf(put(a), remove(a.digest), remove(a.digest))).toEqual([
    'management.manifest.unknown',
    'management.manifest.gone',
  ])
})

it('a failure to delete what may not exist is explained by that of deleting what does not', () => {
  const [start, close] = pushed(1, 'abc')
  const overlapping = { at: [11, 14] } as const
  const failing = { status: 500, at: [30, 35] } as const
  expect(
    lastOf(start, { ...close, at: [10, 15] }, deleteBlob('abc', overlapping), deleteBlob('abc', failing)),
  ).toEqual(['management.blob.accepted', 'management.blob.unknown'])
  expect(
    lastOf(put(a, a.digest, { at: [10, 15] }), remove(a.digest, overlapping), remove(a.digest, failing)),
  ).toEqual(['management.manifest.accepted', 'management.manifest.unknown'])
})

it('a manifest that is refused is explained by how its blobs were pushed', () => {
  const layer = { mediaType: mediaTypes.layer, digest: abc, size: 3 }
  const withLayer = manifest('with a layer', { layers: [layer] })
  const away = pushed(1, 'abc', { repository: elsewhere })
  expect(lastOf(...away, mount(abc, elsewhere), put(withLayer, 'v1', { status: 400 }))).toEqual([
    'push.manifest.by-tag',
    'push.mount.stored',
    'push.manifest.by-tag',
  ])
})

it('what a manifest under the digest of another one leads to is explained by its push', () => {
  const b = manifest('b')
  const wrong = put(b, a.digest)
  expect(lastOf(put(a), wrong, get(b, a.digest))[1]).toBe('push.manifest.wrong-digest')
  expect(lastOf(put(a, 'v1'), wrong, get(b, 'v1'))[1]).toBe('push.manifest.wrong-digest')
  // Which of the two digests holds what, nobody can tell.
  expect(lastOf(wrong, remove(b.digest))).toEqual(['push.manifest.wrong-digest'])
  expect(lastOf(put(a), put(b), get(b, a.digest))).not.toContain('push.manifest.wrong-digest')
})

/** A request with an Accept header for each of these types, which finds nothing. */
const lines = (...types: readonly string[]) => ({
  requestHeaders: types.map((type) => ['Accept', type] as const),
  status: 404,
})

it('a manifest that is not found by one of several Accept headers is explained by those', () => {
  for (const reference of [a.digest, 'v1']) {
    expect(lastOf(put(a, 'v1'), get(a, reference, lines(mediaTypes.index, a.mediaType)))[1]).toBe(
      'pull.manifest.accept-lists',
    )
    expect(lastOf(put(a, 'v1'), get(a, reference, lines(a.mediaType)))).not.toContain(
      'pull.manifest.accept-lists',
    )
  }
})

it('what a manifest is like is explained by a refused push of other bytes under its digest', () => {
  const b = manifest('another manifest')
  const refused = put(b, a.digest, { status: 400 })
  const notStored = 'push.manifest.wrong-digest-not-stored'
  const length = { headers: { 'Content-Type': mediaTypes.manifest, 'Content-Length': `${b.bytes.length}` } }
  expect(lastOf(put(a), refused, head(a, a.digest, length))).toContain(notStored)
  expect(lastOf(put(a, 'v1'), refused, head(a, 'v1', length))).toContain(notStored)
  expect(lastOf(put(a), put(b), head(a, a.digest, length))).not.toContain(notStored)
})

it('what a blob is like is explained by a refused push of other bytes, which may have been stored', () => {
  const notStored = 'push.post-put.wrong-digest-not-stored'
  const refused = [start(2), close(2, abc, { body: 'wxyz', status: 400 })]
  const others = getBlob('abc', { body: 'wxyz' })
  const longer = headBlob('abc', { headers: { 'Content-Length': '4', 'Docker-Content-Digest': abc } })
  expect(lastOf(...refused, ...pushed(1, 'abc'), longer)).toContain(notStored)
  expect(
    lastOf(...refused, ...pushed(1, 'abc'), mount(abc, undefined, { repository: elsewhere }), others),
  ).toContain(notStored)
  // Refused in one way, and then in another one: the bytes may be those of the first.
  expect(lastOf(...refused, post('wxyz', { digest: abc, status: 400 }), others)).toEqual([
    'push.single-post.wrong-digest-not-stored',
    notStored,
  ])
  const ofAnother = [start(2), close(2, named('abd'), { body: 'wxyz', status: 400 })]
  expect(lastOf(...ofAnother, ...pushed(1, 'abc'), longer)).not.toContain(notStored)
})

it('a HEAD that finds what should not be there is explained by the GET', () => {
  const away = pushed(1, 'abc', { repository: elsewhere })
  expect(lastOf(...away, headBlob('abc'))).toEqual(['pull.blob.head.unknown', 'pull.blob.other-repository'])
  expect(lastOf(put(a, 'v1'), remove(a.digest), head(a, 'v1'))).toEqual([
    'pull.manifest.head.unknown-tag',
    'management.manifest.tags-gone',
  ])
  const b = manifest('b')
  const ofHead = ['pull.manifest.head.digest-header-value']
  expect(lastOf(put(a, 'v1'), put(b), head(b, 'v1'))).toEqual([
    ...ofHead,
    'pull.manifest.by-tag',
    'pull.manifest.head.by-tag',
  ])
  expect(lastOf(put(a, 'v1'), head(b, 'v1'))).toEqual([
    ...ofHead,
    'pull.manifest.exact-bytes',
    'pull.manifest.head.by-tag',
  ])
})

it('what is wrong with a push in another way is explained by the plainest push', () => {
  const chunked = [start(2), chunk(2, 'ab', 0)]
  const wrong = named('xyz')
  for (const [sent, requirement, plain] of [
    [[post('abc', { digest: abc, status: 200 })], 'single-post.created', 'created'],
    [[...chunked, close(2, named('ab'), { status: 200 })], 'chunked.closed', 'created'],
    [[...chunked, close(2, abc, { body: 'c', status: 200 })], 'chunked.final-chunk-in-put', 'created'],
    [[post('abc', { digest: wrong })], 'single-post.wrong-digest', 'wrong-digest'],
    [[...chunked, close(2, wrong)], 'chunked.wrong-digest', 'wrong-digest'],
    [[...chunked, close(2, wrong, { body: 'c' })], 'chunked.final-put-wrong-digest', 'wrong-digest'],
    [[start(2), close(2, named('x', 'sha512'), { body: 'abc' })], 'sha512.wrong-digest', 'wrong-digest'],
  ] as const)
    expect(lastOf(...sent)).toEqual([`push.${requirement}`, `push.post-put.${plain}`])
  expect(lastOf(start(2), close(2, wrong, { body: 'abc' }))).toEqual(['push.post-put.wrong-digest'])
})

it('what the tag specified as last adds to a page is explained by that', () => {
  const three = ['v1', 'v2', 'v3'].map((tag) => put(a, tag))
  const after = { query: '?n=1&last=v1' }
  expect(lastOf(...three, tagList(['v1', 'v2'], after))).toContain('discovery.tags.last')
  const first = tagList(['v1'], { query: '?n=1', next: '/v2/run/home/tags/list?n=1&last=v1' })
  expect(lastOf(...three, first, tagList(['v1', 'v2'], after))).toContain('discovery.tags.last')
  // Two are too many, or another one is listed again.
  expect(lastOf(...three, tagList(['v2', 'v3'], after))).not.toContain('discovery.tags.last')
  const two = tagList(['v1', 'v2'], { query: '?n=2', next: '/v2/run/home/tags/list?n=2&last=v2' })
  expect(lastOf(...three, two, tagList(['v1', 'v3'], { query: '?n=2&last=v2' }))).not.toContain(
    'discovery.tags.last',
  )
})

const page = (...tags: string[]) =>
  tagList(tags, { query: '?n=1', next: '/v2/run/home/tags/list?n=1&last=v1' })

it('names that are no tags are what makes a page too long, where the tags alone are not', () => {
  const three = ['v1', 'v2', 'v3'].map((tag) => put(a, tag))
  const explaining = (...tags: string[]) =>
    judged([...three, page(...tags)]).find(({ requirement }) => requirement === 'discovery.tags.n-exact')
      ?.explainedBy
  expect(explaining('-x', 'v1')).toContain('discovery.tags.nothing-else')
  expect(explaining('v1', 'v2')).not.toContain('discovery.tags.nothing-else')
})

it('a page that lacks tags is too short for its n, whichever of them it lacks', () => {
  const three = ['v1', 'v2', 'v3'].map((tag) => put(a, tag))
  for (const tags of [
    ['v2', 'v3'],
    ['v1', 'v2'],
  ])
    expect(lastOf(...three, tagList(tags, { query: '?n=9' }))[0]).toBe('discovery.tags.n-above-total')
})

it('a failing single POST is explained by that of one that is known to be supported', () => {
  const failing = post('abc', { digest: abc, status: 500 })
  expect(lastOf(start(1), failing)).toEqual([
    'push.single-post.supported',
    'push.single-post.created',
    'push.blob.repeated',
    'management.blob.push-again',
    'push.post-put.created',
  ])
  expect(lastOf(start(1), post('abc', { digest: named('xyz'), status: 500 }))).toContain('push.blob.repeated')
  expect(lastOf(start(1), post('abc', { digest: named('xyz') }))).not.toContain('push.blob.repeated')
})

it('what is wrong with the bytes of a mount, its size and its parts is explained by the push before it', () => {
  const chunked = [start(2), chunk(2, 'abc', 0), close(2, abc)]
  const mounted = mount(abc, undefined, { repository: elsewhere })
  const away = { repository: elsewhere, body: 'ab' }
  expect(lastOf(...chunked, mounted, getBlob('abc', away))).toContain('push.chunked.stored')
  expect(lastOf(...pushed(2, 'abc'), mounted, getBlob('abc', away))).not.toContain('push.chunked.stored')
  const shorter = headBlob('abc', { headers: { 'Content-Length': '2', 'Docker-Content-Digest': abc } })
  expect(lastOf(...chunked, shorter)).toContain('push.chunked.stored')
})

const ended = (digest: string) => [start(2), close(2, digest, { body: 'abc' }), chunk(2, 'd', 3)]

it('an upload that goes on is explained by the wrong digest under which it was closed', () => {
  expect(lastOf(...ended(named('xyz')))).toEqual([
    'push.session.finished-patch',
    'push.post-put.wrong-digest',
  ])
  // In each way of pushing, by what that way violates, and by what the plainest does.
  const chunked = [start(2), chunk(2, 'ab', 0)]
  expect(lastOf(...chunked, close(2, named('xyz')), chunk(2, 'c', 2))).toEqual([
    'push.session.finished-patch',
    'push.chunked.wrong-digest',
    'push.post-put.wrong-digest',
  ])
  expect(lastOf(...chunked, close(2, named('xyz'), { body: 'c' }), chunk(2, 'd', 3))).toContain(
    'push.chunked.final-put-wrong-digest',
  )
  expect(lastOf(...ended(abc))).toEqual(['push.session.finished-patch'])
})

it('chunks that are judged by their place are explained by what the registry said that it has', () => {
  const count = ['push.chunked.patch-range-end', 'push.status.range-end']
  expect(lastOf(start(2), chunk(2, 'abc', 0), chunk(2, 'c', 2))).toEqual([
    'push.chunked.repeated-chunk',
    ...count,
    'push.chunked.repeated-chunk',
  ])
  expect(lastOf(start(2), chunk(2, 'abc', 0), chunk(2, 'd', 3, { status: 416 }))).toEqual(
    expect.arrayContaining(count),
  )
  expect(lastOf(start(2), chunk(2, 'abc', 0), close(2, abc, { status: 400 }))).toEqual(
    expect.arrayContaining(count),
  )
  expect(lastOf(start(2), close(2, abc, { body: 'abc', status: 400 }))).not.toContain(count[0])
})

it('a HEAD that finds a deleted manifest is explained by what a GET finds', () => {
  expect(lastOf(put(a), remove(a.digest), head(a, a.digest))).toContain('management.manifest.gone')
  expect(lastOf(head(a, a.digest))).not.toContain('management.manifest.gone')
})
