import { expect, it } from 'vitest'
import { readRoute } from '../../../../src/registry/ledger/route.ts'

it.for([
  ['/v2/a/b/manifests/latest', { kind: 'manifest', repository: 'a/b', reference: 'latest' }],
  ['/prefix/v2/a/blobs/sha256:00', { kind: 'blob', repository: 'a', reference: 'sha256:00' }],
  ['/v2/a/blobs/uploads/', { kind: 'uploads', repository: 'a' }],
  ['/v2/a/blobs/uploads', { kind: 'uploads', repository: 'a' }],
  ['/v2/a/blobs/uploads/some/session', { kind: 'session', repository: 'a', reference: 'some/session' }],
  ['/v2/a/blobs/b/manifests/c', { kind: 'manifest', repository: 'a/blobs/b', reference: 'c' }],
  ['/v2/a/manifests/b/manifests/', { kind: 'manifest', repository: 'a', reference: 'b/manifests/' }],
  ['/v2/a%2Fb/manifests/c', { kind: 'manifest', repository: 'a/b', reference: 'c' }],
  ['/v2//manifests/c', undefined],
  ['/v2/manifests/c', undefined],
  ['/v2/a/manifests/', undefined],
  ['/v2/a/tags/list', undefined],
  ['/v2/', undefined],
  ['/manifests/c', undefined],
] as const)('reads %s', ([path, route]) => {
  expect(readRoute(path)).toEqual(route)
})

it('reads a long path in little time', () => {
  const start = performance.now()
  readRoute('/v2//manifests//blobs/'.repeat(20_000))
  readRoute('/v2/a'.repeat(50_000))
  expect(performance.now() - start).toBeLessThan(1000)
})
