import { describe, expect, it } from 'vitest'
import { digestOf } from '../../../src/reference/digest.ts'
import { blob, code, start, type Answer, type TestRegistry } from './client.ts'

const content = blob('0123456789abcdefghij')
const part = (from: number, to: number): Buffer => content.bytes.subarray(from, to)

const begin = async ({ send }: TestRegistry, query = ''): Promise<Answer> =>
  send('POST', `/v2/team/app/blobs/uploads/${query}`)
const locationOf = (answer: Answer): string => String(answer.headers.location)
const close = (location: string, digest = content.digest): string => `${location}?digest=${digest}`
const ranged = (range: string): { headers: Record<string, string> } => ({
  headers: { 'Content-Range': range },
})

/** A session with its first ten bytes. */
async function half(registry: TestRegistry): Promise<string> {
  const location = locationOf(await begin(registry))
  const answer = await registry.send('PATCH', location, { body: part(0, 10), ...ranged('0-9') })
  expect(answer.status).toBe(202)
  return locationOf(answer)
}

// A session begins with 202 and a location that has a UUID, a new one each time.
it('begins uploads at locations of their own', async () => {
  const registry = await start()
  const answers = [await begin(registry), await begin(registry)]
  const uuid = /^\/v2\/team\/app\/blobs\/uploads\/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
  for (const answer of answers) {
    expect(answer.status).toBe(202)
    expect(answer.headers.location).toMatch(uuid)
    expect(answer.headers['content-length']).toBe('0')
  }
  expect(new Set(answers.map(locationOf)).size).toBe(2)
})

describe.each(['sha256', 'sha512'])('under %s', (algorithm) => {
  const digest = digestOf(content.bytes, algorithm)

  // Each way of pushing ends in 201, a pullable location and the same bytes.
  it.each<[string, (registry: TestRegistry) => Promise<Answer>]>([
    [
      'POST then PUT',
      async (registry) =>
        registry.send('PUT', close(locationOf(await begin(registry)), digest), { body: content.bytes }),
    ],
    [
      'one POST',
      (registry) =>
        registry.send('POST', `/v2/team/app/blobs/uploads/?digest=${digest}`, { body: content.bytes }),
    ],
    [
      'chunks closed without a body',
      async (registry) => {
        const location = await half(registry)
        const second = await registry.send('PATCH', location, { body: part(10, 20), ...ranged('10-19') })
        expect(second.headers.range).toBe('0-19')
        return registry.send('PUT', close(locationOf(second), digest))
      },
    ],
    [
      'the last chunk in the closing PUT',
      async (registry) =>
        registry.send('PUT', close(await half(registry), digest), { body: part(10, 20), ...ranged('10-19') }),
    ],
    [
      'a stream without Content-Range',
      async (registry) => {
        const location = locationOf(await begin(registry, `?digest-algorithm=${algorithm}`))
        await registry.send('PATCH', location, { body: part(0, 4) })
        await registry.send('PATCH', location, { body: part(4, 20) })
        return registry.send('PUT', close(location, digest))
      },
    ],
  ])('stores a blob by %s', async (_way, push) => {
    const registry = await start()
    const pushed = await push(registry)
    expect(pushed.status).toBe(201)
    expect(pushed.headers['docker-content-digest']).toBe(digest)
    const pulled = await registry.send('GET', locationOf(pushed))
    expect(pulled.bytes).toEqual(content.bytes)
    expect(pulled.headers['docker-content-digest']).toBe(digest)
  })
})

