import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../../../../src/registry/record/exchange.ts'
import { observe } from '../../../../../suites/distribution/model/observe.ts'
import { exchangesOf, origin, type Sent } from './exchanges.ts'

const digest = `sha256:${'a'.repeat(64)}`

/** What each of these is observed as; nothing where no endpoint serves it. */
const observedAs = (...sent: Sent[]) =>
  observe(exchangesOf(sent), new Map()).map(({ operation }) => operation)

const read = (method: string, path: string, requestHeaders = {}) =>
  observedAs({ method, path, requestHeaders })[0]

describe('requests', () => {
  it.each<[method: string, path: string, operation: object | undefined]>([
    ['GET', '/v2/', undefined],
    ['GET', '/v2/_catalog', undefined],
    ['GET', '/other', undefined],
    ['GET', '/v2/a/b/manifests/v1', { on: 'manifest', repository: 'a/b', reference: 'v1' }],
    ['HEAD', '/v2/a/b/manifests/v1', { on: 'manifest', repository: 'a/b', reference: 'v1' }],
    ['PUT', `/v2/a/manifests/${digest}?tag=v1`, { on: 'manifest', repository: 'a', reference: digest }],
    [
      'DELETE',
      `/v2/a/manifests/${digest.replace(':', '%3A')}`,
      { on: 'manifest', repository: 'a', reference: digest },
    ],
    ['POST', '/v2/a/manifests/v1', undefined],
    ['GET', '/prefix/v2/a/manifests/v1', { on: 'manifest', repository: 'a', reference: 'v1' }],
    [
      'GET',
      '/v2/a/manifests/b/manifests/v1',
      { on: 'manifest', repository: 'a/manifests/b', reference: 'v1' },
    ],
    ['GET', `/v2/a/blobs/${digest}`, { on: 'blob', repository: 'a', digest }],
    ['DELETE', `/v2/a/blobs/${digest}`, { on: 'blob', repository: 'a', digest }],
    ['PUT', `/v2/a/blobs/${digest}`, undefined],
    ['POST', '/v2/a/blobs/uploads/', { on: 'uploads', repository: 'a' }],
    [
      'POST',
      '/v2/a/blobs/uploads/?mount=x&from=b',
      { on: 'uploads', repository: 'a', mount: 'x', from: 'b' },
    ],
    ['POST', '/v2/a/blobs/uploads/?digest=x', { on: 'uploads', repository: 'a', digest: 'x' }],
    ['GET', '/v2/a/blobs/uploads/', undefined],
    ['GET', '/v2/a/blobs/uploads/1', undefined],
    ['GET', '/v2/a/b/tags/list', { on: 'tags', repository: 'a/b' }],
    ['GET', '/v2/a%2Fb/tags/list?n=2&last=x%20y', { on: 'tags', repository: 'a/b', n: '2', last: 'x y' }],
    ['GET', '/v2/a/tags/list?n=', { on: 'tags', repository: 'a', n: '' }],
    ['DELETE', '/v2/a/tags/list', undefined],
    ['GET', '/v2/tags/list', undefined],
    ['GET', `/v2/a/referrers/${digest}`, { on: 'referrers', repository: 'a', digest }],
    [
      'GET',
      `/v2/a/referrers/${digest.replace(':', '%3A')}?artifactType=x%2Fy`,
      { on: 'referrers', repository: 'a', digest, artifactType: 'x/y' },
    ],
    ['GET', '/v2/a/referrers/%E0', { on: 'referrers', repository: 'a', digest: '%E0' }],
  ])('%s %s', (method, path, operation) => {
    expect(read(method, path)).toEqual(operation && { method, ...operation })
  })

  it('of parts of a blob name the range', () => {
    expect(read('GET', `/v2/a/blobs/${digest}`, { range: 'bytes=0-1' })).toMatchObject({ range: 'bytes=0-1' })
  })
})

