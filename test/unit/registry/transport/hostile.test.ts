import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import type { RegistryRequest } from '../../../../src/registry/client.ts'
import { parseTargetUrl } from '../../../../src/registry/transport/target-url.ts'
import { attack } from '../../../attack.ts'
import { closeAll, connect, serve, serveSocket } from '../server.ts'

afterEach(closeAll)

const get: RegistryRequest = { method: 'GET', path: '/v2/', retry: false }

/** The same chunk several times. */
async function* streamed(times: number, chunk: Buffer) {
  for (let index = 0; index < times; index += 1) yield chunk
}

/** Servers that break off, by what they write after a request. */
const sockets: {
  title: string
  code: string
  answered: boolean
  misbehave: Parameters<typeof serveSocket>[0]
}[] = [
  {
    title: 'closes without an answer',
    code: 'reset',
    answered: false,
    misbehave: (socket) => socket.once('data', () => socket.end()),
  },
  {
    title: 'resets without an answer',
    code: 'reset',
    answered: false,
    misbehave: (socket) => socket.once('data', () => socket.resetAndDestroy()),
  },
  {
    title: 'sends what is not HTTP',
    code: 'malformed',
    answered: false,
    misbehave: (socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')),
  },
  {
    title: 'closes before Content-Length is reached',
    code: 'truncated',
    answered: true,
    misbehave: (socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc')),
  },
  {
    title: 'closes inside a chunked body',
    code: 'truncated',
    answered: true,
    misbehave: (socket) =>
      socket.once('data', () =>
        socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'),
      ),
  },
  {
    title: 'sends a chunk size that is none',
    code: 'malformed',
    answered: true,
    misbehave: (socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n')),
  },
  {
    title: 'resets in the middle of a body',
    code: 'reset',
    answered: true,
    misbehave: (socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc')
        setTimeout(() => socket.resetAndDestroy(), 20)
      }),
  },
  {
    title: 'sends header fields without end',
    code: 'too-large',
    answered: false,
    misbehave: (socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n')
        const more = () => {
          while (!socket.destroyed && socket.write(`X-More: ${'x'.repeat(1000)}\r\n`));
        }
        socket.on('drain', more)
        more()
      }),
  },
]

const endsAs = (code: string): string => `the request ends as \`${code}\``

describe('a hostile server', () => {
  for (const { title, code, answered, misbehave } of sockets) {
    attack({ part: 'Registries', what: `a server that ${title}`, result: endsAs(code) }, async () => {
      const client = connect(await serveSocket(misbehave))
      const exchange = await client.send(get)
      expect(exchange.error?.code).toBe(code)
      expect(exchange.error?.message).toMatch(/127\.0\.0\.1:\d+/)
      expect(exchange.response !== undefined).toBe(answered)
      if (code === 'truncated') expect(Buffer.from(exchange.response!.body.bytes).toString()).toBe('abc')
    })
  }

  const silent = 'a server that never responds'
  attack({ part: 'Registries', what: silent, result: endsAs('timeout') }, async () => {
    const client = connect(await serveSocket(() => {}))
    const exchange = await client.send({ ...get, timeout: 60 })
    expect(exchange.error).toMatchObject({ code: 'timeout', message: expect.stringMatching(/--timeout/) })
    expect(exchange.response).toBeUndefined()
  })

  const stopping = 'a server that stops in the middle of a body'
  attack({ part: 'Registries', what: stopping, result: endsAs('timeout') }, async () => {
    const client = connect(
      await serve((_, response) => {
        response.writeHead(200, { 'Content-Length': '9' })
        response.write('abc')
      }),
    )
    const exchange = await client.send({ ...get, timeout: 300 })
    expect(exchange.error?.code).toBe('timeout')
    expect(exchange.response).toMatchObject({ status: 200, body: { size: 3 } })
  })

  const dripping = 'a server that sends one byte now and then without end'
  attack({ part: 'Registries', what: dripping, result: endsAs('timeout') }, async () => {
    const client = connect(
      await serve((_, response) => {
        const drip = setInterval(() => response.write('x'), 5)
        response.on('close', () => clearInterval(drip))
      }),
    )
    const exchange = await client.send({ ...get, timeout: 30 })
    expect(exchange.error?.code).toBe('timeout')
  })

  const endless = 'a server that sends a body without end'
  attack(
    { part: 'Registries', what: endless, result: `${endsAs('too-large')}; little of it is kept` },
    async () => {
      const client = connect(
        await serve((_, response) => {
          const block = Buffer.alloc(65_536)
          const more = () => {
            while (!response.destroyed && response.write(block));
          }
          response.on('drain', more)
          more()
        }),
      )
      const exchange = await client.send({ ...get, bodyLimit: 1000, bodyMaximum: 1_000_000 })
      expect(exchange.error?.code).toBe('too-large')
      expect(exchange.response?.body.size).toBeGreaterThan(1_000_000)
      expect(exchange.response?.body.bytes.length).toBe(1000)
    },
  )

  it('that is not there ends as refused', async () => {
    const base = await serveSocket(() => {})
    await closeAll()
    const exchange = await connect(base).send(get)
    expect(exchange.error).toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/start the registry/),
    })
  })

  it('whose name is unknown ends as unknown-host', async () => {
    const exchange = await connect(parseTargetUrl('http://no-such-host.invalid')).send(get)
    expect(exchange.error).toMatchObject({ code: 'unknown-host', message: expect.stringMatching(/spelling/) })
  })

  it('that answers 1xx first does not confuse', async () => {
    const base = await serveSocket((socket) =>
      socket.once('data', () =>
        socket.write(
          'HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
        ),
      ),
    )
    const exchange = await connect(base).send(get)
    expect(exchange.response).toMatchObject({ status: 200, body: { size: 2 } })
  })

  it('that answers before it has read the body is heard', async () => {
    const base = await serve((_, response) => {
      response.writeHead(413, { Connection: 'close' })
      response.end('no')
    })
    const exchange = await connect(base).send({
      method: 'PUT',
      path: '/v2/x',
      body: { chunks: streamed(50, Buffer.alloc(65_536)) },
      retry: false,
    })
    expect(exchange.response?.status ?? exchange.error?.code).toBe(413)
  })
})

