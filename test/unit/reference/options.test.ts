import { describe, expect, it } from 'vitest'
import { createReferenceRegistry, specVersions, type ReferenceOptions } from '../../../src/reference/index.ts'
import { isRepositoryName } from '../../../src/reference/grammar.ts'
import { routeOf } from '../../../src/reference/routing.ts'

// Options that make no sense are refused with a message that names them.
it.each<[Partial<ReferenceOptions>, RegExp]>([
  [{ spec: '2.0' as '1.0' }, /version "2\.0": use 1\.0, 1\.1, dev/],
  [{ pathPrefix: 'registry' }, /path prefix "registry"/],
  [{ pathPrefix: '/a/' }, /path prefix/],
  [{ capacity: 0 }, /capacity/],
  [{ referrersPageLimit: 0 }, /referrersPageLimit/],
])('refuses %o', (options, message) => {
  expect(() => createReferenceRegistry(options)).toThrow(message)
})

// A version is what it knows, and an explicit option wins.
describe.each(specVersions)('the preset %s', (spec) => {
  it('knows what the version has', () => {
    const { options } = createReferenceRegistry({ spec })
    expect(options.referrers).toBe(spec !== '1.0')
    expect(options.tagParameters).toBe(spec === 'dev')
    expect(Number.isFinite(options.tagPageLimit)).toBe(spec !== '1.0')
  })
  it('gives way to the user', () => {
    expect(createReferenceRegistry({ spec, referrers: false }).options.referrers).toBe(false)
    expect(createReferenceRegistry({ spec, tagParameters: true }).options.tagParameters).toBe(true)
  })
})

// Repository names by version: 1.1 added double underscores and runs of dashes.
it.each<[string, boolean, boolean]>([
  ['a', true, true],
  ['a/b-c/d.e/f_g', true, true],
  ['a__b', false, true],
  ['a---b', false, true],
  ['a..b', false, false],
  ['a___b', false, false],
  ['A', false, false],
  ['-a', false, false],
  ['a/', false, false],
  ['/a', false, false],
  ['a//b', false, false],
  ['', false, false],
  ['a\n', false, false],
  ['a'.repeat(255), true, true],
  ['a'.repeat(256), false, false],
])('judges the name %j', (name, old, current) => {
  expect([
    isRepositoryName(name, '1.0'),
    isRepositoryName(name, '1.1'),
    isRepositoryName(name, 'dev'),
  ]).toEqual([old, current, current])
})

// The grammar takes no longer for a hostile name.
it('judges a hostile name at once', () => {
  expect(isRepositoryName(`${'a-'.repeat(126)}-`, 'dev')).toBe(false)
})

// A path is read from its end, since a name may hold the words of endpoints.
it.each<[string, object]>([
  ['/v2/', { endpoint: 'base' }],
  ['/v2/a/b/manifests/v1', { endpoint: 'manifest', repository: 'a/b', reference: 'v1' }],
  [
    '/v2/a/manifests/b/manifests/tags',
    { endpoint: 'manifest', repository: 'a/manifests/b', reference: 'tags' },
  ],
  [
    '/v2/a/blobs/uploads/manifests/x',
    { endpoint: 'manifest', repository: 'a/blobs/uploads', reference: 'x' },
  ],
  ['/v2/a/blobs/sha256%3Aab', { endpoint: 'blob', repository: 'a', reference: 'sha256:ab' }],
  ['/v2/a/blobs/uploads/', { endpoint: 'uploads', repository: 'a' }],
  ['/v2/a/blobs/uploads', { endpoint: 'uploads', repository: 'a' }],
  ['/v2/a/blobs/uploads/id', { endpoint: 'upload', repository: 'a', reference: 'id' }],
  ['/v2/tags/tags/list', { endpoint: 'tags', repository: 'tags' }],
  ['/v2/a/referrers/d', { endpoint: 'referrers', repository: 'a', reference: 'd' }],
  ['/v2/a/_oci/ext/discover', { endpoint: 'discover', repository: 'a' }],
  ['/v2/_oci/ext/discover', { endpoint: 'discover' }],
  ['/v2/tags/list', { endpoint: 'unknown', malformed: false }],
  ['/v2/%', { endpoint: 'unknown', malformed: true }],
])('routes %s', (path, route) => {
  expect(routeOf(path, '')).toEqual(route)
  expect(routeOf(`/prefix${path}`, '/prefix')).toEqual(route)
})
