import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { reach } from '../../../../src/registry/reach/reach.ts'
import type { ReachState } from '../../../../src/registry/reach/reached.ts'
import { parseTargetUrl } from '../../../../src/registry/transport/target-url.ts'
import { waitUntilReady } from '../../../../src/registry/reach/wait.ts'
import { closeAll, connect, json, serve, serveSocket } from '../server.ts'

afterEach(closeAll)

const html: RequestListener = (_, response) => {
  response.writeHead(200, { 'Content-Type': 'text/html', Server: 'nginx' })
  response.end('<h1>Welcome</h1>')
}
const plain404: RequestListener = (_, response) => {
  response.writeHead(404, { 'Content-Type': 'text/plain' })
  response.end('404 page not found')
}
const errors: RequestListener = (_, response) => json(response, { errors: [{ code: 'NOT_FOUND' }] }, 404)
const basic =
  (right: string | undefined): RequestListener =>
  ({ headers }, response) => {
    const good =
      right !== undefined && headers.authorization === `Basic ${Buffer.from(right).toString('base64')}`
    response.writeHead(good ? 200 : 401, {
      'WWW-Authenticate': 'Basic realm="x"',
      'Docker-Distribution-Api-Version': 'registry/2.0',
    })
    response.end()
  }
const mine = { username: 'me', password: 'right' }

const table: {
  title: string
  listener: RequestListener
  credentials?: typeof mine
  state: ReachState
  message: RegExp
}[] = [
  {
    title: 'a registry',
    listener: (_, response) => {
      response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0')
      response.end('{}')
    },
    state: 'ok',
    message: /returned 200/,
  },
  { title: 'a registry whose /v2/ is not found', listener: errors, state: 'ok', message: /404/ },
  {
    title: 'a registry that is known by its manifests alone',
    listener: (request, response) =>
      request.url === '/v2/' ? html(request, response) : errors(request, response),
    state: 'ok',
    message: /200/,
  },
  {
    title: 'bare files',
    listener: (request, response) =>
      request.url === '/v2/' ? void response.end('{}') : plain404(request, response),
    state: 'ok',
    message: /200/,
  },
  {
    title: 'a web site',
    listener: html,
    state: 'no-registry',
    message: /not a registry: it returned 200 with text\/html from nginx to GET \/v2\//,
  },
  {
    title: 'a server that finds nothing',
    listener: plain404,
    state: 'no-registry',
    message: /404 with text\/plain/,
  },
  {
    title: 'an interface that answers anything',
    listener: (_, response) => json(response, { ok: true }),
    state: 'no-registry',
    message: /200 with application\/json to GET \/v2\/, and 200/,
  },
  {
    title: 'credentials are wanted',
    listener: basic(undefined),
    state: 'credentials-needed',
    message: /requires credentials \(401\)/,
  },
  {
    title: 'credentials are wrong',
    listener: basic('me:other'),
    credentials: mine,
    state: 'credentials-refused',
    message: /does not accept the credentials \(401\)/,
  },
  {
    title: 'credentials are right',
    listener: basic('me:right'),
    credentials: mine,
    state: 'ok',
    message: /200/,
  },
  {
    title: 'the account may not',
    listener: (_, response) => json(response, { errors: [{ code: 'DENIED' }] }, 403),
    credentials: mine,
    state: 'credentials-refused',
    message: /\(403\)/,
  },
  {
    title: 'the registry refuses the token that its token server issued',
    listener: (request, response) => {
      if (request.url?.startsWith('/token')) return json(response, { token: 'from-another-key' })
      response.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="/token",error="invalid_token"' })
      response.end()
    },
    credentials: mine,
    state: 'credentials-refused',
    message: /does not accept the token of http:\S+, which accepted the credentials \(401\)/,
  },
  {
    title: 'the token server refuses',
    listener: (request, response) => {
      response.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="/token"' })
      response.end()
    },
    credentials: mine,
    state: 'credentials-refused',
    message: /token server .* returned 401/,
  },
]

