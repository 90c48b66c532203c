import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { inProcess } from '../../../src/reference/in-process.ts'
import type { Reply } from '../../../src/reference/reply.ts'
import { send } from '../../../src/reference/server.ts'
import { createRegistryClient, type RegistryRequest } from '../../../src/registry/client.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const ok: Reply = { status: 200, headers: [['Content-Length', '5']], body: Buffer.from('hello') }

type Seen = Parameters<Parameters<typeof inProcess>[0]>[0]

/** What arrived, returned as JSON: a fixed response would show nothing of it. */
async function echo(request: Seen): Promise<Reply> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { method, url, headers, rawHeaders } = request
  const raw = rawHeaders.filter((_, at) => !/^host$/i.test(rawHeaders[at - (at % 2)]!))
  const { host, ...rest } = headers
  const body = JSON.stringify({ method, url, rest, raw, body: Buffer.concat(chunks).toString('latin1') })
  expect(host).toMatch(/^(?:127\.0\.0\.1|localhost):\d+$/)
  return { status: 200, headers: [['Content-Length', String(body.length)]], body: Buffer.from(body) }
}

/** Sends the same to the same registry, over a socket and within the process. */
async function bothWays(answer: (request: Seen) => Promise<Reply>, request: RegistryRequest) {
  const server = createServer((message, response) => {
    void answer(message).then(
      (reply) => {
        try {
          send(response, message.method ?? 'GET', reply)
        } catch {
          response.writeHead(500, { 'Content-Length': 0 }).end()
        }
      },
      () => response.destroy(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const clients = [{}, { dispatcher: inProcess(answer, origin) }].map((options) =>
    createRegistryClient({ base: new URL(origin), retries: 0, timeout: 500, ...options }),
  )
  for (const client of clients) closing.push(() => client.close())
  const [bySocket, within] = await Promise.all(
    clients.map((client) => client.send({ retry: false, ...request })),
  )
  return { bySocket: comparable(bySocket!), within: comparable(within!) }
}

/** Without what differs from time to time. */
function comparable({ request, response, error }: Exchange) {
  return {
    sent: request.headers,
    status: response?.status,
    headers: response?.headers.map(([name, value]) => (name === 'Date' ? [name, ''] : [name, value])),
    body: response && Buffer.from(response.body.bytes).toString('latin1'),
    error: error?.code,
  }
}

async function* parts() {
  yield Buffer.from('one')
  yield Buffer.from('two')
}

describe('a request within the process', () => {
  it.each<RegistryRequest>([
    { method: 'GET', path: '/v2/?n=1&last=a%20b' },
    { method: 'HEAD', path: '/v2/' },
    { method: 'DELETE', path: '/v2/a/blobs/x' },
    { method: 'POST', path: '/v2/a/blobs/uploads/' },
    { method: 'PUT', path: '/v2/', body: Buffer.from('body') },
    { method: 'PUT', path: '/v2/', body: new Uint8Array() },
    { method: 'PATCH', path: '/v2/', body: { chunks: parts } },
    { method: 'PATCH', path: '/v2/', body: { chunks: parts, length: 6 } },
    {
      method: 'GET',
      path: '/v2/',
      headers: [
        ['Accept', 'a/b'],
        ['accept', 'c/d'],
        ['Content-Type', 'e/f'],
        ['content-type', 'g/h'],
        ['Cookie', 'a=b'],
        ['cookie', 'c=d'],
      ],
    },
  ])('arrives as over a socket: %j', async (request) => {
    const { bySocket, within } = await bothWays(echo, request)
    expect(within).toEqual(bySocket)
  })
})

describe('an answer within the process', () => {
  it.each<[string, Partial<Reply>]>([
    ['whole', {}],
    ['without a length', { headers: [['X', 'y']] }],
    ['of no content', { status: 204, headers: [] }],
    ['that nothing has changed', { status: 304, headers: [['ETag', '"a"']] }],
    [
      'with repeated fields',
      { headers: [...ok.headers, ['Warning', '299 - "a"'], ['Warning', '299 - "b"']] },
    ],
    ['with blanks around a value', { headers: [...ok.headers, ['Link', ' <a>; rel="next" \t']] }],
    ['with bytes beyond ASCII in a field', { headers: [...ok.headers, ['X', 'ü']] }],
    ['with a line break in a field', { headers: [...ok.headers, ['X', 'a\nb']] }],
    ['that never comes', { wire: 'silence' }],
    ['that is none', { wire: 'reset' }],
    ['that is malformed', { wire: 'bare-line-feeds' }],
    ['that ends too soon', { wire: 'truncate' }],
    ['that is late', { delay: 30 }],
    ['that is too late', { delay: 2000 }],
  ])('%s comes as over a socket', async (_, changes) => {
    for (const method of ['GET', 'HEAD']) {
      const { bySocket, within } = await bothWays(() => Promise.resolve({ ...ok, ...changes }), {
        method,
        path: '/v2/',
      })
      expect(within).toEqual(bySocket)
    }
  })

  it('waits for a reader that has not taken the last part', async () => {
    const order: string[] = []
    const { within } = await bothWays(() => Promise.resolve(ok), {
      method: 'GET',
      path: '/v2/',
      async onChunk() {
        await new Promise((resolve) => setTimeout(resolve, 30))
        order.push('taken')
      },
    })
    expect(within.error).toBeUndefined()
    expect(order).toEqual(['taken', 'taken'])
  })

  it('comes from nowhere else', async () => {
    const origin = 'http://127.0.0.1:5000'
    const client = createRegistryClient({
      base: new URL('http://127.0.0.1:6000'),
      dispatcher: inProcess(() => Promise.resolve(ok), origin),
    })
    expect((await client.send({ method: 'GET', path: '/v2/' })).error?.code).toBe('refused')
    const named = await client.send({ method: 'GET', path: 'http://localhost:5000/v2/' })
    expect(named.response?.status).toBe(200)
  })

  it('does not answer where only a socket could show it', async () => {
    const client = createRegistryClient({
      base: new URL('http://127.0.0.1:5000'),
      dispatcher: inProcess(
        () => Promise.resolve({ ...ok, body: Buffer.from('longer') }),
        'http://127.0.0.1:5000',
      ),
    })
    const { error } = await client.send({ method: 'GET', path: '/v2/' })
    expect(error?.message).toContain('takes a socket')
  })
})
