import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readImage } from '../../../src/image/model/read.ts'
import { openImage } from '../../../src/image/source/open/open.ts'
import { parseReference } from '../../../src/image/source/open/reference.ts'
import { layout, tar, types } from './archives.ts'

const big = tar({ name: 'big', content: Buffer.alloc(4 * 1024 ** 2, 'more than one chunk ') })
const image = layout({ bytes: gzipSync(big), mediaType: types.gzip }, { bytes: big, mediaType: types.layer })
const [packed, plain] = image.blobs as [typeof image.config, typeof image.config]

let server: Server
let host = ''
/** Method and path of each request. */
const requests: string[] = []

beforeAll(async () => {
  const manifest = { type: types.manifest, bytes: image.manifest.bytes }
  const content = new Map([
    ['/v2/some/image/manifests/latest', manifest],
    [`/v2/some/image/manifests/${image.manifest.digest}`, manifest],
    ...[...image.blobs, image.config].map(
      ({ digest, bytes }) => [`/v2/some/image/blobs/${digest}`, { type: 'a/b', bytes }] as const,
    ),
  ])
  server = createServer((request, response) => {
    const found = content.get(request.url ?? '')
    requests.push(`${request.method} ${request.url}`)
    if (request.url?.includes('/private/') === true) response.writeHead(403).end()
    else if (!found) response.writeHead(request.url === '/v2/' ? 200 : 404).end()
    else {
      response.writeHead(200, { 'content-type': found.type, 'content-length': found.bytes.length })
      response.end(request.method === 'HEAD' ? undefined : found.bytes)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

describe('an image in a registry', () => {
  test('is walked and inspected like any other', async () => {
    const source = await openImage(`${host}/some/image`)
    requests.length = 0
    const { documents, blobs } = await readImage(source, { spec: '1.1' })
    expect(documents.map(({ kind, source: digest }) => [kind, digest])).toEqual([
      ['manifest', image.manifest.digest],
      ['config', image.config.digest],
    ])
    expect([...blobs.values()].map(({ state, verified }) => [state, verified])).toEqual(
      Array.from({ length: 3 }, () => ['present', true]),
    )
    // Each is requested once, and nothing is requested by a HEAD before.
    expect(requests.toSorted()).toEqual(
      [
        'GET /v2/some/image/manifests/latest',
        ...[image.config, ...image.blobs].map(({ digest }) => `GET /v2/some/image/blobs/${digest}`),
      ].toSorted(),
    )
    const found = new Map<string, unknown>()
    const nowhere = `sha256:${'0'.repeat(64)}`
    const wanted = [packed.digest, plain.digest, nowhere].map((digest) => ({
      digest,
      as: 'layer' as const,
    }))
    for await (const { request, facts, failure } of source.inspect(wanted)) {
      found.set(request.digest, facts ? [facts.verified, facts.content?.diffIds.sha256] : failure?.code)
    }
    expect(found.get(packed.digest)).toEqual(['match', plain.digest])
    expect(found.get(plain.digest)).toEqual(['match', plain.digest])
    expect(found.get(nowhere)).toBe('absent')
    await source.close()
  })

  test('what is refused, missing or too large is reported', async () => {
    const source = await openImage(`${host}/some/image:nowhere`)
    await expect(source.root()).rejects.toMatchObject({ code: 'absent' })
    await expect(source.read(plain.digest, { limit: 10 })).rejects.toMatchObject({ code: 'too-large' })
    const closed = await openImage(`${host}/private/image`)
    await expect(closed.root()).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringMatching(/returned 403/) as string,
      advice: expect.stringMatching(/log in/) as string,
    })
    const dead = await openImage('127.0.0.1:1/image')
    await expect(dead.root()).rejects.toMatchObject({ code: 'unreadable', message: /nothing listens/ })
    await Promise.all([source.close(), closed.close(), dead.close()])
  })
})

describe('references', () => {
  test.for<[string, string, string, string]>([
    ['localhost:5000/a', 'http://localhost:5000/', 'a', 'latest'],
    ['localhost/a/b:v1', 'http://localhost/', 'a/b', 'v1'],
    ['registry.example/a@sha256:00', 'https://registry.example/', 'a', 'sha256:00'],
    ['registry.example/a:v1@sha256:00', 'https://registry.example/', 'a', 'sha256:00'],
    ['http://registry.example/a:v1', 'http://registry.example/', 'a', 'v1'],
    ['[::1]:5000/a', 'http://[::1]:5000/', 'a', 'latest'],
  ])('%s', ([text, base, repository, reference]) => {
    const found = parseReference(text)
    expect([found?.base.href, found?.repository, found?.reference]).toEqual([base, repository, reference])
  })

  test.for(['busybox', 'library/busybox', './a/b', '../a', '/a/b', ''])('%s is none', (text) => {
    expect(parseReference(text)).toBeUndefined()
  })
})