// A chunk that does not follow the last byte is refused with 416 and leaves the upload as it was.
it.each<[string, 'PATCH' | 'PUT', string, Buffer, number, string]>([
  ['a gap', 'PATCH', '11-19', part(11, 20), 416, 'BLOB_UPLOAD_INVALID'],
  ['a repetition', 'PATCH', '0-9', part(0, 10), 416, 'BLOB_UPLOAD_INVALID'],
  ['a gap in the closing PUT', 'PUT', '15-19', part(15, 20), 416, 'BLOB_UPLOAD_INVALID'],
  ['a range of other length', 'PATCH', '10-12', part(10, 20), 400, 'SIZE_INVALID'],
  ['a malformed range', 'PATCH', 'bytes 10-19/20', part(10, 20), 400, 'BLOB_UPLOAD_INVALID'],
  ['a range that ends before it begins', 'PATCH', '10-9', part(10, 20), 400, 'BLOB_UPLOAD_INVALID'],
])('refuses %s and goes on afterwards', async (_case, method, range, body, status, expected) => {
  const registry = await start()
  const location = await half(registry)
  const path = method === 'PUT' ? close(location) : location
  const refusal = await registry.send(method, path, { body, ...ranged(range) })
  expect(refusal.status).toBe(status)
  expect(code(refusal)).toBe(expected)
  const standing = await registry.send('GET', location)
  expect(standing.status).toBe(204)
  expect(standing.headers.range).toBe('0-9')
  const closed = await registry.send('PUT', close(locationOf(standing)), {
    body: part(10, 20),
    ...ranged('10-19'),
  })
  expect(closed.status).toBe(201)
})

// The first chunk begins at 0.
it('refuses a first chunk that does not begin at 0', async () => {
  const registry = await start()
  const location = locationOf(await begin(registry))
  expect((await registry.send('PATCH', location, { body: part(1, 5), ...ranged('1-4') })).status).toBe(416)
})

// What does not match its digest, or names none, is refused with 400 and not stored.
it.each<[string, string, string]>([
  ['another digest', `?digest=${blob('other').digest}`, 'DIGEST_INVALID'],
  ['a malformed digest', '?digest=sha256:abc', 'DIGEST_INVALID'],
  ['no digest', '', 'DIGEST_INVALID'],
  ['an unknown algorithm', `?digest=md5:${'a'.repeat(32)}`, 'DIGEST_INVALID'],
  ['an algorithm that is known but not supported', `?digest=blake3:${'a'.repeat(64)}`, 'DIGEST_INVALID'],
])('refuses to close under %s', async (_case, query, expected) => {
  const registry = await start()
  const location = locationOf(await begin(registry))
  const answer = await registry.send('PUT', location + query, { body: content.bytes })
  expect([answer.status, code(answer)]).toEqual([400, expected])
  expect(registry.registry.store.find('team/app')).toBeUndefined()
  expect((await registry.send('PUT', close(location), { body: content.bytes })).status).toBe(201)
})

// The same for a single POST.
it.each(['sha256:abc', blob('other').digest, `md5:${'a'.repeat(32)}`])(
  'refuses one POST under %s',
  async (digest) => {
    const { send } = await start()
    const answer = await send('POST', `/v2/team/app/blobs/uploads/?digest=${digest}`, { body: content.bytes })
    expect([answer.status, code(answer)]).toEqual([400, 'DIGEST_INVALID'])
  },
)

// A session that is not there, in whatever way, is 404 for every method.
describe('an upload that is', () => {
  const gone: [string, (registry: TestRegistry) => Promise<string>][] = [
    ['unknown', () => Promise.resolve('/v2/team/app/blobs/uploads/00000000-0000-4000-8000-000000000000')],
    [
      'finished',
      async (registry) => {
        const location = locationOf(await begin(registry))
        await registry.send('PUT', close(location), { body: content.bytes })
        return location
      },
    ],
    [
      'cancelled',
      async (registry) => {
        const location = await half(registry)
        expect((await registry.send('DELETE', location)).status).toBe(204)
        return location
      },
    ],
    ['of another repository', async (registry) => (await half(registry)).replace('team/app', 'team/other')],
  ]
  it.each(gone)('%s is answered 404', async (_state, locate) => {
    const registry = await start()
    const location = await locate(registry)
    for (const method of ['GET', 'PATCH', 'PUT', 'DELETE']) {
      const path = method === 'PUT' ? close(location) : location
      const answer = await registry.send(method, path, method === 'PATCH' ? { body: 'x' } : {})
      expect([method, answer.status, code(answer)]).toEqual([method, 404, 'BLOB_UPLOAD_UNKNOWN'])
    }
  })
})