describe('bodies', () => {
  it('are counted and hashed beyond what is kept', async () => {
    const content = Buffer.alloc(300_000, 'abc')
    const client = connect(await serve((_, response) => response.end(content)))
    const seen: number[] = []
    const exchange = await client.send({
      ...get,
      bodyLimit: 10,
      onChunk: (chunk) => void seen.push(chunk.length),
    })
    expect(exchange.response?.body).toEqual({
      size: 300_000,
      sha256: `sha256:${createHash('sha256').update(content).digest('hex')}`,
      bytes: new Uint8Array(content.subarray(0, 10)),
      truncated: true,
    })
    expect(seen.reduce((sum, size) => sum + size, 0)).toBe(300_000)
  })

  it('in a coding that was not requested stay as they are, and it is recorded', async () => {
    const client = connect(
      await serve((request, response) => {
        response.setHeader('Content-Encoding', 'gzip')
        response.end(`requested ${request.headers['accept-encoding']}`)
      }),
    )
    const { response } = await client.send(get)
    expect(response?.body.coding).toBe('gzip')
    expect(Buffer.from(response!.body.bytes).toString()).toBe('requested identity')
  })

  it.each([
    ['with a length', 6, { 'content-length': '6' }],
    ['chunked without one', undefined, { 'transfer-encoding': 'chunked' }],
  ] as const)('that are made while they are sent go %s', async (_, length, framing) => {
    let got = {}
    const client = connect(
      await serve((request, response) => {
        got = request.headers
        request.on('data', () => {}).on('end', () => response.end())
      }),
    )
    const chunks = streamed(2, Buffer.from('abc'))
    const body = length === undefined ? { chunks } : { chunks, length }
    const exchange = await client.send({ method: 'PATCH', path: '/v2/x', body })
    expect(got).toMatchObject(framing)
    expect(exchange.request.body).toMatchObject({ size: 6, truncated: false })
    expect(exchange.request.headers.map(([name]) => name.toLowerCase())).toContain(Object.keys(framing)[0])
  })

  it('that are shorter than they promise fail as unsendable', async () => {
    const client = connect(await serve((request) => void request.resume()))
    const exchange = await client.send({
      method: 'PUT',
      path: '/v2/x',
      body: { chunks: () => streamed(1, Buffer.from('abc')), length: 9 },
    })
    expect(exchange.error?.code).toBe('unsendable')
  })
})

describe('a request that cannot be sent', () => {
  it.each([
    ['a blank in the path', { method: 'GET', path: '/v2/a b' }, 'unsendable'],
    ['a line break in a field', { method: 'GET', path: '/v2/', headers: { A: 'x\r\nB: y' } }, 'unsendable'],
    ['a URL of another scheme', { method: 'GET', path: 'ftp://host/x' }, 'malformed'],
    ['a URL that is none', { method: 'GET', path: 'http://[oops/' }, 'malformed'],
  ] as const)('fails with its code: %s', async (_, request, code) => {
    const client = connect(await serve((_, response) => response.end()))
    expect((await client.send(request)).error?.code).toBe(code)
  })
})

describe('aborting', () => {
  it('ends what is under way, what waits for its turn and what comes later', async () => {
    const run = new AbortController()
    const client = connect(await serveSocket(() => {}), { signal: run.signal, concurrency: 1 })
    const sent = [client.send(get), client.send(get), client.forTest('a').send(get)]
    setTimeout(() => run.abort(), 20)
    for (const exchange of await Promise.all(sent)) expect(exchange.error?.code).toBe('aborted')
    expect((await client.send(get)).error?.code).toBe('aborted')
  })

  it('of one test leaves the others alone, and a detached view heeds the run no more', async () => {
    const run = new AbortController()
    const one = new AbortController()
    const client = connect(await serve((_, response) => response.end()), { signal: run.signal })
    one.abort()
    expect((await client.forTest('one', one.signal).send(get)).error?.code).toBe('aborted')
    const other = await client.forTest('other').send(get)
    expect(other).toMatchObject({ test: 'other', response: { status: 200 } })
    run.abort()
    expect((await client.detached().send(get)).response?.status).toBe(200)
  })

  it('happens on closing', async () => {
    const client = connect(await serveSocket(() => {}))
    const sent = client.send(get)
    setTimeout(() => void client.close(), 20)
    expect((await sent).error?.code).toBe('aborted')
  })
})

describe('concurrency', () => {
  it('never has more requests at once than allowed', async () => {
    let now = 0
    let most = 0
    const client = connect(
      await serve((_, response) => {
        now += 1
        most = Math.max(most, now)
        setTimeout(() => {
          now -= 1
          response.end()
        }, 5)
      }),
      { concurrency: 3 },
    )
    const exchanges = await Promise.all(Array.from({ length: 20 }, () => client.send(get)))
    expect(exchanges.every(({ response }) => response?.status === 200)).toBe(true)
    expect(most).toBe(3)
  })
})
