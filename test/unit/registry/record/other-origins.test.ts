import type { IncomingMessage } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { describeOtherOrigins } from '../../../../src/registry/record/other-origins.ts'
import { recordOf } from '../../../../src/registry/record/exchange-record.ts'
import { createRecorder } from '../../../../src/registry/record/recorder.ts'
import { harOf } from '../../../../src/reporters/har/har.ts'
import { bodyOf as markupOf } from '../../../../src/reporters/html/body.ts'
import type { ExchangeRecord } from '../../../../src/registry/record/exchange.ts'
import { answers, summarizeResponse } from '../../../../suites/distribution/judges/response.ts'
import { attack } from '../../../attack.ts'
import { closeAll, connect, json, serve } from '../server.ts'

afterEach(closeAll)

const recorderOf = (records: ExchangeRecord[]) =>
  createRecorder({ onExchange: (record) => void records.push(record) })

const inner = 'the wiki of the accounts department'

/** A target that leads every request elsewhere, to what its user can reach. */
async function leading(status = 307) {
  const seen: { method: string; headers: IncomingMessage['headers'] }[] = []
  const other = await serve((request, response) => {
    seen.push({ method: request.method!, headers: request.headers })
    response.writeHead(404, { 'Content-Type': 'text/plain' })
    response.end(inner)
  })
  const base = await serve((_, response) => {
    response.writeHead(status, { Location: `${other.href}wiki` })
    response.end('moved')
  })
  const records: ExchangeRecord[] = []
  const client = connect(base, {
    recorder: recorderOf(records),
    credentials: { username: 'me', password: 'secret-1234' },
  })
  return { client, records, seen, other, base }
}

