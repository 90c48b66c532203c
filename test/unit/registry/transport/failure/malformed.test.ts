import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { attack } from '../../../../attack.ts'
import type { TransportError } from '../../../../../src/registry/record/exchange.ts'
import { keptOfStart } from '../../../../../src/registry/transport/failure/response-start.ts'
import { reach } from '../../../../../src/registry/reach/reach.ts'
import { describeFailure } from '../../../../../src/registry/transport/failure/transport-error.ts'
import { malformedStart, quoted } from '../../../../../src/registry/record/malformed.ts'
import { closeAll, connect, serveSocket } from '../../server.ts'

afterEach(closeAll)

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
const head = 'HTTP/1.1 200 OK\r\n'
const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n`
const tlsAlert = Buffer.from([0x15, 3, 1, 0, 2, 2, 70])
const settings = Buffer.from([0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100])

/** What a server sends, the cause that is found in it, and the line that is shown. */
const responses: readonly [title: string, sent: string | Buffer, cause: string, line?: string][] = [
  [
    'a status line that ends in LF',
    'HTTP/1.1 429 No\nRetry-After: 1\n\nx',
    'bare-line-feed',
    '"HTTP/1.1 429 No\\n"',
  ],
  [
    'a header line that ends in LF',
    `${head}Content-Type: a/b\n\r\n`,
    'bare-line-feed',
    '"Content-Type: a/b\\n"',
  ],
  ['a header whose end is LF', `${head}Content-Length: 2\r\n\n{}`, 'bare-line-feed', '"\\n"'],
  ['a status that is not a number', 'HTTP/1.1 abc OK\r\n\r\n', 'status-line', '"HTTP/1.1 abc OK\\r\\n"'],
  ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n', 'status-line', '"HTTP/1.1 20 OK\\r\\n"'],
  ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n', 'status-line', '"HTTP/1.1 2000 OK\\r\\n"'],
  ['a status below 100', 'HTTP/1.1 099 OK\r\n\r\n', 'status-line', '"HTTP/1.1 099 OK\\r\\n"'],
  ['another version', 'HTTP/9.7 200 OK\r\n\r\n', 'status-line', '"HTTP/9.7 200 OK\\r\\n"'],
  ['a version in lower case', 'http/1.1 200 OK\r\n\r\n', 'status-line', '"http/1.1 200 OK\\r\\n"'],
  ['a chunk size that is not a number', `${chunked}zz\r\nabc\r\n0\r\n\r\n`, 'chunk', '"zz\\r\\n"'],
  ['a chunk longer than its size', `${chunked}3\r\nabcd\r\n0\r\n\r\n`, 'chunk', '"d\\r\\n"'],
  ['a chunk size that ends in LF', `${chunked}3\nabc\n0\n\n`, 'chunk', '"abc\\n"'],
  ['a chunk size beyond all bounds', `${chunked}ffffffffffffffffff\r\nabc`, 'chunk'],
  ['a trailer that is not a field', `${chunked}0\r\nno field\r\n\r\n`, 'chunk'],
  [
    'two lengths',
    `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
    'content-length',
    '"Content-Length: 3\\r\\n"',
  ],
  ['the same length twice', `${head}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`, 'content-length'],
  [
    'a length in words',
    `${head}Content-Length: two\r\n\r\n{}`,
    'content-length',
    '"Content-Length: two\\r\\n"',
  ],
  ['a negative length', `${head}Content-Length: -1\r\n\r\n{}`, 'content-length'],
  [
    'a length that no number holds',
    `${head}Content-Length: 99999999999999999999999\r\n\r\n{}`,
    'content-length',
  ],
  [
    'a length before chunks',
    `${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n`,
    'content-length',
    '"Content-Length: 2\\r\\n"',
  ],
  [
    'a length after chunks',
    `${head}Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n`,
    'content-length',
    '"Content-Length: 2\\r\\n"',
  ],
  ['a space in a field name', `${head}Bad Name: 1\r\n\r\n`, 'header-field', '"Bad Name: 1\\r\\n"'],
  ['a space before the colon', `${head}X-A : 1\r\n\r\n`, 'header-field', '"X-A : 1\\r\\n"'],
  ['a line without a colon', `${head}nocolon\r\n\r\n`, 'header-field', '"nocolon\\r\\n"'],
  ['a folded line', `${head}X-A: b\r\n  c\r\n\r\n`, 'header-field', '"  c\\r\\n"'],
  ['NUL in a value', `${head}X-A: a\0b\r\n\r\n`, 'header-field', '"X-A: a\\x00b\\r\\n"'],
  ['CR in a value', `${head}X-A: b\rc\r\n\r\n`, 'header-field', '"X-A: b\\rc\\r\\n"'],
  ['a page without a header', '<html>hello</html>\n', 'not-http', '"<html>hello</html>\\n"'],
  ['the greeting of SSH', 'SSH-2.0-OpenSSH_9\r\n', 'not-http', '"SSH-2.0-OpenSSH_9\\r\\n"'],
  ['TLS', tlsAlert, 'tls'],
  ['frames of HTTP/2', settings, 'http2'],
  ['100 Continue', 'HTTP/1.1 100 Continue\r\n\r\n', 'interim-response', '"HTTP/1.1 100 Continue\\r\\n"'],
  ['101', 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n', 'interim-response'],
]

