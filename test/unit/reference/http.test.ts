import { describe, expect, it } from 'vitest'
import { requestedRange } from '../../../src/reference/byte-range.ts'
import { blob, code, json, start, type TestRegistry } from './client.ts'

const content = blob('0123456789')
const path = `/v2/team/app/blobs/${content.digest}`
async function filled(options = {}): Promise<TestRegistry> {
  const started = await start(options)
  started.registry.store.putBlob('team/app', content.bytes)
  started.registry.store.putManifest('team/app', Buffer.from('{}'), { tags: ['v1'] })
  return started
}

// Ranges as HTTP has them: one range is served, what is malformed or manifold is ignored.
describe('a range', () => {
  it.each<[string, number, string, string | undefined]>([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=0-0', 206, '0', 'bytes 0-0/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=7-100', 206, '789', 'bytes 7-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=-100', 206, '0123456789', 'bytes 0-9/10'],
    ['BYTES=1-1', 206, '1', 'bytes 1-1/10'],
    ['bytes=5-0', 200, '0123456789', undefined],
    ['bytes=0-1,4-5', 200, '0123456789', undefined],
    ['bytes=-', 200, '0123456789', undefined],
    ['lines=1-2', 200, '0123456789', undefined],
    ['nonsense', 200, '0123456789', undefined],
  ])('%s is answered %i', async (range, status, body, contentRange) => {
    const { send } = await filled()
    const answer = await send('GET', path, { headers: { Range: range } })
    expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([
      status,
      body,
      contentRange,
    ])
    expect(answer.headers['content-length']).toBe(String(body.length))
    expect(answer.headers['docker-content-digest']).toBe(content.digest)
  })

  it.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])('%s is answered 416', async (range) => {
    const { send } = await filled()
    const answer = await send('GET', path, { headers: { Range: range } })
    expect([answer.status, answer.headers['content-range'], code(answer)]).toEqual([
      416,
      'bytes */10',
      'SIZE_INVALID',
    ])
  })

  it('means nothing to HEAD, to a registry without ranges, and beside another validator', async () => {
    const { send } = await filled()
    const headers = { Range: 'bytes=2-4' }
    expect((await send('HEAD', path, { headers })).status).toBe(200)
    expect((await send('GET', path, { headers: { ...headers, 'If-Range': '"other"' } })).status).toBe(200)
    expect(
      (await send('GET', path, { headers: { ...headers, 'If-Range': `"${content.digest}"` } })).status,
    ).toBe(206)
    const without = await (await filled({ ranges: false })).send('GET', path, { headers })
    expect([without.status, without.headers['accept-ranges']]).toEqual([200, undefined])
  })

  it('of an empty blob is the whole of it', () => {
    expect(requestedRange('bytes=-5', 0)).toBe('whole')
    expect(requestedRange('bytes=0-', 0)).toBe('unsatisfiable')
  })
})

// Validators: what has not changed is not sent again, and what has changed is not overwritten.
it('honours preconditions', async () => {
  const { send } = await filled()
  const tag = '/v2/team/app/manifests/v1'
  const etag = String((await send('GET', tag)).headers.etag)
  expect((await send('GET', tag, { headers: { 'If-None-Match': `"x", W/${etag}` } })).status).toBe(304)
  expect((await send('GET', path, { headers: { 'If-None-Match': `"${content.digest}"` } })).status).toBe(304)
  const body = '{"a":1}'
  expect((await send('PUT', tag, { body, headers: { 'If-None-Match': '*' } })).status).toBe(412)
  expect((await send('PUT', tag, { body, headers: { 'If-Match': '"x"' } })).status).toBe(412)
  expect((await send('PUT', tag, { body, headers: { 'If-Match': etag } })).status).toBe(201)
  expect((await send('PUT', tag, { body, headers: { 'If-Match': etag } })).status).toBe(412)
  expect((await send('DELETE', tag, { headers: { 'If-Match': etag } })).status).toBe(412)
})

// The support check, in the way that old clients look for it.
it.each(['/v2/', '/v2'])('answers 200 to %s', async (url) => {
  const { send } = await start()
  expect((await send('GET', url)).status).toBe(200)
  expect((await send('HEAD', url)).bytes.length).toBe(0)
})

// An endpoint names the methods that it takes; any other path is 404.
it.each<[string, string, number, string | undefined]>([
  ['POST', '/v2/', 405, 'GET, HEAD'],
  ['PATCH', '/v2/team/app/manifests/v1', 405, 'GET, HEAD, PUT, DELETE'],
  ['GET', '/v2/team/app/blobs/uploads/', 405, 'POST'],
  ['POST', '/v2/team/app/tags/list', 405, 'GET, HEAD'],
  ['GET', '/v2/team/app/unknown/thing', 404, undefined],
  ['GET', '/v2/manifests/v1', 404, undefined],
  ['GET', '/v1/', 404, undefined],
  ['GET', '/', 404, undefined],
  ['GET', '/v2/team/app/manifests/', 404, undefined],
])('answers %s %s with %i', async (method, url, status, allow) => {
  const { send } = await filled()
  const answer = await send(method, url)
  expect([answer.status, answer.headers.allow, code(answer)]).toEqual([status, allow, 'UNSUPPORTED'])
})

