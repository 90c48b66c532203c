import * as fc from 'fast-check'
import { afterEach, expect } from 'vitest'
import { fuzz } from '../../fuzz.ts'
import { closeAll, connect, serveSocket } from '../registry/server.ts'
import { spliced, splices } from './hostile-values.ts'

afterEach(closeAll)

/** A redirect is not among them: nothing here leads anywhere. */
const messages: readonly string[] = [
  'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n{"tags":["a"]}',
  'HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Trailer: x\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/4\r\n\r\nab',
  'HTTP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm="x"\r\nConnection: close\r\n\r\nno',
]

/** Bytes that mean something to HTTP, beside those that fields and documents stumble over. */
const framing = fc.constantFrom(
  '\r',
  '\n',
  '\r\n',
  '\r\n\r\n',
  '\0',
  ' ',
  '\x1b[2J',
  ':',
  '\r\n ',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'Content-Length: 0\r\n',
  'Content-Length: 99999999999999999999\r\n',
  'Transfer-Encoding: gzip\r\n',
  'ffffffffffffffff\r\n',
  '-1\r\n',
  'Upgrade: x\r\nConnection: upgrade\r\n',
  'X: y\r\n'.repeat(2000),
)

const sent = fc.record({
  message: fc.constantFrom(...messages),
  changes: fc.array(fc.oneof(splices, fc.record({ at: fc.nat(), remove: fc.nat(5), insert: framing })), {
    minLength: 1,
    maxLength: 4,
  }),
  /** The parts in which it is written. */
  cut: fc.nat(400),
  reset: fc.boolean(),
})

fuzz(
  'a client takes any bytes for a response or for an error that it describes',
  sent,
  async ({ message, changes, cut, reset }) => {
    const bytes = Buffer.from(changes.reduce(spliced, message), 'latin1')
    const client = connect(
      await serveSocket((socket) =>
        socket.once('data', () => {
          socket.write(bytes.subarray(0, cut))
          if (reset) setTimeout(() => socket.resetAndDestroy(), 1)
          else setTimeout(() => socket.end(bytes.subarray(cut)), 1)
        }),
      ),
    )
    const { response, error } = await client.send({ method: 'GET', path: '/v2/', timeout: 500, retry: false })
    expect(response !== undefined || error !== undefined).toBe(true)
    expect(error?.code).not.toBe('other')
    expect(error?.message ?? '').not.toMatch(/\n|\[object|undefined|TypeError/)
    await closeAll()
  },
  60,
)
