import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { connect as connectSocket, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { assay } from '../../../../../src/assay/assay.ts'
import { createReferenceRegistry } from '../../../../../src/reference/index.ts'
import { oneProxy } from '../../../../../src/registry/transport/connection/proxy-rules.ts'
import { closeAll, connect, serve } from '../../server.ts'

const servers: Server[] = []
afterEach(async () => {
  await closeAll()
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
})

interface Proxy {
  url: string
  /** The request lines that it received. */
  received: string[]
  authorizations: (string | undefined)[]
}

/** A forwarding and tunnelling proxy, as small as can be. With a user it requires a password. */
async function proxy(credentials?: string): Promise<Proxy> {
  const received: string[] = []
  const authorizations: (string | undefined)[] = []
  const refuses = (request: IncomingMessage) => {
    received.push(`${request.method} ${request.url}`)
    const { 'proxy-authorization': authorization } = request.headers
    authorizations.push(authorization)
    return (
      credentials !== undefined && authorization !== `Basic ${Buffer.from(credentials).toString('base64')}`
    )
  }
  const server = createServer((request, response) => {
    if (refuses(request)) return response.writeHead(407).end()
    const target = new URL(request.url ?? '')
    const upstream = connectSocket(Number(target.port), target.hostname, () => {
      const lines = [`${request.method} ${target.pathname}${target.search} HTTP/1.1`]
      for (let at = 0; at < request.rawHeaders.length; at += 2) {
        const [name = '', value = ''] = request.rawHeaders.slice(at, at + 2)
        if (!/^(?:connection|proxy-authorization)$/i.test(name)) lines.push(`${name}: ${value}`)
      }
      upstream.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`)
      request.pipe(upstream, { end: false })
      upstream.pipe(request.socket)
    })
    upstream.on('error', () => response.writeHead(502).end())
    return undefined
  })
  server.on('connect', (request: IncomingMessage, socket) => {
    if (refuses(request)) return socket.end('HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n')
    const [host = '', port = ''] = (request.url ?? '').split(':')
    const upstream = connectSocket(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Go\r\n\r\n')
      socket.pipe(upstream).pipe(socket)
    })
    upstream.on('error', () => socket.end('HTTP/1.1 502 Nobody there\r\n\r\n'))
    return undefined
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const user = credentials === undefined ? '' : `${credentials}@`
  return { url: `http://${user}127.0.0.1:${port}`, received, authorizations }
}

const get = async (base: URL, proxies: string, options = {}) =>
  connect(base, { proxies: oneProxy(proxies), retries: 0, ...options }).send({
    method: 'GET',
    path: '/v2/?q=1',
    headers: [
      ['Accept', 'one'],
      ['Accept', 'two'],
    ],
  })

const echo: RequestListener = (request, response) => response.end(JSON.stringify(request.rawHeaders))

/** A TLS server that signs its own certificate. */
async function secure(): Promise<{ base: URL; ca: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-proxy-'))
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')]
  const subject = ['-subj', '/CN=server', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, '-keyout', key, '-out', cert],
    { stdio: 'ignore' },
  )
  const pem = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  rmSync(folder, { recursive: true })
  const server = createSecureServer(pem, (_, response) => response.end('fine'))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { base: new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`), ca: pem.cert }
}

describe('plain HTTP through a proxy', () => {
  it('sends the absolute URL to the proxy, and keeps repeated fields', async () => {
    const { url, received } = await proxy()
    const base = await serve(echo)
    const { response } = await get(base, url)
    expect(received).toEqual([`GET ${base.href}v2/?q=1`])
    const got = JSON.parse(Buffer.from(response!.body.bytes).toString()) as string[]
    expect(got.filter((_, at) => got[at - 1] === 'Accept')).toEqual(['one', 'two'])
    expect(got.filter((_, at) => got[at - 1]?.toLowerCase() === 'host')).toEqual([base.host])
  })

  it('authenticates to the proxy, and to no other server', async () => {
    const { url, authorizations } = await proxy('me:pass word')
    const base = await serve(echo)
    const { response, request } = await get(base, url.replace(' ', '%20'))
    expect(authorizations).toEqual([`Basic ${Buffer.from('me:pass word').toString('base64')}`])
    expect(Buffer.from(response!.body.bytes).toString()).not.toContain('Proxy-Authorization')
    expect(JSON.stringify(request)).not.toContain('Proxy-Authorization')
  })

  it('reports a refusal of the proxy as such', async () => {
    const { url } = await proxy('me:secret')
    const { error } = await get(await serve(echo), url.replace('secret', 'wrong'))
    expect(error?.message).toMatch(/^the proxy http:\/\/127\.0\.0\.1:\d+ requires a user name and password/)
  })

  it('reports that the proxy is not there', async () => {
    const { error } = await get(await serve(echo), 'http://127.0.0.1:1')
    expect(error).toMatchObject({ code: 'refused', message: expect.stringMatching(/the proxy http/) })
  })

  it('tests a registry behind it', async () => {
    const { url, received } = await proxy()
    const registry = await createReferenceRegistry({ spec: '1.1' }).listen()
    try {
      const { result } = await assay({ target: registry.url, proxy: url, suites: ['pull'], depth: 'quick' })
      expect(result.totals.requirements.fail).toBe(0)
      expect(result.totals.requirements.pass).toBeGreaterThan(20)
      expect(result.target.details['proxy']).toBe(url)
      expect(received.length).toBeGreaterThan(20)
    } finally {
      await registry.close()
    }
  })
})

describe.skipIf(spawnSync('openssl', ['version']).status !== 0)('TLS through a proxy', () => {
  it('makes a tunnel, and trusts the registry’s own certificate only', async () => {
    const { url, received } = await proxy('me:secret')
    const { base, ca } = await secure()
    expect((await get(base, url, { ca })).response?.status).toBe(200)
    expect(received).toEqual([`CONNECT ${base.host}`])
    const { error } = await get(base, url)
    expect(error?.code).toBe('tls')
  })

  it.each([['a wrong password', 'secret', 'wrong', /requires a user name and password \(407\)/]])(
    'reports %s',
    async (_, right, wrong, message) => {
      const { url } = await proxy(`me:${right}`)
      const { base, ca } = await secure()
      const { error } = await get(base, url.replace(right, wrong), { ca })
      expect(error?.message).toMatch(message)
      expect(error?.message).not.toContain(wrong)
    },
  )

  it('reports a registry that the proxy cannot reach', async () => {
    const { url } = await proxy()
    const { error } = await get(new URL('https://127.0.0.1:1/'), url)
    expect(error).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/returned 502 to CONNECT/),
    })
  })
})
