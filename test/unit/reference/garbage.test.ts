import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { start } from './client.ts'

/** Sends raw bytes and gives all that comes back until the connection ends or the wait is over. */
const raw = (url: string, bytes: string | Uint8Array, end = true): Promise<string> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => (end ? socket.end(bytes) : socket.write(bytes)))
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', () => resolve(text))
    socket.on('close', () => resolve(text))
  })

const head = (line: string, ...fields: string[]): string =>
  [line, 'Host: x', 'Connection: close', ...fields, '', ''].join('\r\n')

// Whatever arrives gets an answer below 500 or a closed connection, and the registry goes on.
it.each<[string, string | Uint8Array]>([
  ['nothing', ''],
  ['no HTTP', 'hello\r\n\r\n'],
  ['zero bytes', new Uint8Array(2000)],
  ['a TLS greeting', Uint8Array.of(0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0)],
  ['an unknown method', head('SMASH /v2/ HTTP/1.1')],
  ['CONNECT', head('CONNECT example.com:443 HTTP/1.1')],
  ['an upgrade', head('GET /v2/ HTTP/1.1', 'Upgrade: websocket')],
  ['OPTIONS *', head('OPTIONS * HTTP/1.1')],
  ['a whole URL', head('GET http://x/v2/ HTTP/1.1')],
  ['a path that is not well encoded', head('GET /v2/%E0%A4%A/manifests/x HTTP/1.1')],
  ['a path with a zero', head('GET /v2/a%00b/manifests/x HTTP/1.1')],
  ['a path that climbs', head('GET /v2/../../etc/passwd HTTP/1.1')],
  ['a name like a built-in', head('GET /v2/__proto__/manifests/constructor HTTP/1.1')],
  ['a digest like a built-in', head('GET /v2/a/blobs/constructor:abc HTTP/1.1')],
  ['a long name', head(`GET /v2/${'a/'.repeat(3000)}b/manifests/x HTTP/1.1`)],
  ['huge headers', head('GET /v2/ HTTP/1.1', `X: ${'y'.repeat(100_000)}`)],
  ['two lengths', head('PUT /v2/a/manifests/x HTTP/1.1', 'Content-Length: 1', 'Content-Length: 2') + 'xx'],
  ['a body shorter than announced', head('PUT /v2/a/manifests/x HTTP/1.1', 'Content-Length: 100') + '{}'],
  ['a malformed chunk', head('PUT /v2/a/manifests/x HTTP/1.1', 'Transfer-Encoding: chunked') + 'zz\r\n'],
  [
    'deeply nested JSON',
    head('PUT /v2/a/manifests/x HTTP/1.1', 'Content-Length: 200000') + '['.repeat(200_000),
  ],
  ['a range of nonsense', head('GET /v2/a/blobs/sha256:x HTTP/1.1', 'Range: bytes=9999999999999999999999-')],
])('survives %s', async (_what, bytes) => {
  const registry = await start()
  const answer = await raw(registry.url, bytes)
  const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]
  if (status !== undefined) expect(Number(status)).toBeLessThan(500)
  expect((await registry.send('GET', '/v2/')).status).toBe(200)
})

// Of a chunk whose sender goes away nothing counts.
it('keeps nothing of an interrupted chunk', async () => {
  const registry = await start()
  const location = String((await registry.send('POST', '/v2/a/blobs/uploads/')).headers.location)
  await raw(registry.url, head(`PATCH ${location} HTTP/1.1`, 'Content-Length: 100') + 'only some')
  const standing = await registry.send('PATCH', location, { body: 'abc' })
  expect(standing.headers.range).toBe('0-2')
})

// A manifest without announced length is bounded too, and the client that sends all of it gets a response.
it('bounds a manifest of unknown length', async () => {
  const registry = await start({ manifestLimit: 1000 })
  const chunk = `400\r\n${'x'.repeat(1024)}\r\n`
  const sent =
    head('PUT /v2/a/manifests/x HTTP/1.1', 'Transfer-Encoding: chunked') + chunk.repeat(20) + '0\r\n\r\n'
  const answer = await raw(registry.url, sent, false)
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toContain('MANIFEST_INVALID')
})

// A mistake of the registry itself is a 500, and the registry goes on.
it('answers 500 to its own mistakes', async () => {
  let failing = false
  const now = (): number => {
    if (failing) throw new Error('the clock fails')
    return 0
  }
  const { send } = await start({ now })
  const location = String((await send('POST', '/v2/a/blobs/uploads/')).headers.location)
  failing = true
  expect((await send('GET', location)).status).toBe(500)
  failing = false
  expect((await send('GET', location)).status).toBe(204)
})
