import { MockAgent } from 'undici'
import { afterEach, describe, expect, it } from 'vitest'
import { createRegistryClient } from '../../../src/registry/client.ts'
import { closeAll, connect, serve } from './server.ts'

afterEach(closeAll)

describe('a plain exchange', () => {
  it('sends paths unchanged and keeps order, case and repetitions of header fields', async () => {
    const seen: { url: string | undefined; raw: string[] }[] = []
    const base = await serve((request, response) => {
      seen.push({ url: request.url, raw: request.rawHeaders })
      response.writeHead(200, ['X-One', '1', 'Link', '<a>', 'Link', '<b>'])
      response.end('hello')
    })
    const client = createRegistryClient({ base })
    const exchange = await client.send({
      method: 'GET',
      path: '/v2/a%2Fb/../c?x=%7e&y',
      headers: [
        ['Accept', 'b/b'],
        ['accept', 'a/a'],
      ],
    })
    await client.close()
    expect(seen[0]?.url).toBe('/v2/a%2Fb/../c?x=%7e&y')
    expect(exchange.request.headers.filter(([name]) => name.toLowerCase() !== 'host').flat()).toEqual(
      seen[0]?.raw.slice(2).map((part) => (part === 'connection' ? 'Connection' : part)),
    )
    expect(exchange.response?.headers.slice(0, 3)).toEqual([
      ['X-One', '1'],
      ['Link', '<a>'],
      ['Link', '<b>'],
    ])
    expect(Buffer.from(exchange.response!.body.bytes).toString()).toBe('hello')
    expect(exchange.response?.body).toMatchObject({
      size: 5,
      sha256: 'sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
      truncated: false,
    })
  })
})

describe('a dispatcher of the caller', () => {
  it('is used instead of sockets, and left open', async () => {
    const mock = new MockAgent()
    mock.disableNetConnect()
    mock
      .get('http://registry.example')
      .intercept({ path: '/v2/', method: 'GET' })
      .reply(200, 'hello', { headers: { 'x-one': '1' } })
    const client = createRegistryClient({ base: new URL('http://registry.example/'), dispatcher: mock })
    const exchange = await client.send({ method: 'GET', path: '/v2/' })
    await client.close()
    expect(exchange.response?.status).toBe(200)
    expect(exchange.response?.headers).toContainEqual(['x-one', '1'])
    expect(exchange.response?.body.size).toBe(5)
    await mock.close()
  })
})

describe('localhost', () => {
  it('is found where the server listens on one of its addresses only', async () => {
    const base = await serve((_, response) => response.end())
    base.hostname = 'localhost'
    expect((await connect(base).send({ method: 'GET', path: '/v2/' })).response?.status).toBe(200)
  })
})
