import { describe, expect, it } from 'vitest'
import { digestOf } from '../../../src/reference/digest.ts'
import { blob, code, image, imageType, indexType, json, start } from './client.ts'

const path = (reference: string): string => `/v2/team/app/manifests/${reference}`
const typed = (type: string): { headers: Record<string, string> } => ({ headers: { 'Content-Type': type } })

// A manifest comes back byte for byte, under its type, by tag and by digest, for GET and HEAD.
it('serves a pushed manifest', async () => {
  const { send, registry } = await start()
  const { bytes: compact } = image(registry.store, 'team/app')
  const bytes = Buffer.from(JSON.stringify(JSON.parse(compact.toString()), null, 5) + '\n\n')
  const digest = digestOf(bytes)
  const pushed = await send('PUT', path('v1'), { body: bytes, ...typed(imageType) })
  expect(pushed.status).toBe(201)
  expect(pushed.headers['docker-content-digest']).toBe(digest)
  for (const reference of ['v1', digest, String(pushed.headers.location).split('/').at(-1) ?? '']) {
    const got = await send('GET', path(reference))
    expect(got.bytes).toEqual(bytes)
    const head = await send('HEAD', path(reference))
    expect(head.bytes.length).toBe(0)
    for (const answer of [got, head]) {
      expect(answer.status).toBe(200)
      expect(answer.headers['content-type']).toBe(imageType)
      expect(answer.headers['docker-content-digest']).toBe(digest)
      expect(answer.headers['content-length']).toBe(String(bytes.length))
    }
  }
})

// The digest in the URL is verified, by its own algorithm.
it.each(['sha256', 'sha512'])('takes a manifest by its %s digest only if it fits', async (algorithm) => {
  const { send, registry } = await start()
  const { bytes } = image(registry.store, 'team/app')
  const digest = digestOf(bytes, algorithm)
  const pushed = await send('PUT', path(digest), { body: bytes, ...typed(imageType) })
  expect([pushed.status, pushed.headers['docker-content-digest']]).toEqual([201, digest])
  expect((await send('GET', path(digest))).bytes).toEqual(bytes)
  const other = digestOf(Buffer.from('other'), algorithm)
  const refused = await send('PUT', path(other), { body: bytes, ...typed(imageType) })
  expect([refused.status, code(refused)]).toEqual([400, 'DIGEST_INVALID'])
  expect((await send('GET', path(other))).status).toBe(404)
})

// Types are kept as they are sent, without parameters; the registry knows no list of allowed ones.
it.each<[string, string | undefined, object, string]>([
  ['with parameters', `${imageType}; charset=utf-8`, {}, imageType],
  [
    'of its own',
    'application/vnd.example.thing+json',
    { anything: [1] },
    'application/vnd.example.thing+json',
  ],
  ['only in the document', undefined, { mediaType: indexType, manifests: [] }, indexType],
  ['nowhere, an index', undefined, { manifests: [] }, indexType],
  ['nowhere, an image', undefined, { layers: [] }, imageType],
])('keeps a media type %s', async (_case, type, document, expected) => {
  const { send } = await start()
  const pushed = await send('PUT', path('v1'), {
    body: JSON.stringify(document),
    ...(type === undefined ? {} : typed(type)),
  })
  expect(pushed.status).toBe(201)
  expect((await send('GET', path('v1'))).headers['content-type']).toBe(expected)
})

// What is not a manifest, or contradicts itself, is refused.
it.each<[string, string | Buffer, string]>([
  ['no JSON', 'no json', imageType],
  ['nothing', '', imageType],
  ['a list', '[]', imageType],
  ['null', 'null', imageType],
  ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), imageType],
  ['another type than it declares', JSON.stringify({ mediaType: indexType }), imageType],
  ['a type with a line break', JSON.stringify({ mediaType: 'a/b\r\nX: y' }), ''],
  ['a layer without digest', JSON.stringify({ layers: [{}] }), imageType],
  ['layers that are not a list', JSON.stringify({ layers: {} }), imageType],
  ['a malformed subject', JSON.stringify({ subject: { digest: 'sha256:abc' } }), imageType],
])('refuses %s', async (_case, body, type) => {
  const { send } = await start()
  const answer = await send('PUT', path('v1'), { body, ...(type === '' ? {} : typed(type)) })
  expect([answer.status, code(answer)]).toEqual([400, 'MANIFEST_INVALID'])
})