describe('reach', () => {
  it.each(table)('reports when $title', async ({ listener, credentials, state, message }) => {
    const client = connect(await serve(listener), { credentials })
    const reached = await reach(client)
    expect(reached).toMatchObject({ state, ok: state === 'ok', message: expect.stringMatching(message) })
    expect(reached.advice === undefined).toBe(reached.ok)
    expect(`${reached.message}${reached.advice}`).not.toContain('\n')
  })

  it.each([
    [
      'team/app/',
      'if team/app is a repository, specify its image with a tag or digest: `oci-assay run ORIGIN/team/app:latest`',
    ],
    ['v2/team/app/manifests/1.0/', '`oci-assay run ORIGIN/team/app:1.0`'],
    ['Not/A/Name/', 'check the address, the port and the path in front of /v2/'],
  ])('names the image that an address with the path %s may mean', async (path, advice) => {
    const base = await serve((request, response) => {
      response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0')
      response.writeHead(request.url === '/v2/' ? 200 : 404).end('404 page not found')
    })
    const reached = await reach(connect(new URL(path, base)))
    expect(reached).toMatchObject({ ok: false, state: 'no-registry' })
    expect(reached.message).toBe(`${base.href}${path}v2/ returned 404, and the registry is at ${base.origin}`)
    expect(reached.advice?.replace(base.origin, 'ORIGIN')).toContain(advice)
  })

  it('takes a registry below a path for one, whatever it answers to /v2/', async () => {
    const base = await serve((request, response) =>
      request.url?.startsWith('/prefix/v2/o')
        ? json(response, { errors: [{ code: 'MANIFEST_UNKNOWN' }] }, 404)
        : response.writeHead(404).end(),
    )
    expect(await reach(connect(new URL('prefix/', base)))).toMatchObject({ ok: true })
  })

  it.each([
    ['refused', async () => connect(parseTargetUrl('127.0.0.1:1'))],
    ['unknown-host', async () => connect(parseTargetUrl('http://no-such-host.invalid'))],
    ['timeout', async () => connect(await serveSocket(() => {}), { timeout: 50 })],
    [
      'failed',
      async () =>
        connect(await serveSocket((socket) => socket.once('data', () => socket.end('SSH-2.0\r\n')))),
    ],
    ['tls', async () => connect(new URL((await serve(html)).href.replace('http:', 'https:')))],
  ] as const)('reports %s', async (state, make) => {
    const reached = await reach(await make())
    expect(reached).toMatchObject({ ok: false, state, advice: expect.any(String) })
  })

  it('keeps control characters of the server out of the terminal', async () => {
    const base = await serveSocket((socket) =>
      socket.on('data', () =>
        socket.write('HTTP/1.1 200 OK\r\nServer: a\x80\x9bb\r\nContent-Length: 0\r\n\r\n'),
      ),
    )
    expect((await reach(connect(base))).message).toMatch(/^[\x20-\x7e]+$/)
  })
})

/** A registry that lists the tags of one repository and has a manifest there, and does not let anybody see `/v2/`. */
const closed: RequestListener = (request, response) => {
  if (request.url === '/v2/open/manifests/latest') return json(response, { schemaVersion: 2 })
  if (request.url?.startsWith('/v2/open/'))
    return json(response, { errors: [{ code: 'MANIFEST_UNKNOWN' }] }, 404)
  response.setHeader('WWW-Authenticate', 'Basic realm="x"')
  json(response, { errors: [{ code: 'UNAUTHORIZED' }] }, 401)
}

const manifest = (repository: string, tag = 'latest') => ({
  method: 'GET',
  path: `/v2/${repository}/manifests/${tag}`,
})

describe('where /v2/ is closed', () => {
  it('a run begins at what is open', async () => {
    const reached = await reach(connect(await serve(closed)), manifest('open'))
    expect(reached).toMatchObject({
      ok: true,
      message: expect.stringMatching(
        /returns 401 to GET \/v2\/, but \/v2\/open\/manifests\/latest can be read$/,
      ),
    })
  })

  it('what is not open needs credentials', async () => {
    const reached = await reach(connect(await serve(closed)), manifest('shut'))
    expect(reached).toMatchObject({ ok: false, state: 'credentials-needed' })
  })

  it('content that is absent counts as open where the user named it, and not else', async () => {
    const absent = manifest('open', 'absent')
    expect((await reach(connect(await serve(closed)), { ...absent, named: true })).ok).toBe(true)
    expect((await reach(connect(await serve(closed)), absent)).ok).toBe(false)
  })
})