/** Sends these bytes in response to each request, in pieces of `size`, then closes. */
const sending =
  (bytes: string | Buffer, size = Infinity) =>
  (socket: Socket): void => {
    socket.once('data', async () => {
      const all = Buffer.from(bytes)
      for (let at = 0; at < all.length; at += size) {
        socket.write(all.subarray(at, at + size))
        if (size < all.length) await new Promise((resolve) => setTimeout(resolve, 5))
      }
      socket.end()
    })
  }

async function errorOf(
  onSocket: (socket: Socket) => void,
  path = '/v2/',
): Promise<TransportError | undefined> {
  const client = connect(await serveSocket(onSocket), { retries: 0 })
  return (await client.send({ method: 'GET', path })).error
}

describe('a malformed response', () => {
  for (const [what, sent, cause, line] of responses)
    attack(
      {
        part: 'Registries',
        what: `a response with ${what}`,
        result: `the request ends as \`malformed\`, with the cause \`${cause}\`${line === undefined ? '' : ' and the line'}`,
      },
      async () => {
        const error = await errorOf(sending(sent))
        expect(error).toMatchObject({ code: 'malformed', cause, ...(line === undefined ? {} : { line }) })
        expect(error?.message).toMatch(/^http:\/\/127\.0\.0\.1:\d+ sent a malformed response: /)
        if (line !== undefined) expect(error?.message).toContain(line)
      },
    )

  it('is described in the same way when it comes in pieces', async () => {
    const error = await errorOf(sending('HTTP/1.1 429 No\nRetry-After: 1\n\n', 9))
    expect(error).toMatchObject({ cause: 'bare-line-feed', line: '"HTTP/1.1 429 No\\n"' })
  })

  it('after an interim response is described by its own line', async () => {
    const error = await errorOf(sending('HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\n\n'))
    expect(error).toMatchObject({ cause: 'bare-line-feed', line: '"HTTP/1.1 200 OK\\n"' })
  })

  it('raises the question of the port where nothing else has been received', async () => {
    expect((await errorOf(sending('SSH-2.0-OpenSSH_9\r\n')))?.message).toContain('is it the right port?')
    expect((await errorOf(sending(tlsAlert)))?.message).toContain('https://')
  })

  it.each([...responses])('that is %s never raises it after a valid response', async (_, sent) => {
    let requests = 0
    const client = connect(
      await serveSocket((socket) => {
        socket.on('data', () => {
          requests += 1
          if (requests === 1) socket.write(ok)
          else socket.end(sent)
        })
      }),
      { retries: 0 },
    )
    expect((await client.send({ method: 'GET', path: '/v2/' })).error).toBeUndefined()
    const { error } = await client.send({ method: 'GET', path: '/v2/a/tags/list' })
    expect(error?.code).toBe('malformed')
    expect(error?.message).not.toMatch(/\bport\b|https:/)
    expect(error?.message).toContain('in front of the registry')
  })
})

