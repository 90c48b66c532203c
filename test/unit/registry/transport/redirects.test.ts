import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { attack } from '../../../attack.ts'
import { retryAfter } from '../../../../src/registry/transport/retry/retry-after.ts'
import { bodyOf, closeAll, connect, serve } from '../server.ts'

afterEach(closeAll)

function to(response: ServerResponse, location: string, status = 307): void {
  response.writeHead(status, { Location: location })
  response.end()
}

describe('redirects', () => {
  it('are recorded one by one', async () => {
    const client = connect(
      await serve(({ url }, response) => {
        if (url === '/v2/a') to(response, '/v2/b?x=1', 302)
        else if (url === '/v2/b?x=1') to(response, 'c', 308)
        else response.end(url)
      }),
    )
    const exchange = await client.send({ method: 'GET', path: '/v2/a' })
    expect(exchange.via).toHaveLength(2)
    expect(Buffer.from(exchange.response!.body.bytes).toString()).toBe('/v2/c')
    expect(exchange.request.url).toMatch(/\/v2\/c$/)
    const before = client.recorder.exchanges().filter(({ id }) => exchange.via.includes(id))
    expect(before.map(({ response }) => response?.status)).toEqual([302, 308])
  })

  attack(
    {
      part: 'Secrets',
      what: 'a redirect to another origin',
      result: 'it is followed without Authorization and cookies',
    },
    async () => {
      const seen: IncomingMessage['headers'][] = []
      const storage = await serve((request, response) => {
        seen.push(request.headers)
        response.end()
      })
      const base = await serve((request, response) => {
        if (request.headers.authorization === undefined) {
          response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' })
          response.end()
        } else to(response, `${storage.href}blob?sig=1`)
      })
      const client = connect(base, { credentials: { username: 'me', password: 'secret' } })
      await client.send({ method: 'GET', path: '/v2/a', headers: { Accept: 'x/y', Cookie: 'a=b' } })
      await client.send({ method: 'GET', path: '/v2/a', headers: { Authorization: 'Bearer mine' } })
      expect(seen).toHaveLength(2)
      for (const headers of seen) {
        expect(headers.authorization).toBeUndefined()
        expect(headers.cookie).toBeUndefined()
      }
      expect(seen[0]?.accept).toBe('x/y')
    },
  )

  attack(
    {
      part: 'Secrets',
      what: 'a redirect to another origin that requests credentials',
      result: 'it gets none',
    },
    async () => {
      const seen: (string | undefined)[] = []
      const thief = await serve((request, response) => {
        seen.push(request.headers.authorization)
        response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="give"' })
        response.end()
      })
      const client = connect(await serve((_, response) => to(response, thief.href)), {
        credentials: { username: 'me', password: 'secret' },
      })
      expect((await client.send({ method: 'GET', path: '/v2/a' })).response?.status).toBe(401)
      expect(seen).toEqual([undefined])
    },
  )

  const loops = [
    ['back to where it was', ({ url }: IncomingMessage) => (url === '/v2/a' ? '/v2/b' : '/v2/a')],
    ['on and on', ({ url }: IncomingMessage) => `${url}a`],
  ] as const
  for (const [where, next] of loops)
    attack(
      {
        part: 'Registries',
        what: `redirects that lead ${where}`,
        result: 'the request ends as `redirect-loop` after ten',
      },
      async () => {
        let count = 0
        const client = connect(
          await serve((request, response) => {
            count += 1
            to(response, next(request))
          }),
        )
        const exchange = await client.send({ method: 'GET', path: '/v2/a' })
        expect(exchange.error?.code).toBe('redirect-loop')
        expect(exchange.response?.status).toBe(307)
        expect(count).toBeLessThanOrEqual(11)
        expect(client.recorder.exchanges().at(-1)?.error?.code).toBe('redirect-loop')
      },
    )

  it.each([
    ['PUT', 307, true],
    ['PUT', 308, true],
    ['POST', 302, false],
    ['DELETE', 303, false],
    ['HEAD', 303, true],
  ] as const)('of %s with %i are followed: %s', async (method, status, followed) => {
    const bodies: string[] = []
    const client = connect(
      await serve((request, response) => {
        if (request.url === '/v2/a') return to(response, '/v2/b', status)
        void bodyOf(request).then((body) => {
          bodies.push(`${request.method} ${body.toString()}`)
          response.end()
        })
      }),
    )
    const body = method === 'PUT' ? { body: Buffer.from('abc') } : {}
    const exchange = await client.send({ method, path: '/v2/a', ...body })
    expect(exchange.response?.status).toBe(followed ? 200 : status)
    expect(bodies).toEqual(followed ? [`${method} ${method === 'PUT' ? 'abc' : ''}`] : [])
  })

  it.each(['', 'http://[oops/', 'ftp://host/x', undefined])('to %j are answers', async (location) => {
    const client = connect(
      await serve((_, response) => {
        response.writeHead(307, location === undefined ? {} : { Location: location })
        response.end()
      }),
    )
    const exchange = await client.send({ method: 'GET', path: '/v2/a' })
    // An empty Location names the same address again.
    expect(exchange.error?.code).toBe(location === '' ? 'redirect-loop' : undefined)
    expect(exchange.response?.status).toBe(307)
  })

  it('are returned where the caller wants them', async () => {
    const client = connect(await serve((_, response) => to(response, '/v2/b')))
    const exchange = await client.send({ method: 'GET', path: '/v2/a', followRedirects: false })
    expect(exchange).toMatchObject({ response: { status: 307 }, via: [] })
  })
})

