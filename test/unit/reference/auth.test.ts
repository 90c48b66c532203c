import { describe, expect, it } from 'vitest'
import type { ReferenceOptions } from '../../../src/reference/index.ts'
import { parseScopes } from '../../../src/reference/auth/scope.ts'
import { blob, code, json, start, type Answer, type TestRegistry } from './client.ts'

const accounts: ReferenceOptions['accounts'] = [
  { username: 'all', password: 'se:cret' },
  { username: 'reader', password: 'pw', grants: [{ repository: 'team/*', actions: ['pull'] }] },
  {
    username: 'writer',
    password: 'pw',
    grants: [{ repository: 'team/to', actions: ['pull', 'push'] }],
  },
]
const basic = (user: string, password: string): Record<string, string> => ({
  Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
})
const layer = blob('layer')

async function filled(options: Partial<ReferenceOptions>): Promise<TestRegistry> {
  const started = await start({ accounts, ...options })
  started.registry.store.putManifest('team/app', Buffer.from('{}'), { tags: ['v1'] })
  started.registry.store.putBlob('team/app', layer.bytes)
  return started
}
const manifest = '/v2/team/app/manifests/v1'
const uploads = '/v2/team/app/blobs/uploads/'

// Basic: anonymous and unknown users are challenged, users without permission are denied.
it.each<[string, Record<string, string>, string, string, number]>([
  ['nobody', {}, 'GET', '/v2/', 401],
  ['a stranger', basic('all', 'wrong'), 'GET', '/v2/', 401],
  ['garbage', { Authorization: 'Basic %%%' }, 'GET', '/v2/', 401],
  ['the owner', basic('all', 'se:cret'), 'POST', uploads, 202],
  ['a reader who pulls', basic('reader', 'pw'), 'GET', manifest, 200],
  ['a reader who pushes', basic('reader', 'pw'), 'POST', uploads, 403],
  ['a reader who deletes', basic('reader', 'pw'), 'DELETE', manifest, 403],
  ['a writer elsewhere', basic('writer', 'pw'), 'GET', manifest, 403],
])('basic: %s', async (_who, headers, method, path, status) => {
  const { send } = await filled({ auth: 'basic' })
  const answer = await send(method, path, { headers })
  expect(answer.status).toBe(status)
  if (status === 401) {
    expect(code(answer)).toBe('UNAUTHORIZED')
    expect(answer.headers['www-authenticate']).toBe('Basic realm="oci-assay reference", charset="UTF-8"')
  }
  if (status === 403) expect(code(answer)).toBe('DENIED')
})

it('basic: lets everybody pull on demand', async () => {
  const { send } = await filled({ auth: 'basic', anonymousPull: true })
  expect((await send('GET', manifest)).status).toBe(200)
  expect((await send('POST', uploads)).status).toBe(401)
})

type TokenAnswer = {
  token: string
  access_token: string
  expires_in: number
  refresh_token?: string
}
const scoped = (...scopes: string[]): string =>
  `/token?service=s&${scopes.map((s) => `scope=${s}`).join('&')}`