describe('requests to an upload', () => {
  const post: Sent = {
    method: 'POST',
    path: '/v2/a/blobs/uploads/',
    status: 202,
    headers: { Location: '/anywhere?state=1' },
  }

  it('are those to a URL that the registry gave', () => {
    expect(
      observedAs(
        post,
        { method: 'PATCH', path: '/anywhere?state=1', status: 202, headers: { Location: '/elsewhere' } },
        { method: 'GET', path: '/elsewhere' },
        { method: 'PUT', path: `/elsewhere?digest=${digest}`, status: 201, headers: { Location: '/blob' } },
        { method: 'GET', path: '/blob' },
        { method: 'POST', path: '/elsewhere' },
      ).slice(1),
    ).toEqual([
      { on: 'upload', method: 'PATCH', url: `${origin}/anywhere?state=1` },
      { on: 'upload', method: 'GET', url: `${origin}/elsewhere` },
      { on: 'upload', method: 'PUT', url: `${origin}/elsewhere?digest=${digest}`, digest },
    ])
  })

  it('are none where the registry gave no URL', () => {
    expect(observedAs({ ...post, headers: {} }, { method: 'GET', path: '/anywhere' })).toHaveLength(1)
    expect(
      observedAs({ ...post, headers: { Location: 'http://' } }, { method: 'GET', path: '/' }),
    ).toHaveLength(1)
  })
})

const list = (path: string, next: string): Sent => ({
  method: 'GET',
  path,
  headers: { Link: `<${next}>; rel="next"` },
})

describe('the next page of a list', () => {
  it('is at any URL that a Link names', () => {
    expect(
      observedAs(
        { method: 'GET', path: '/next' },
        list('/v2/a/tags/list?n=1', '/next'),
        list('/next', 'further'),
        { method: 'HEAD', path: '/further' },
        { method: 'GET', path: '/further' },
        list(`/v2/a/referrers/${digest}?artifactType=x`, '/others'),
        { method: 'GET', path: '/others' },
      ),
    ).toEqual([
      { on: 'tags', method: 'GET', repository: 'a', n: '1' },
      { on: 'tags', method: 'GET', repository: 'a' },
      { on: 'tags', method: 'GET', repository: 'a' },
      { on: 'referrers', method: 'GET', repository: 'a', digest, artifactType: 'x' },
      { on: 'referrers', method: 'GET', repository: 'a', digest },
    ])
  })
})

describe('exchanges', () => {
  const [first, second] = exchangesOf([
    {
      method: 'GET',
      path: '/v2/a/manifests/v1',
      status: 307,
      headers: { Location: '/storage' },
      at: [10, 15],
    },
    { method: 'GET', path: '/storage', at: [20, 30] },
  ]) as [Exchange, Exchange]

  it('are one with the redirects that led to them', () => {
    const led = { ...second, via: [first.id] }
    const [observed, ...others] = observe(
      [led],
      new Map([
        [first.id, first],
        [led.id, led],
      ]),
    )
    expect(others).toEqual([])
    expect(observed).toMatchObject({ operation: { reference: 'v1' }, start: 10, end: 30, exchange: led })
    expect(observed?.request).toBe(first.request)
  })

  it('are those that a token was fetched for, which may have been sent for others long before', () => {
    const [token, refused, sent] = exchangesOf([
      { method: 'GET', path: '/token?scope=x', at: [1, 2] },
      { method: 'DELETE', path: '/v2/a/manifests/v1', status: 401, at: [10, 15] },
      { method: 'DELETE', path: '/v2/a/manifests/v1', status: 202, at: [20, 30] },
    ]) as [Exchange, Exchange, Exchange]
    const all = new Map([token, refused, sent].map((each) => [each.id, each]))
    const operation = { on: 'manifest', method: 'DELETE', repository: 'a', reference: 'v1' }
    expect(observe([{ ...sent, via: [token.id] }], all)).toMatchObject([{ operation, start: 20, end: 30 }])
    expect(observe([{ ...sent, via: [refused.id, token.id] }], all)).toMatchObject([
      { operation, start: 10, end: 30 },
    ])
  })

  it('are by themselves where the first is not known', () => {
    expect(observe([{ ...second, via: [9] }], new Map())).toEqual([])
  })

  it('are in the order in which they were sent', () => {
    const sent = [
      { method: 'GET', path: '/v2/a/manifests/late', at: [20, 21] as const },
      { method: 'GET', path: '/v2/a/manifests/early', at: [0, 30] as const },
    ]
    expect(observedAs(...sent)).toMatchObject([{ reference: 'early' }, { reference: 'late' }])
  })
})