describe('addresses', () => {
  it('get the prefix of the target, and Locations do not', async () => {
    const seen: string[] = []
    const base = await serve((request, response) => {
      seen.push(request.url!)
      response.end()
    })
    base.pathname = '/some/prefix/'
    const client = connect(base)
    const exchange = await client.send({ method: 'GET', path: '/v2/' })
    await client.send({ method: 'GET', path: client.resolve('/elsewhere?_state=a%2Fb', exchange) })
    await client.send({ method: 'GET', path: client.resolve('sub/x', exchange) })
    expect(seen).toEqual(['/some/prefix/v2/', '/elsewhere?_state=a%2Fb', '/some/prefix/v2/sub/x'])
    expect(client.resolve('http://[oops/', exchange)).toBe('http://[oops/')
  })
})

/** A client of a server that answers with these statuses, the last one for ever. */
async function answering(statuses: readonly [number, string?][], options = {}) {
  let count = 0
  const base = await serve((request, response) => {
    request.resume()
    const [status, after] = statuses[Math.min(count, statuses.length - 1)]!
    count += 1
    response.writeHead(status, after === undefined ? {} : { 'Retry-After': after })
    response.end()
  })
  return { client: connect(base, options), count: () => count }
}

describe('retries', () => {
  it('follow 429 and a busy 503, and are recorded', async () => {
    const { client } = await answering([[429, '0'], [503, '0'], [201]])
    const exchange = await client.send({ method: 'POST', path: '/v2/a/blobs/uploads/' })
    expect(exchange.response?.status).toBe(201)
    expect(exchange.via).toHaveLength(2)
  })

  it.each([
    ['503 has no Retry-After', [[503], [200]], {}, 503],
    ['the wait is too long', [[429, '9999'], [200]], {}, 429],
    ['the caller judges this', [[429, '0'], [200]], { retry: false }, 429],
    ['a failure may have left something behind', [[500, '0'], [200]], { method: 'DELETE' }, 500],
    ['none are wanted', [[500], [200]], { retry: false }, 500],
  ] as const)('are not made where %s', async (_, statuses, request, status) => {
    const { client, count } = await answering(statuses as never)
    const exchange = await client.send({ method: 'GET', path: '/v2/', ...request })
    expect(exchange.response?.status).toBe(status)
    expect(count()).toBe(1)
  })

  it.each(['GET', 'HEAD'])('distinguish what fails once from what fails always: %s', async (method) => {
    const passing = await answering([[500], [200]])
    const exchange = await passing.client.send({ method, path: '/v2/' })
    expect(exchange.response?.status).toBe(200)
    expect(exchange.via).toHaveLength(1)
    const failing = await answering([[502], [500], [200]])
    expect((await failing.client.send({ method, path: '/v2/' })).response?.status).toBe(500)
    expect(failing.count()).toBe(2)
  })

  it('come to an end', async () => {
    const { client, count } = await answering([[429, '0']], { retries: 3 })
    expect((await client.send({ method: 'GET', path: '/v2/' })).response?.status).toBe(429)
    expect(count()).toBe(4)
  })
})

describe('retryAfter', () => {
  const now = Date.parse('2026-11-21T00:00:00Z')
  it.each([
    ['0', 0],
    [' 120 ', 120_000],
    ['Sat, 21 Nov 2026 00:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2020 00:00:30 GMT', 0],
    ['Saturday, 21-Nov-26 00:00:05 GMT', 5000],
    ['-1', undefined],
    ['1.5', undefined],
    ['+1', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['1 2', undefined],
    ['2026-11-21T00:00:30Z', undefined],
    ['Sat, 21 Nov 2026 00:00:30 +0000', undefined],
    ['Sat, 21 Nov 2026 00:00:30', undefined],
    ['Nov 21 2026', undefined],
    ['soon', undefined],
    ['2026', 2_026_000],
    ['', undefined],
    [undefined, undefined],
  ])('reads %j as %j', (value, milliseconds) => {
    expect(retryAfter(value, now)).toBe(milliseconds)
  })
})