// Warnings have one form, and no more than 4096 bytes all together.
it('sends warnings', async () => {
  const { send } = await start({ warnings: ['say "no"', 'line\nbreak', 'x'.repeat(5000)] })
  expect((await send('GET', '/v2/')).headers['warning']).toBe('299 - "say \\"no\\"", 299 - "line?break"')
})

// A source host is repeated on pulls, if it can be one; older versions know nothing of it.
it.each<[object, string, string | undefined]>([
  [{}, 'docker.io', 'docker.io'],
  [{}, 'localhost:5000', 'localhost:5000'],
  [{}, 'a%0d%0ab', undefined],
  [{ spec: '1.1' }, 'docker.io', undefined],
])('with %o answers ns=%s', async (options, host, expected) => {
  const { send } = await filled(options)
  const answer = await send('GET', `/v2/team/app/manifests/v1?ns=${host}`)
  expect([answer.status, answer.headers['oci-namespace']]).toEqual([200, expected])
})

// A redirected blob lies behind a signed location, which for another host must come without credentials.
describe('a redirect', () => {
  it('leads to the blob on the same host', async () => {
    const { send } = await filled({ redirectBlobs: 'path', auth: 'basic', anonymousPull: true })
    const first = await send('GET', path)
    expect([first.status, first.headers['docker-content-digest']]).toEqual([307, content.digest])
    const second = await send('GET', String(first.headers.location), { headers: { Range: 'bytes=1-2' } })
    expect([second.status, second.text, second.headers['docker-content-digest']]).toEqual([
      206,
      '12',
      content.digest,
    ])
    expect((await send('HEAD', path)).status).toBe(200)
  })
  it('to another host refuses Authorization and made up signatures', async () => {
    const registry = await filled({ redirectBlobs: 'http://storage.invalid' })
    const location = new URL(String((await registry.send('GET', path)).headers.location))
    expect(location.host).toBe('storage.invalid')
    expect((await registry.send('GET', location.pathname)).bytes).toEqual(content.bytes)
    const headers = { Authorization: 'Basic YTpi' }
    expect((await registry.send('GET', location.pathname, { headers })).status).toBe(403)
    const forged = location.pathname.replace(/storage\/./, (start) => `${start}0`)
    expect((await registry.send('GET', forged)).status).toBe(403)
  })
})

// Too many requests get a Retry-After, and are then served again.
it('limits requests', async () => {
  let now = 0
  const { send } = await start({ rateLimit: { requests: 2, windowSeconds: 30 }, now: () => now })
  const check = () => send('GET', '/v2/')
  expect([(await check()).status, (await check()).status]).toEqual([200, 200])
  now = 10_000
  const refused = await check()
  expect([refused.status, code(refused), refused.headers['retry-after']]).toEqual([
    429,
    'TOOMANYREQUESTS',
    '20',
  ])
  now = 30_000
  expect((await check()).status).toBe(200)
})

// A prefix precedes every path that the registry returns or accepts.
it('serves under a path prefix', async () => {
  const { send } = await start({ pathPrefix: '/some/registry' })
  expect((await send('GET', '/v2/')).status).toBe(404)
  const begun = await send('POST', '/some/registry/v2/team/app/blobs/uploads/')
  const location = String(begun.headers.location)
  expect(location).toMatch(/^\/some\/registry\/v2\/team\/app\/blobs\/uploads\//)
  const closed = await send('PUT', `${location}?digest=${content.digest}`, { body: content.bytes })
  expect((await send('GET', String(closed.headers.location))).bytes).toEqual(content.bytes)
})

// Extensions are listed for the registry and for a repository, or are not there at all.
it('lists its extensions', async () => {
  const { send } = await filled()
  for (const url of ['/v2/_oci/ext/discover', '/v2/team/app/_oci/ext/discover']) {
    const answer = await send('GET', url)
    expect((json(answer) as { extensions: object[] }).extensions).toEqual([
      {
        name: '_oci',
        description: expect.any(String) as string,
        url: expect.stringMatching(/^https:/) as string,
        endpoints: ['_oci/ext/discover'],
      },
    ])
  }
  expect((await send('GET', '/v2/team/none/_oci/ext/discover')).status).toBe(404)
  const without = await start({ extensions: false })
  expect((await without.send('GET', '/v2/_oci/ext/discover')).status).toBe(404)
})