// References of a push: tags by the grammar, digests that are well formed and supported.
it.each<[string, number]>([
  ['a'.repeat(128), 201],
  ['a'.repeat(129), 400],
  ['_.-A9', 201],
  ['.hidden', 400],
  ['a%2Fb', 400],
  ['sha256:abc', 400],
  [`md5:${'a'.repeat(32)}`, 400],
  ['a:b', 400],
])('answers a push to %s with %i', async (reference, status) => {
  const { send } = await start()
  expect((await send('PUT', path(reference), { body: '{}' })).status).toBe(status)
})

// Content that is missing in the repository is refused under the code of the version, unless that is off.
describe('a manifest with missing content', () => {
  const missing = blob('missing').descriptor
  it.each<[string, object, object, number, string | undefined]>([
    ['a layer in dev', { spec: 'dev' }, { layers: [missing] }, 404, 'MANIFEST_BLOB_UNKNOWN'],
    ['a config in 1.1', { spec: '1.1' }, { config: missing }, 404, 'MANIFEST_BLOB_UNKNOWN'],
    ['a layer in 1.0', { spec: '1.0' }, { layers: [missing] }, 404, 'BLOB_UNKNOWN'],
    [
      'a layer that lies elsewhere',
      {},
      { layers: [{ ...missing, urls: ['https://example.com/'] }] },
      201,
      undefined,
    ],
    ['a subject', {}, { subject: missing }, 201, undefined],
    ['a layer where it is allowed', { missingReferences: 'accept' }, { layers: [missing] }, 201, undefined],
  ])('%s', async (_case, options, document, status, expected) => {
    const { send } = await start(options)
    const answer = await send('PUT', path('v1'), { body: JSON.stringify(document), ...typed(imageType) })
    expect(answer.status).toBe(status)
    if (expected !== undefined) expect(code(answer)).toBe(expected)
  })

  it('an index entry', async () => {
    const { send } = await start()
    const answer = await send('PUT', path('v1'), {
      body: JSON.stringify({ manifests: [missing] }),
      ...typed(indexType),
    })
    expect([answer.status, code(answer)]).toEqual([404, 'MANIFEST_BLOB_UNKNOWN'])
  })

  it('a layer that only another repository holds', async () => {
    const { send, registry } = await start()
    registry.store.putBlob('team/other', Buffer.from('missing'))
    const answer = await send('PUT', path('v1'), {
      body: JSON.stringify({ layers: [missing] }),
      ...typed(imageType),
    })
    expect(answer.status).toBe(404)
  })
})

// 4 megabytes are accepted in either reading of the word, and 413 comes above the limit.
it.each<[number, number]>([
  [4_000_000, 201],
  [4 * 1024 * 1024, 201],
  [8 * 1024 * 1024, 201],
  [8 * 1024 * 1024 + 1, 413],
])('answers a manifest of %i bytes with %i', async (size, status) => {
  const { send } = await start()
  const body = JSON.stringify({ filler: '' })
  const filled = body.replace('""', JSON.stringify('x'.repeat(size - body.length)))
  expect(filled.length).toBe(size)
  expect((await send('PUT', path('v1'), { body: filled })).status).toBe(status)
})