describe('another origin', () => {
  attack(
    {
      part: 'Registries',
      what: 'a redirect to an internal server, whose content would then be in a published report',
      result: 'of the response only size and digest are stored, and nothing of it is quoted',
    },
    async () => {
      const { client, records, other } = await leading()
      const exchange = await client.send({ method: 'GET', path: '/v2/a/blobs/x' })
      // It is judged all the same.
      expect(Buffer.from(exchange.response!.body.bytes).toString()).toBe(inner)
      const [own, foreign] = records
      expect(own?.response?.body).toMatchObject({ text: 'moved' })
      expect(foreign?.response?.body).toEqual({
        size: inner.length,
        sha256: exchange.response?.body.sha256,
        truncated: true,
        omitted: 'other origin',
      })
      expect(JSON.stringify(records)).not.toContain('accounts')
      expect(summarizeResponse(exchange)).toBe(`404 ${inner.length} bytes from another origin`)
      expect(JSON.stringify(answers('a GET', 200)(exchange))).not.toContain('accounts')
      expect(String(markupOf(foreign?.response?.body))).toContain('came from another origin')
      const har = harOf({
        tool: { name: 'x', version: '1' },
        evidence: records,
        startedAt: '2026-01-01T00:00:00Z',
      } as never)
      expect(har.log.entries[1]?.response.content).toMatchObject({
        size: inner.length,
        text: '',
        comment: expect.stringContaining('came from another origin'),
      })
      expect(describeOtherOrigins(client.recorder.exchanges(), client.base)).toBe(`${other.origin} (1)`)
    },
  )

  it('stores an empty body as what it is', async () => {
    const other = await serve((_, response) => response.end())
    const base = await serve((_, response) => {
      response.writeHead(307, { Location: other.href })
      response.end()
    })
    const client = connect(base)
    const exchange = await client.send({ method: 'GET', path: '/v2/' })
    const record = recordOf(exchange, client.recorder.redactor)
    expect(record.response?.body).toMatchObject({ size: 0, text: '', truncated: false })
  })

  it('that returns a token keeps the members of its response that are known', async () => {
    const tokens = await serve((_, response) =>
      json(response, { token: 'abc-def-123', expires_in: 60, note: inner }),
    )
    const base = await serve((request, response) => {
      if (request.headers.authorization === undefined) {
        response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="${tokens.href}token"` })
      }
      response.end()
    })
    const records: ExchangeRecord[] = []
    const client = connect(base, { recorder: recorderOf(records) })
    expect((await client.send({ method: 'GET', path: '/v2/a/tags/list' })).response?.status).toBe(200)
    const answer = records.find(({ request }) => request.url.startsWith(tokens.href))
    expect(answer?.response?.body.text).toBe('{"token":"***","expires_in":60,"note":"***"}')
  })

  it('that refuses a token has nothing of its page stored', async () => {
    const tokens = await serve((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' })
      response.end(inner)
    })
    const base = await serve((_, response) => {
      response.writeHead(401, { 'WWW-Authenticate': `Bearer realm="${tokens.href}token"` })
      response.end()
    })
    const records: ExchangeRecord[] = []
    const client = connect(base, { recorder: recorderOf(records) })
    await client.send({ method: 'GET', path: '/v2/a/tags/list' })
    expect(records).toHaveLength(2)
    expect(JSON.stringify(records)).not.toContain('accounts')
  })

  it.each(['Authorization', 'Cookie', 'X-Registry-Auth', 'X-Api-Key', 'Private-Token'])(
    'is sent no %s that was meant for the target',
    async (name) => {
      const { client, seen, other } = await leading()
      await client.send({ method: 'GET', path: '/v2/a', headers: { [name]: 'mine' } })
      await client.send({ method: 'GET', path: `${other.href}direct`, headers: { [name]: 'mine' } })
      expect(seen).toHaveLength(2)
      for (const { headers } of seen) expect(headers[name.toLowerCase()]).toBeUndefined()
    },
  )
})

attack(
  {
    part: 'Registries',
    what: 'a storage at another origin that redirects an upload back to the registry, to another repository',
    result: 'credentials are not sent with it any more',
  },
  async () => {
    const seen: [string, boolean][] = []
    const base = await serve((request, response) => {
      const { url = '', headers } = request
      seen.push([url, headers.authorization !== undefined])
      if (headers.authorization === undefined) response.writeHead(401, { 'WWW-Authenticate': 'Basic' })
      else if (url === '/v2/a') response.writeHead(307, { Location: storage.href })
      else response.writeHead(201)
      response.end()
    })
    const storage = await serve((_, response) => {
      response.writeHead(307, { Location: `${base.href}v2/production/app/manifests/latest` })
      response.end()
    })
    const client = connect(base, { credentials: { username: 'me', password: 'secret-1234' } })
    const exchange = await client.send({ method: 'PUT', path: '/v2/a', body: Buffer.from('{}') })
    expect(exchange.response?.status).toBe(401)
    expect(seen).toEqual([
      ['/v2/a', false],
      ['/v2/a', true],
      ['/v2/production/app/manifests/latest', false],
    ])
  },
)

describe('a DELETE', () => {
  attack(
    {
      part: 'Registries',
      what: 'a DELETE that is redirected to another origin',
      result: 'it is not followed; not evaluated',
    },
    async () => {
      for (const status of [307, 308]) {
        const { client, seen, other, base } = await leading(status)
        const exchange = await client.send({ method: 'DELETE', path: '/v2/a/manifests/x' })
        expect(seen).toEqual([])
        expect(exchange.response).toBeUndefined()
        expect(exchange.error).toEqual({
          code: 'not-allowed',
          message: `the registry names ${other.origin} for a DELETE, which is sent to no other origin than ${base.origin}; name that origin as the target to test it`,
        })
        // What led there is recorded, and so is that it was not followed.
        expect(client.recorder.exchanges().map(({ response }) => response?.status)).toEqual([
          status,
          undefined,
        ])
        expect(describeOtherOrigins(client.recorder.exchanges(), client.base)).toBeUndefined()
      }
    },
  )

  it('of an upload session at another origin is not sent', async () => {
    const { client, seen, other } = await leading()
    const exchange = await client.send({ method: 'DELETE', path: `${other.href}v2/a/blobs/uploads/1` })
    expect(exchange.error?.code).toBe('not-allowed')
    expect(seen).toEqual([])
  })

  it('is followed to another path of the target', async () => {
    const base = await serve((request, response) => {
      if (request.url === '/v2/a') response.writeHead(307, { Location: '/v2/b' })
      else response.writeHead(202)
      response.end()
    })
    const exchange = await connect(base).send({ method: 'DELETE', path: '/v2/a' })
    expect(exchange.response?.status).toBe(202)
  })
})

const at = (url: string, code?: string) =>
  ({
    request: { method: 'GET', url },
    ...(code === undefined ? {} : { error: { code, message: '' } }),
  }) as never

it('names the most frequent of many other origins', () => {
  const exchanges = [
    at('http://registry.example/v2/'),
    at('http://10.0.0.1/', 'not-allowed'),
    at('no url'),
    at('ftp://storage.example/'),
    at('http://b.example/'),
    ...['a', 'a', 'c', 'd', 'e', 'f', 'g'].map((name) => at(`https://${name}.example/x?sig=1`)),
  ]
  expect(describeOtherOrigins(exchanges, new URL('http://registry.example/'))).toBe(
    'https://a.example (2), http://b.example (1), https://c.example (1), https://d.example (1), https://e.example (1), and 2 more',
  )
})