// A session dies some time after it was last touched.
it('lets uploads expire', async () => {
  let now = 0
  const registry = await start({ now: () => now, sessionLifetime: 60 })
  const location = await half(registry)
  now = 59_000
  expect((await registry.send('GET', location)).status).toBe(204)
  now = 118_000
  expect((await registry.send('GET', location)).status).toBe(204)
  now = 180_000
  expect((await registry.send('GET', location)).status).toBe(404)
  expect(registry.registry.store.used).toBe(0)
})

// A minimum chunk length is announced, and only the last chunk may be shorter.
it('enforces the minimum chunk length', async () => {
  const registry = await start({ minChunkLength: 8 })
  const begun = await begin(registry)
  expect(begun.headers['oci-chunk-min-length']).toBe('8')
  const location = locationOf(begun)
  await registry.send('PATCH', location, { body: part(0, 10), ...ranged('0-9') })
  expect((await registry.send('PATCH', location, { body: part(10, 12), ...ranged('10-11') })).status).toBe(
    202,
  )
  const third = await registry.send('PATCH', location, { body: part(12, 20), ...ranged('12-19') })
  expect([third.status, code(third)]).toEqual([400, 'SIZE_INVALID'])
  const short = await registry.send('PUT', close(location, blob('0123456789ab').digest))
  expect(short.status).toBe(201)
})

// Optional ways are off in the way that the specification describes.
it('begins a session where a single POST is not supported', async () => {
  const registry = await start({ singlePost: false })
  const answer = await registry.send('POST', `/v2/team/app/blobs/uploads/?digest=${content.digest}`, {
    body: content.bytes,
  })
  expect(answer.status).toBe(202)
  expect((await registry.send('PUT', close(locationOf(answer)), { body: content.bytes })).status).toBe(201)
})

it.each<[string, 'dev' | '1.1', number]>([
  ['refuses', 'dev', 400],
  ['ignores', '1.1', 202],
])('%s an unknown digest-algorithm in %s', async (_verb, spec, status) => {
  expect((await begin(await start({ spec }), '?digest-algorithm=md5')).status).toBe(status)
})

// The location may have parameters that matter, and may be absolute.
it('gives locations with a critical parameter and a host', async () => {
  const registry = await start({ uploadState: true, absoluteLocations: true })
  const location = locationOf(await begin(registry))
  expect(location.startsWith(`${registry.url}/v2/`)).toBe(true)
  expect((await registry.send('PATCH', location.split('?')[0] ?? '', { body: 'x' })).status).toBe(404)
  const chunk = await registry.send('PATCH', location, { body: content.bytes })
  const closed = await registry.send('PUT', `${locationOf(chunk)}&digest=${content.digest}`)
  expect(closed.status).toBe(201)
  expect((await registry.send('GET', locationOf(closed))).bytes).toEqual(content.bytes)
})

// Open uploads are bounded, and the refusal has a Retry-After.
it('bounds open uploads', async () => {
  const registry = await start({ sessionLimit: 1 })
  await begin(registry)
  const second = await begin(registry)
  expect([second.status, code(second)]).toEqual([429, 'TOOMANYREQUESTS'])
  expect(second.headers['retry-after']).toMatch(/^\d+$/)
})

// What does not fit is refused, and what was reserved for it is released.
it('bounds what it holds', async () => {
  const registry = await start({ capacity: 4000 })
  const location = locationOf(await begin(registry))
  expect((await registry.send('PATCH', location, { body: Buffer.alloc(3000) })).status).toBe(202)
  const second = await registry.send('PATCH', location, { body: Buffer.alloc(3000) })
  expect(second.status).toBe(413)
  await registry.send('DELETE', location)
  expect(registry.registry.store.used).toBe(0)
})