// Unknown things are 404, each with its code; what is malformed is never a 500.
it.each<[string, number, string]>([
  ['/v2/team/app/manifests/unknown', 404, 'MANIFEST_UNKNOWN'],
  [`/v2/team/app/manifests/${blob('x').digest}`, 404, 'MANIFEST_UNKNOWN'],
  [`/v2/team/app/manifests/md5:${'a'.repeat(32)}`, 404, 'MANIFEST_UNKNOWN'],
  ['/v2/team/app/manifests/.invalid', 404, 'MANIFEST_UNKNOWN'],
  ['/v2/team/app/manifests/sha256:abc', 400, 'DIGEST_INVALID'],
  ['/v2/team/none/manifests/v1', 404, 'NAME_UNKNOWN'],
  ['/v2/TEAM/manifests/v1', 400, 'NAME_INVALID'],
  ['/v2/team/../app/manifests/v1', 400, 'NAME_INVALID'],
  ['/v2/team%2Fapp/manifests/none', 404, 'MANIFEST_UNKNOWN'],
  ['/v2/team/%zz/manifests/v1', 400, 'NAME_INVALID'],
  [`/v2/team/app/blobs/${blob('x').digest}`, 404, 'BLOB_UNKNOWN'],
  ['/v2/team/app/blobs/sha256:abc', 400, 'DIGEST_INVALID'],
])('answers GET %s with %i %s', async (url, status, expected) => {
  const { send, registry } = await start()
  image(registry.store, 'team/app')
  const answer = await send('GET', url)
  expect([answer.status, code(answer)]).toEqual([status, expected])
  const head = await send('HEAD', url)
  expect([head.status, head.bytes.length]).toEqual([status, 0])
})

const query = (list: readonly string[]): string => `?${list.map((tag) => `tag=${tag}`).join('&')}`

// Tag parameters are for pushes by digest, in the next version.
describe('tag parameters', () => {
  const tags = Array.from({ length: 12 }, (_, number) => `t${number}`)
  const body = Buffer.from('{}')
  const byDigest = path(digestOf(body))

  it('set every tag and return OCI-Tag', async () => {
    const { send } = await start()
    const answer = await send('PUT', byDigest + query(tags), { body })
    expect(answer.status).toBe(201)
    expect(answer.headers['oci-tag']).toBe(tags.join(', '))
    expect(json(await send('GET', '/v2/team/app/tags/list'))['tags']).toEqual(tags.toSorted())
  })
  it.each<[string, string, object, number, string | undefined]>([
    ['are refused where one is invalid', byDigest + query(['ok', '.no']), {}, 400, undefined],
    [
      'are refused where there are too many',
      byDigest + query(tags),
      { maxTagParameters: 11 },
      414,
      undefined,
    ],
    ['are ignored on a push by tag', path('v1') + query(['x']), {}, 201, undefined],
    ['are ignored in 1.1', byDigest + query(['x']), { spec: '1.1' }, 201, undefined],
  ])('%s', async (_case, url, options, status, header) => {
    const { send, registry } = await start(options)
    const answer = await send('PUT', url, { body })
    expect([answer.status, answer.headers['oci-tag']]).toEqual([status, header])
    expect(registry.store.find('team/app')?.tags.has('x')).not.toBe(true)
  })
})

// Pushing a tag again moves it; the older manifest stays.
it('moves a tag', async () => {
  const { send } = await start()
  await send('PUT', path('v1'), { body: '{"a":1}' })
  await send('PUT', path('v1'), { body: '{"a":2}' })
  expect((await send('GET', path('v1'))).text).toBe('{"a":2}')
  expect((await send('GET', path(digestOf(Buffer.from('{"a":1}'))))).status).toBe(200)
})

// Accept is a wish: only where it is made strict does a type that does not fit answer 406.
it.each<[string, string | undefined, 'ignore' | 'strict', number]>([
  ['another type', indexType, 'ignore', 200],
  ['another type', indexType, 'strict', 406],
  ['a list with the type', `${indexType}, ${imageType};q=0.5`, 'strict', 200],
  ['a wildcard', 'application/*', 'strict', 200],
  ['nothing', undefined, 'strict', 200],
])('answers to Accept with %s', async (_case, accept, negotiation, status) => {
  const { send, registry } = await start({ negotiation })
  registry.store.putManifest('team/app', Buffer.from('{}'), { mediaType: imageType, tags: ['v1'] })
  const headers = accept === undefined ? {} : { Accept: accept }
  expect((await send('GET', path('v1'), { headers })).status).toBe(status)
})