/** As distribution does: its own field with everything, and text for what it does not route. */
const below: RequestListener = (request, response) => {
  response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0')
  return request.url?.startsWith('/v2/') ? json(response, {}) : plain404(request, response)
}

describe('a path that no registry serves', () => {
  it('is not a registry, and its message names the address of the registry', async () => {
    const base = new URL('team/app/', await serve(below))
    const { ok, state, message } = await reach(connect(base))
    expect({ ok, state }).toEqual({ ok: false, state: 'no-registry' })
    expect(message).toBe(`${base.href}v2/ returned 404, and the registry is at ${base.origin}`)
  })

  it('is not a registry either where there is none at all, whatever its header fields', async () => {
    const base = await serve((request, response) => {
      response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0')
      plain404(request, response)
    })
    const { state, message } = await reach(connect(base))
    expect(state).toBe('no-registry')
    expect(message).toMatch(/ is not a registry: it returned 404 with text\/plain to GET \/v2\/, and 404 /)
  })

  it('is a registry by a manifest that the user named', async () => {
    const base = await serve((request, response) => {
      if (!request.url?.endsWith('/latest')) return plain404(request, response)
      response.writeHead(200, { 'Content-Type': 'application/vnd.oci.image.manifest.v1+json' }).end('{}')
    })
    expect(await reach(connect(base), { ...manifest('files'), named: true })).toMatchObject({ ok: true })
  })
})

const refusing =
  (status: number, body: object): RequestListener =>
  (request, response) => {
    if (request.url?.startsWith('/token')) return json(response, body, status)
    response.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="/token"' })
    response.end()
  }

describe('what a token server refuses', () => {
  it.each([
    [401, {}, mine, /user name and password/],
    [400, { error: 'invalid_grant' }, mine, /user name and password/],
    [400, { message: 'client_id is missing' }, mine, /realm and service/],
    [403, {}, mine, /what this account may access/],
    [500, {}, mine, /token server .* its log/],
    [403, {}, undefined, /--username/],
    [500, {}, undefined, /token server .* its log/],
  ] as const)('%i %j leads to advice of its own', async (status, body, credentials, advice) => {
    const client = connect(await serve(refusing(status, body)), { credentials, retries: 0 })
    const reached = await reach(client)
    expect(reached.advice).toMatch(advice)
    expect(reached.message).toMatch(new RegExp(`^the token server \\S+ returned ${status}`))
  })
})

describe('waitUntilReady', () => {
  it('is content with any answer below 500', async () => {
    expect(await waitUntilReady(connect(await serve(plain404)), 5)).toBe(true)
  })

  it('sends requests until there is a response', async () => {
    let connections = 0
    const base = await serveSocket((socket) => {
      connections += 1
      if (connections === 1) socket.destroy()
      else socket.once('data', () => socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n'))
    })
    expect(await waitUntilReady(connect(base), 10)).toBe(true)
    expect(connections).toBe(2)
  })

  it('waits while a proxy answers for a registry that is not up yet', async () => {
    let requests = 0
    const base = await serve((_, response) => {
      requests += 1
      response.writeHead(requests < 3 ? 503 : 401).end()
    })
    expect(await waitUntilReady(connect(base), 10)).toBe(true)
    expect(requests).toBe(3)
    expect(
      await waitUntilReady(connect(await serve((_, response) => response.writeHead(502).end())), 0.2),
    ).toBe(false)
  })

  it('ends when the time is over', async () => {
    expect(await waitUntilReady(connect(parseTargetUrl('127.0.0.1:1')), 0.1)).toBe(false)
    const client = connect(await serveSocket(() => {}))
    expect(await waitUntilReady(client, 60, AbortSignal.timeout(30))).toBe(false)
  })
})