const tokenFor = async (
  { send }: TestRegistry,
  path: string,
  headers: Record<string, string>,
): Promise<string> => (json(await send('GET', path, { headers })) as TokenAnswer).token
const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` })
const challengeOf = (answer: Answer): string => String(answer.headers['www-authenticate'])

// Bearer: the challenge names where to get a token and for what.
it.each<[string, string, string]>([
  ['GET', '/v2/', ''],
  ['GET', manifest, ',scope="repository:team/app:pull"'],
  ['HEAD', manifest, ',scope="repository:team/app:pull"'],
  ['POST', uploads, ',scope="repository:team/app:pull,push"'],
  ['DELETE', manifest, ',scope="repository:team/app:delete"'],
  [
    'POST',
    `${uploads}?mount=${layer.digest}&from=team/other`,
    ',scope="repository:team/app:pull,push repository:team/other:pull"',
  ],
])('bearer: challenges %s %s', async (method, path, scope) => {
  const { send, url } = await filled({ auth: 'bearer' })
  const answer = await send(method, path)
  expect(answer.status).toBe(401)
  expect(challengeOf(answer)).toBe(`Bearer realm="${url}/token",service="oci-assay reference"${scope}`)
})

// A token grants what was requested and allowed, no more, and not for longer than its life.
it('bearer: tokens are limited to their scope and time', async () => {
  let now = 0
  const registry = await filled({ auth: 'bearer', now: () => now, tokenLifetime: 60 })
  const token = await tokenFor(registry, scoped('repository:team/app:pull'), basic('all', 'se:cret'))
  const get = (path: string) => registry.send('GET', path, { headers: bearer(token) })
  expect((await get(manifest)).status).toBe(200)
  expect((await get('/v2/')).status).toBe(200)
  const push = await registry.send('POST', uploads, { headers: bearer(token) })
  expect([push.status, code(push)]).toEqual([401, 'UNAUTHORIZED'])
  expect(challengeOf(push)).toContain('scope="repository:team/app:pull,push",error="insufficient_scope"')
  expect(challengeOf(await get('/v2/team/other/tags/list'))).toContain('insufficient_scope')
  now = 60_000
  expect(challengeOf(await get(manifest))).toContain('error="invalid_token"')
  const unknown = await registry.send('GET', manifest, { headers: bearer('made-up') })
  expect(challengeOf(unknown)).toContain('error="invalid_token"')
})

it('bearer: a token holds only what the account may do', async () => {
  const registry = await filled({ auth: 'bearer' })
  const token = await tokenFor(
    registry,
    scoped('repository:team/app:pull,push,delete'),
    basic('reader', 'pw'),
  )
  expect((await registry.send('GET', manifest, { headers: bearer(token) })).status).toBe(200)
  expect((await registry.send('DELETE', manifest, { headers: bearer(token) })).status).toBe(401)
})

// Mounting requires pull from the source: it can be requested, and where it is denied an upload begins.
describe('bearer: mounting', () => {
  const mount = `/v2/team/to/blobs/uploads/?mount=${layer.digest}&from=team/app`
  it.each<[string, string, string, string[], number]>([
    ['with both scopes', 'all', 'se:cret', ['repository:team/to:pull,push', 'repository:team/app:pull'], 201],
    ['without requesting the source', 'all', 'se:cret', ['repository:team/to:pull,push'], 401],
    [
      'from where the account may not pull',
      'writer',
      'pw',
      ['repository:team/to:pull,push', 'repository:team/app:pull'],
      202,
    ],
  ])('%s', async (_case, user, password, scopes, status) => {
    const registry = await filled({ auth: 'bearer' })
    const token = await tokenFor(registry, scoped(...scopes), basic(user, password))
    expect((await registry.send('POST', mount, { headers: bearer(token) })).status).toBe(status)
  })
  it('without a source looks only where the token may pull', async () => {
    const registry = await filled({ auth: 'bearer' })
    const token = await tokenFor(registry, scoped('repository:team/to:pull,push'), basic('all', 'se:cret'))
    const path = `/v2/team/to/blobs/uploads/?mount=${layer.digest}`
    expect((await registry.send('POST', path, { headers: bearer(token) })).status).toBe(202)
  })
})

const post = ({ send }: TestRegistry, form: Record<string, string>) =>
  send('POST', '/token', {
    body: new URLSearchParams(form).toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  })

// The token endpoint: GET with Basic, POST with the grants of OAuth2.
describe('the token endpoint', () => {
  it('gives and takes refresh tokens', async () => {
    const registry = await filled({ auth: 'bearer' })
    const scope = 'repository:team/app:pull'
    const first = json(
      await post(registry, {
        grant_type: 'password',
        username: 'all',
        password: 'se:cret',
        access_type: 'offline',
        scope,
      }),
    ) as TokenAnswer
    expect([first.expires_in, first.token === first.access_token]).toEqual([300, true])
    const second = json(
      await post(registry, {
        grant_type: 'refresh_token',
        refresh_token: String(first.refresh_token),
        scope,
      }),
    ) as TokenAnswer
    expect((await registry.send('GET', manifest, { headers: bearer(second.access_token) })).status).toBe(200)
    const offline = await registry.send('GET', `${scoped(scope)}&offline_token=true&account=all`, {
      headers: basic('all', 'se:cret'),
    })
    expect((json(offline) as TokenAnswer).refresh_token).toBeTypeOf('string')
  })

  it.each<[string, Record<string, string>, string]>([
    ['a wrong password', { grant_type: 'password', username: 'all', password: 'x' }, 'invalid_grant'],
    ['an unknown refresh token', { grant_type: 'refresh_token', refresh_token: 'x' }, 'invalid_grant'],
    ['another grant', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
    ['nothing', {}, 'unsupported_grant_type'],
  ])('refuses %s', async (_case, form, error) => {
    const answer = await post(await filled({ auth: 'bearer' }), form)
    expect([answer.status, json(answer)['error'], code(answer)]).toEqual([400, error, 'UNAUTHORIZED'])
  })

  it('accepts anonymous callers only where they may pull', async () => {
    const path = scoped('repository:team/app:pull,push')
    const closed = await filled({ auth: 'bearer' })
    expect((await closed.send('GET', path)).status).toBe(401)
    const open = await filled({ auth: 'bearer', anonymousPull: true })
    const token = await tokenFor(open, path, {})
    expect((await open.send('GET', manifest, { headers: bearer(token) })).status).toBe(200)
    expect((await open.send('POST', uploads, { headers: bearer(token) })).status).toBe(401)
    expect((await open.send('GET', path, { headers: basic('all', 'wrong') })).status).toBe(401)
  })

  it('is not there without bearer tokens', async () => {
    const registry = await filled({ auth: 'none' })
    expect([(await registry.send('GET', '/token')).status, (await post(registry, {})).status]).toEqual([
      404, 404,
    ])
  })
})

it('reads scopes', () => {
  expect(
    parseScopes(['repository:a/b:pull,push repository:host:5000/c:*', 'registry:catalog:*', 'repository:x:']),
  ).toEqual([
    { repository: 'a/b', actions: ['pull', 'push'] },
    { repository: 'host:5000/c', actions: ['pull', 'push', 'delete'] },
  ])
})
