import type { IncomingMessage, RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { attack } from '../../../attack.ts'
import type { RegistryRequest } from '../../../../src/registry/client.ts'
import type { ExchangeRecord } from '../../../../src/registry/record/exchange.ts'
import { createRecorder } from '../../../../src/registry/record/recorder.ts'
import { bodyOf, closeAll, connect, json, serve } from '../server.ts'

afterEach(closeAll)

const pull: RegistryRequest = { method: 'GET', path: '/v2/some/repo/manifests/latest' }
const push: RegistryRequest = {
  method: 'PUT',
  path: '/v2/some/repo/manifests/latest',
  body: Buffer.from('{}'),
}
const account = { username: 'me', password: 'pass word:ü' }

/** The requests that the two servers of a test received. */
interface Log {
  /** Authorization of each request to the registry. */
  registry: (string | undefined)[]
  tokens: {
    method: string
    query: URLSearchParams
    form: URLSearchParams
    authorization: string | undefined
  }[]
}

interface Answer {
  status?: number
  headers?: Record<string, string>
  body: unknown
}

interface Options {
  /** Which challenge a request without a good token gets; scope is added where it is set. */
  challenge?: (realm: string, scope: string) => string | string[]
  /** The token server's answer. */
  answer?: (request: Log['tokens'][number], count: number) => Answer
  /** Whether a token is good for a request. */
  accepts?: (token: string, request: IncomingMessage, scope: string) => boolean
  refusal?: number
}

const scopeOf = ({ method, url }: IncomingMessage): string => {
  const name = /\/v2\/(.+)\/(?:manifests|blobs)\//.exec(url ?? '')?.[1] ?? ''
  return `repository:${name}:${method === 'GET' ? 'pull' : method === 'DELETE' ? 'delete' : 'pull,push'}`
}

/** A registry with its token server; tokens are the scopes that they are for. */
async function serveBoth(options: Options = {}) {
  const log: Log = { registry: [], tokens: [] }
  const {
    challenge = (realm, scope) => `Bearer realm="${realm}",service="reg",scope="${scope}"`,
    answer = ({ query, form }): Answer => ({
      body: { token: tokenFor(query.getAll('scope').join(' ') || form.get('scope') || '') },
    }),
    accepts = (token, _, scope) => token.includes(Buffer.from(scope).toString('base64url')),
  } = options
  const tokenServer = await serve((request, response) => {
    void bodyOf(request).then((body) => {
      const received = {
        method: request.method!,
        query: new URL(request.url!, 'http://x').searchParams,
        form: new URLSearchParams(body.toString()),
        authorization: request.headers.authorization,
      }
      log.tokens.push(received)
      const { status = 200, headers = {}, body: sent } = answer(received, log.tokens.length)
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
      json(response, sent, status)
    })
  })
  const realm = `${tokenServer.href}token`
  const listener: RequestListener = (request, response) => {
    request.resume()
    const { authorization } = request.headers
    log.registry.push(authorization)
    const scope = scopeOf(request)
    const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1]
    const known = authorization === `Basic ${base64('me:pass word:ü')}`
    if (!known && (token === undefined || !accepts(token, request, scope))) {
      response.writeHead(options.refusal ?? 401, { 'WWW-Authenticate': challenge(realm, scope) })
    }
    response.end()
  }
  return { log, realm, base: await serve(listener) }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')
/** A token that names its scopes, each so that it can be found again. */
const tokenFor = (scopes: string): string =>
  scopes
    .split(' ')
    .map((scope) => Buffer.from(scope).toString('base64url'))
    .join('.')

describe('bearer tokens', () => {
  it('are requested once and used by everything of the same scope', async () => {
    const { base, log } = await serveBoth()
    const client = connect(base)
    const first = await client.send(pull)
    expect(first.response?.status).toBe(200)
    expect(first.via).toHaveLength(2)
    const again = await Promise.all(Array.from({ length: 10 }, () => client.send(pull)))
    expect(again.every(({ response, via }) => response?.status === 200 && via.length === 0)).toBe(true)
    expect(log.tokens).toHaveLength(1)
    expect(log.tokens[0]?.query.get('service')).toBe('reg')
    expect(log.tokens[0]?.query.get('scope')).toBe('repository:some/repo:pull')
  })

  it('are requested once by requests that come together', async () => {
    const { base, log } = await serveBoth()
    const client = connect(base)
    const all = await Promise.all(Array.from({ length: 12 }, () => client.send(pull)))
    expect(all.every(({ response }) => response?.status === 200)).toBe(true)
    expect(log.tokens).toHaveLength(1)
  })

  it('of another scope are got before the request once the registry is known', async () => {
    const { base, log } = await serveBoth()
    const client = connect(base)
    await client.send(pull)
    const pushed = await client.send(push)
    const deleted = await client.send({ method: 'DELETE', path: push.path })
    expect([pushed, deleted].map(({ response }) => response?.status)).toEqual([200, 200])
    expect(log.tokens.map(({ query }) => query.get('scope'))).toEqual([
      'repository:some/repo:pull',
      'repository:some/repo:pull,push',
      'repository:some/repo:delete',
    ])
    expect(log.registry).toHaveLength(4)
  })

  it('of anonymous users come without an Authorization of nothing', async () => {
    const { base, log } = await serveBoth()
    await connect(base, { credentials: { username: '', password: '' } }).send(pull)
    expect(log.tokens[0]?.authorization).toBeUndefined()
    expect(log.tokens[0]?.query.has('account')).toBe(false)
  })

  it('of an account are requested with Basic', async () => {
    const { base, log } = await serveBoth()
    await connect(base, { credentials: account }).send(pull)
    expect(log.tokens[0]).toMatchObject({ method: 'GET', authorization: `Basic ${base64('me:pass word:ü')}` })
    expect(log.tokens[0]?.query.get('account')).toBe('me')
    expect(log.registry).toEqual([undefined, `Bearer ${tokenFor('repository:some/repo:pull')}`])
  })

  it('of an identity token are requested with POST, and a new identity token is used the next time', async () => {
    const { base, log } = await serveBoth({
      answer: ({ form }) => ({
        body: { access_token: tokenFor(form.get('scope') ?? ''), refresh_token: 'next-identity' },
      }),
    })
    const client = connect(base, { credentials: { username: '<token>', password: 'first-identity' } })
    expect((await client.send(pull)).response?.status).toBe(200)
    expect((await client.send(push)).response?.status).toBe(200)
    expect(
      log.tokens.map(({ method, form }) => [method, form.get('grant_type'), form.get('refresh_token')]),
    ).toEqual([
      ['POST', 'refresh_token', 'first-identity'],
      ['POST', 'refresh_token', 'next-identity'],
    ])
  })

  it('of a token server that supports POST only', async () => {
    const { base, log } = await serveBoth({
      answer: ({ method, form }) =>
        method === 'GET'
          ? { status: 405, body: {} }
          : { body: { access_token: tokenFor(form.get('scope') ?? '') } },
    })
    expect((await connect(base, { credentials: account }).send(pull)).response?.status).toBe(200)
    expect(log.tokens[1]?.form.get('password')).toBe(account.password)
  })

  it('that expired in mid-run are replaced after 401', async () => {
    let good = ''
    const { base, log } = await serveBoth({
      answer: (_, count) => ({ body: { token: (good = `token-${count}`) } }),
      accepts: (token) => token === good,
    })
    const client = connect(base)
    await client.send(pull)
    good = 'revoked'
    const after = await client.send(pull)
    expect(after.response?.status).toBe(200)
    expect(log.registry).toEqual([undefined, 'Bearer token-1', 'Bearer token-1', 'Bearer token-2'])
  })

  it('are renewed before they end', async () => {
    const { base, log } = await serveBoth({
      answer: (_, count) => ({ body: { token: `token-${count}`, expires_in: 0.002 } }),
      accepts: () => true,
    })
    const client = connect(base)
    await client.send(pull)
    await new Promise((resolve) => setTimeout(resolve, 10))
    await client.send(pull)
    expect(log.registry).toEqual([undefined, 'Bearer token-1', 'Bearer token-2'])
  })

  attack(
    {
      part: 'Registries',
      what: 'a registry that refuses each new token',
      result: 'the refusal counts, and requests for tokens end',
    },
    async () => {
      const { base, log } = await serveBoth({ accepts: () => false })
      const exchange = await connect(base).send(pull)
      expect(exchange.response?.status).toBe(401)
      expect(exchange.error).toBeUndefined()
      expect(log.tokens).toHaveLength(1)
      expect(log.registry).toHaveLength(2)
    },
  )

  it('hold the other repository of a mount, after the own one', async () => {
    const { base, log } = await serveBoth()
    const client = connect(base)
    await client.send(pull)
    await client.send({ method: 'POST', path: '/v2/some/repo/blobs/uploads/?mount=sha256:0&from=other/repo' })
    await client.send({
      method: 'POST',
      path: '/v2/some/repo/blobs/uploads/',
      scopes: ['repository:third:pull'],
    })
    expect(log.tokens.slice(1).map(({ query }) => query.getAll('scope'))).toEqual([
      ['repository:some/repo:pull,push', 'repository:other/repo:pull'],
      ['repository:some/repo:pull,push', 'repository:third:pull'],
    ])
  })

  it('are requested with the scope of the request where that of the challenge is not enough', async () => {
    const { base, log } = await serveBoth({
      challenge: (realm, scope) => `Bearer realm="${realm}",scope="${scope.replace(',push', '')}"`,
    })
    const client = connect(base)
    expect((await client.send(push)).response?.status).toBe(200)
    expect((await client.send({ ...push, path: '/v2/some/repo/manifests/other' })).response?.status).toBe(200)
    expect(log.tokens.map(({ query }) => query.get('scope'))).toEqual([
      'repository:some/repo:pull',
      'repository:some/repo:pull,push',
    ])
  })

  it('are requested for the own repository alone where the token server refuses another one', async () => {
    const { base, log } = await serveBoth({
      answer: ({ query }) => {
        const scopes = query.getAll('scope')
        return scopes.some((scope) => scope.includes('private'))
          ? { status: 403, body: { errors: [{ code: 'DENIED' }] } }
          : { body: { token: tokenFor(scopes.join(' ')) } }
      },
    })
    const mount = {
      method: 'POST',
      path: '/v2/some/repo/blobs/uploads/?mount=sha256:0&from=private',
      scopes: ['repository:private:pull'],
    }
    const exchange = await connect(base).send(mount)
    expect(exchange).toMatchObject({ response: { status: 200 } })
    expect(log.tokens.map(({ query }) => query.getAll('scope'))).toEqual([
      ['repository:some/repo:pull,push', 'repository:private:pull'],
      ['repository:some/repo:pull,push'],
    ])
  })

  it('that the registry does not accept leave its response, whatever the token server refuses besides', async () => {
    const { base } = await serveBoth({
      accepts: () => false,
      answer: (_, count) => (count === 1 ? { body: { token: 'little' } } : { status: 403, body: {} }),
    })
    const exchange = await connect(base).send({ ...push, scopes: ['repository:other:pull'] })
    expect(exchange.response?.status).toBe(401)
    expect(exchange.error).toBeUndefined()
  })

  it('name the client to the token server', async () => {
    const { base, log } = await serveBoth()
    await connect(base, { credentials: account }).send(pull)
    expect(log.tokens[0]?.query.get('client_id')).toBe('oci-assay')
  })

  it('of a static bearer are sent as they are', async () => {
    const { base, log } = await serveBoth({ accepts: (token) => token === 'own' })
    expect((await connect(base, { credentials: { bearer: 'own' } }).send(pull)).response?.status).toBe(200)
    expect(log.registry).toEqual(['Bearer own'])
  })
})

describe('what registries do with challenges', () => {
  const quirks: { title: string; challenge: NonNullable<Options['challenge']>; scopes: string[] }[] = [
    {
      title: 'a realm only, and no scope',
      challenge: (realm) => `Bearer realm="${realm}"`,
      scopes: ['repository:some/repo:pull'],
    },
    {
      title: 'the scope aws',
      challenge: (realm) => `Bearer realm="${realm}",service="public",scope="aws"`,
      scopes: ['aws'],
    },
    {
      title: 'actions of its own',
      challenge: (realm) => `Bearer realm="${realm}",scope="repository:some/repo:*"`,
      scopes: ['repository:some/repo:*'],
    },
    {
      title: 'an upper-case scheme',
      challenge: (realm, scope) => `BEARER REALM="${realm}",SCOPE="${scope}"`,
      scopes: ['repository:some/repo:pull'],
    },
    {
      title: 'Basic before Bearer in one field',
      challenge: (realm, scope) => `Basic realm="x", Bearer realm="${realm}",scope="${scope}"`,
      scopes: ['repository:some/repo:pull'],
    },
    {
      title: 'two fields',
      challenge: (realm, scope) => ['Negotiate', `Bearer realm="${realm}",scope="${scope}"`],
      scopes: ['repository:some/repo:pull'],
    },
  ]
  it.each(quirks)('$title', async ({ challenge, scopes }) => {
    const { base, log } = await serveBoth({ challenge, accepts: () => true })
    expect((await connect(base, { credentials: account }).send(pull)).response?.status).toBe(200)
    expect(log.tokens.map(({ query }) => query.getAll('scope'))).toEqual([scopes])
  })

  it('403 with insufficient_scope instead of 401', async () => {
    const { base, log } = await serveBoth({
      refusal: 403,
      challenge: (realm, scope) => `Bearer realm="${realm}",scope="${scope}",error="insufficient_scope"`,
    })
    expect((await connect(base).send(push)).response?.status).toBe(200)
    expect(log.tokens).toHaveLength(1)
  })

  it('403 that is meant', async () => {
    const { base, log } = await serveBoth({ refusal: 403 })
    const exchange = await connect(base).send(push)
    expect(exchange.response?.status).toBe(403)
    expect(log.tokens).toHaveLength(0)
  })

  it('Basic, in upper case, and then without another challenge', async () => {
    const { base, log } = await serveBoth({ challenge: () => 'BASIC realm="Nexus"' })
    const client = connect(base, { credentials: account })
    await client.send(pull)
    expect((await client.send(push)).response?.status).toBe(200)
    const value = `Basic ${base64('me:pass word:ü')}`
    expect(log.registry).toEqual([undefined, value, value])
  })

  it('Basic without credentials: the challenge is the answer', async () => {
    const { base, log } = await serveBoth({ challenge: () => 'Basic realm="x"' })
    expect((await connect(base).send(pull)).response?.status).toBe(401)
    expect(log.registry).toEqual([undefined])
  })

  it('wrong credentials for Basic are tried once', async () => {
    const { base, log } = await serveBoth({ challenge: () => 'Basic realm="x"' })
    const client = connect(base, { credentials: { username: 'me', password: 'wrong' } })
    expect((await client.send(pull)).response?.status).toBe(401)
    expect(log.registry).toHaveLength(2)
  })

  it('a Basic challenge for a token that lacks scope', async () => {
    let count = 0
    const { base, log } = await serveBoth({
      challenge: (realm) =>
        count++ === 0 ? `Bearer realm="${realm}",scope="repository:some/repo:pull"` : 'Basic realm="harbor"',
    })
    const client = connect(base, { credentials: account })
    expect((await client.send(pull)).response?.status).toBe(200)
    const odd = await client.send({ method: 'GET', path: '/v2/other/manifests/x', scopes: [] })
    expect(odd.response?.status).toBe(200)
    expect(log.registry.at(-1)).toMatch(/^Bearer/)
  })

  it('is returned where the caller wants it', async () => {
    const { base, log } = await serveBoth()
    const client = connect(base, { credentials: account })
    expect((await client.send({ ...pull, authenticate: false })).response?.status).toBe(401)
    await client.send({ ...pull, headers: { Authorization: 'Bearer mine' } })
    expect(log.registry).toEqual([undefined, 'Bearer mine'])
    expect(log.tokens).toHaveLength(0)
  })
})

describe('token servers that give none', () => {
  const answers: { title: string; answer: NonNullable<Options['answer']>; message: RegExp }[] = [
    {
      title: 'refuse the credentials',
      answer: () => ({ status: 401, body: {} }),
      message: /^the token server \S+ returned 401 and does not accept these credentials$/,
    },
    {
      title: 'refuse them as OAuth2 does',
      answer: () => ({ status: 400, body: { error: 'invalid_grant', error_description: 'unknown user' } }),
      message: /returned 400 \(invalid_grant: unknown user\) and does not accept these credentials$/,
    },
    {
      title: 'refuse the form of the request',
      answer: () => ({ status: 400, body: { message: 'client_id is missing' } }),
      message: /returned 400 \(client_id is missing\) and does not accept the form of the token request$/,
    },
    {
      title: 'deny access',
      answer: () => ({ status: 403, body: { errors: [{ code: 'DENIED', message: 'not for you' }] } }),
      message: /returned 403 \(DENIED: not for you\) and denies access with these credentials$/,
    },
    {
      title: 'request a long pause',
      answer: () => ({ status: 503, body: {}, headers: { 'Retry-After': '3600' } }),
      message: /returned 503 and no token, and requests a pause of 3600 s$/,
    },
    { title: 'fail', answer: () => ({ status: 500, body: {} }), message: /returned 500 and no token$/ },
    { title: 'answer without one', answer: () => ({ body: { tokens: 1 } }), message: /200 without a token$/ },
    { title: 'answer a list', answer: () => ({ body: [] }), message: /without a token/ },
    {
      title: 'answer with what fits in no field',
      answer: () => ({ body: { token: 'a\r\nb' } }),
      message: /without a token/,
    },
    {
      title: 'send what moves the cursor, and much of it',
      answer: () => ({ status: 403, body: { message: `\u001b[2Jno${'o'.repeat(500)}` } }),
      message: /returned 403 \(\[2Jno{1,160}\) and denies/,
    },
  ]
  it.each(answers)('$title', async ({ answer, message }) => {
    const { base } = await serveBoth({ answer })
    const exchange = await connect(base, { credentials: account }).send(pull)
    expect(exchange).toMatchObject({
      response: { status: 401 },
      error: { code: 'unauthorised', message: expect.stringMatching(message) },
    })
  })

  attack(
    {
      part: 'Secrets',
      what: 'a token server that repeats what it was sent',
      result: 'the message does not contain it',
    },
    async () => {
      const { base } = await serveBoth({
        answer: ({ authorization }) => ({
          status: 401,
          body: { message: `wrong: ${account.password}, ${authorization}` },
        }),
      })
      const exchange = await connect(base, { credentials: account }).send(pull)
      expect(exchange.error?.message).toMatch(/returned 401 \(wrong: \*{3}, Basic \*{3}\)/)
    },
  )

  it('are named without credentials as well', async () => {
    const { base } = await serveBoth({ answer: () => ({ status: 401, body: {} }) })
    const exchange = await connect(base).send(pull)
    expect(exchange.error?.message).toMatch(/returned 401 to a request without credentials$/)
  })

  it.each([429, 503])('until a pause that they request with %i is over', async (status) => {
    const { base, log } = await serveBoth({
      answer: ({ query }, count) =>
        count === 1
          ? { status, body: {}, headers: { 'Retry-After': '0' } }
          : { body: { token: tokenFor(query.getAll('scope').join(' ')) } },
    })
    const exchange = await connect(base).send(pull)
    expect(exchange).toMatchObject({ response: { status: 200 } })
    expect(exchange.via).toHaveLength(3)
    expect(log.tokens).toHaveLength(2)
  })

  it('are not there', async () => {
    const { base } = await serveBoth({ challenge: () => 'Bearer realm="http://127.0.0.1:1/token"' })
    const exchange = await connect(base, { credentials: account }).send(pull)
    expect(exchange.error).toMatchObject({
      code: 'unauthorised',
      message: expect.stringMatching(/nothing listens/),
    })
  })

  attack(
    {
      part: 'Secrets',
      what: 'a challenge whose realm is `file:///etc/passwd`',
      result: 'nothing is read or sent',
    },
    async () => {
      const { base } = await serveBoth({ challenge: () => 'Bearer realm="file:///etc/passwd"' })
      const exchange = await connect(base).send(pull)
      expect(exchange.error).toMatchObject({
        code: 'unauthorised',
        message: expect.stringMatching(/not an http or https URL/),
      })
    },
  )
})

describe('credentials', () => {
  attack(
    {
      part: 'Secrets',
      what: 'a challenge whose realm is another host over plain HTTP',
      result: 'no credentials are sent there',
    },
    async () => {
      const { base, log } = await serveBoth({ challenge: () => 'Bearer realm="http://auth.invalid/token"' })
      const exchange = await connect(base, { credentials: account }).send(pull)
      expect(exchange.error?.message).toMatch(
        /auth\.invalid, which is not encrypted, so the credentials were not sent/,
      )
      expect(log.registry).toEqual([undefined])
    },
  )

  attack(
    {
      part: 'Secrets',
      what: 'a token server that redirects to another host',
      result: 'no credentials are sent there',
    },
    async () => {
      const stolen: (string | undefined)[] = []
      const thief = await serve((request, response) => {
        stolen.push(request.headers.authorization)
        json(response, { token: 'x' })
      })
      const detour = await serve((_, response) => {
        response.writeHead(307, { Location: `${thief.href}token` })
        response.end()
      })
      const { base } = await serveBoth({ challenge: () => `Bearer realm="${detour.href}token"` })
      const exchange = await connect(base, { credentials: account }).send(pull)
      expect(exchange.error?.code).toBe('unauthorised')
      expect(stolen).toEqual([])
    },
  )

  attack(
    {
      part: 'Secrets',
      what: 'the exchanges of a whole authentication',
      result: 'no record contains credentials or tokens',
    },
    async () => {
      const records: ExchangeRecord[] = []
      const { base } = await serveBoth({
        answer: () => ({ body: { token: 'sesame-sesame' } }),
        accepts: () => true,
      })
      const recorder = createRecorder({ onExchange: (record) => void records.push(record) })
      const exchange = await connect(base, { credentials: account, recorder }).send(pull)
      const text = JSON.stringify([records, exchange])
      expect(records).toHaveLength(3)
      expect(text).not.toContain('sesame')
      expect(text).not.toContain(base64('me:pass word:ü'))
      expect(text).toContain('Bearer ***')
      expect(text).toContain('Basic ***')
      const answer = records.find(({ request }) => request.url.includes('/token?'))
      expect(answer?.response?.body.text).toBe('{"token":"***"}')
    },
  )
})

async function* once() {
  yield Buffer.from('abc')
}

describe('a body that can be sent once only', () => {
  it('waits until the registry has sent a challenge', async () => {
    const { base, log } = await serveBoth()
    const exchange = await connect(base).send({ ...push, body: { chunks: once() } })
    expect(exchange.response?.status).toBe(200)
    expect(log.registry).toHaveLength(2)
  })

  it('is not sent half after a challenge', async () => {
    const { base } = await serveBoth({
      challenge: (realm) => `Bearer realm="${realm}",scope="odd"`,
      accepts: () => false,
    })
    const client = connect(base)
    await client.send(pull)
    const exchange = await client.send({ ...push, body: { chunks: once() } })
    expect(exchange.error).toMatchObject({
      code: 'unauthorised',
      message: expect.stringMatching(/only once/),
    })
  })

  it('is made anew where it is a function', async () => {
    const { base } = await serveBoth()
    const exchange = await connect(base).send({ ...push, body: { chunks: once } })
    expect(exchange).toMatchObject({ response: { status: 200 }, request: { body: { size: 3 } } })
  })
})