describe('a connection that is closed early', () => {
  it.each([
    ['inside the status line', 'HTTP/1.1 20', '"HTTP/1.1 20"'],
    ['inside a header line', `${head}Content-Le`, '"Content-Le"'],
  ])('%s is not described as one without any response', async (_, sent, line) => {
    const error = await errorOf(sending(sent))
    expect(error).toMatchObject({ code: 'reset', cause: 'unfinished-header', line })
    expect(error?.message).toContain('before the header of its response was complete')
  })

  it.each([
    ['that was announced as the last one', `${head}Connection: close\r\nContent-Length: 200\r\n\r\n{}`],
    ['that was to stay', `${head}Content-Length: 200\r\n\r\n{}`],
    ['of a body in chunks', `${chunked}20\r\nabc`],
  ])('in the body, on a connection %s, is truncated', async (_, sent) => {
    expect(await errorOf(sending(sent))).toMatchObject({ code: 'truncated' })
  })

  it('where a header is longer than what is kept is not described by a line that was cut', () => {
    const long = Buffer.from(`${head}X-A: ${'x'.repeat(2 * keptOfStart)}`)
    expect(malformedStart(long.subarray(0, keptOfStart), true)).toBeUndefined()
  })
})

const thrown = (code: string) => Object.assign(new Error(code), { code })

describe('a host that has answered before', () => {
  it.each([
    ['ECONNREFUSED', /nothing listens/],
    ['UND_ERR_SOCKET', /client certificate/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /http:\/\/ in/],
  ])('gets no advice on its address after %s', (code, advice) => {
    const context = { origin: 'https://registry.example', answered: false }
    expect(describeFailure(thrown(code), context).message).toMatch(advice)
    expect(describeFailure(thrown(code), { ...context, known: true }).message).not.toMatch(advice)
  })
})

describe('the first contact', () => {
  it.each([
    ['not HTTP', 'SSH-2.0-OpenSSH_9\r\n', 'is it the right port?'],
    ['TLS', tlsAlert, 'use https:// in the address, and not --plain-http'],
    ['HTTP/2', settings, 'use the port of HTTP/1.1, or --http2 with https://'],
    ['malformed', 'HTTP/1.1 200 OK\n\n', 'check the port, and what is in front of the registry'],
    ['half a header', 'HTTP/1.1 20', 'check its log'],
  ])('with what is %s gets one advice', async (_, sent, advice) => {
    const reached = await reach(connect(await serveSocket(sending(sent)), { retries: 0 }))
    expect(reached).toMatchObject({ ok: false, advice })
    expect(reached.message).not.toContain(advice)
  })

  it('over TLS with what is plain HTTP gets one advice', async () => {
    const base = await serveSocket((socket) =>
      socket.on('data', () => socket.end('HTTP/1.1 400 Bad\r\n\r\n')),
    )
    const reached = await reach(connect(new URL(base.href.replace('http:', 'https:')), { retries: 0 }))
    const advice = 'use http:// in the address'
    expect(reached).toMatchObject({ ok: false, state: 'tls', advice })
    expect(reached.message).toMatch(/^https:\/\/127\.0\.0\.1:\d+ does not use TLS$/)
  })
})

describe('a line of a response', () => {
  it.each([
    ['a\tb\r\n', '"a\\tb\\r\\n"'],
    ['"\\', '"\\"\\\\"'],
    ['\x1b[31mé', '"\\x1b[31m\\xe9"'],
    ['x'.repeat(200), `"${'x'.repeat(160)}"…`],
  ])('is shown with escapes: %j', (line, shown) => {
    expect(quoted(line)).toBe(shown)
  })

  it('of a valid response has no cause', () => {
    expect(malformedStart(Buffer.from(`\r\n${ok}`))).toBeUndefined()
    expect(malformedStart(Buffer.from(''))).toBeUndefined()
  })
})
