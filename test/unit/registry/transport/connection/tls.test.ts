import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createSecureServer as createHttp2Server } from 'node:http2'
import { createServer, type ServerOptions } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createRegistryClient,
  type RegistryClientOptions,
  type RegistryRequest,
} from '../../../../../src/registry/client.ts'

const absent = spawnSync('openssl', ['version']).status !== 0

/** The answer of a server with these certificates to a client with those. */
async function visit(
  server: ServerOptions,
  options: Partial<RegistryClientOptions>,
  request: RegistryRequest = { method: 'GET', path: '/v2/' },
) {
  const listening = createServer(server, (_, response) => response.end('fine'))
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const base = new URL(`https://127.0.0.1:${(listening.address() as AddressInfo).port}/`)
  const client = createRegistryClient({ base, ...options })
  const exchange = await client.send(request)
  await client.close()
  listening.closeAllConnections()
  await new Promise((resolve) => listening.close(resolve))
  return exchange
}

describe.skipIf(absent)('TLS', () => {
  let folder = ''
  const pem = (name: string): string => readFileSync(join(folder, name), 'utf8')

  /** A certificate and its key, self-signed or issued by another one. */
  function certify(name: string, host: string, dn = `/CN=${name}`, issuer?: string): void {
    const signed = issuer
      ? ['-CA', join(folder, `${issuer}.crt`), '-CAkey', join(folder, `${issuer}.key`)]
      : []
    const subject = ['-utf8', '-subj', dn, '-addext', `subjectAltName=${host}`, ...signed]
    const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.crt`)]
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...subject, ...files],
      {
        stdio: 'ignore',
      },
    )
  }

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'assay-tls-'))
    certify('server', 'IP:127.0.0.1')
    certify('elsewhere', 'DNS:elsewhere.example')
    certify('client', 'DNS:client.example')
    for (const [file, name] of Object.entries({
      ca: 'Test CA',
      'other-ca': 'Other CA',
      'same-name': 'Test CA',
    }))
      certify(file, 'DNS:ca.example', `/CN=${name}`)
    certify('odd', 'IP:127.0.0.1', '/CN=a; b\u001b[31m')
    certify('issued', 'IP:127.0.0.1', '/CN=issued', 'ca')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const identity = (name: string) => ({ cert: pem(`${name}.crt`), key: pem(`${name}.key`) })

  it('trusts the authority that was named', async () => {
    expect((await visit(identity('server'), { ca: pem('server.crt') })).response?.status).toBe(200)
  })

  it('refuses an unknown authority, and states how to name it', async () => {
    const { error } = await visit(identity('server'), {})
    expect(error).toMatchObject({ code: 'tls', message: expect.stringMatching(/self-signed.*--ca-file/) })
  })

  it('is the same for a request that waits for 100 before its body', async () => {
    const push = {
      method: 'PUT',
      path: '/v2/one/manifests/x',
      headers: { Expect: '100-continue', 'Content-Type': 'text/plain' },
      body: new TextEncoder().encode('hello'),
    }
    const trusted = await visit(identity('server'), { ca: pem('server.crt') }, push)
    expect(trusted.response?.status).toBe(200)
    const { error } = await visit(identity('server'), {}, push)
    expect(error).toMatchObject({ code: 'tls', message: expect.stringMatching(/self-signed.*--ca-file/) })
  })

  const message = async (server: string, options: Partial<RegistryClientOptions>) =>
    (await visit(identity(server), options)).error?.message

  it('states the issuer of a certificate that is not trusted, and what the CA file contains', async () => {
    expect(await message('issued', {})).toMatch(
      /its certificate was issued by "CN=Test CA", which this machine does not trust; specify the certificate of that CA with --ca-file/,
    )
    expect(await message('issued', { ca: pem('other-ca.crt'), caFile: 'my-ca.pem' })).toMatch(
      /issued by "CN=Test CA", and my-ca\.pem contains only "CN=Other CA"; add the certificate of that CA to my-ca\.pem/,
    )
    expect(await message('issued', { ca: pem('same-name.crt'), caFile: 'my-ca.pem' })).toMatch(
      /the certificate of that name in my-ca\.pem has another key; replace it with the certificate of that CA/,
    )
    expect(await message('server', { ca: pem('other-ca.crt'), caFile: 'my-ca.pem' })).toMatch(
      /self-signed \(CN=server\), and my-ca\.pem contains only "CN=Other CA"; add that certificate to my-ca\.pem/,
    )
    expect((await visit(identity('issued'), { ca: pem('ca.crt') })).response?.status).toBe(200)
  })

  it('shows what a certificate contains as one line', async () => {
    const shown = await message('odd', {})
    expect(shown).toMatch(/self-signed \(CN=a.*\); specify/)
    expect(shown).toMatch(/^[\x20-\x7e]*$/)
  })

  it('does not show its own certificate to a server that it does not trust', async () => {
    const shown: unknown[] = []
    const server = createServer({ ...identity('server'), requestCert: true, rejectUnauthorized: false })
    server.on('secureConnection', (socket) => shown.push(socket.getPeerCertificate().subject))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const base = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const client = createRegistryClient({ base, ...identity('client') })
    const { error } = await client.send({ method: 'GET', path: '/v2/' })
    await client.close()
    expect(error?.message).toMatch(/self-signed \(CN=server\)/)
    expect(shown.at(-1)).toBeUndefined()
    await new Promise((resolve) => server.close(resolve))
  })

  it('refuses a certificate of another host', async () => {
    const { error } = await visit(identity('elsewhere'), { ca: pem('elsewhere.crt') })
    expect(error).toMatchObject({
      code: 'tls',
      message: expect.stringMatching(/valid only for elsewhere\.example; use one of these names/),
    })
  })

  it('does not verify with --insecure-skip-verify', async () => {
    expect((await visit(identity('elsewhere'), { insecureSkipVerify: true })).response?.status).toBe(200)
  })

  it('uses HTTP/2 where it is enabled and the server offers it', async () => {
    const versions: string[] = []
    const server = createHttp2Server({ ...identity('server'), allowHTTP1: true }, (request, response) => {
      versions.push(request.httpVersion)
      response.end('fine')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const base = new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    for (const http2 of [false, true]) {
      const client = createRegistryClient({ base, ca: pem('server.crt'), http2 })
      const { response } = await client.send({ method: 'GET', path: '/v2/' })
      expect(response?.status).toBe(200)
      await client.close()
    }
    expect(versions).toEqual(['1.1', '2.0'])
    await new Promise((resolve) => server.close(resolve))
  })

  it('shows a client certificate', async () => {
    const server = {
      ...identity('server'),
      requestCert: true,
      rejectUnauthorized: true,
      ca: pem('client.crt'),
    }
    const trusting = { ca: pem('server.crt') }
    expect((await visit(server, { ...trusting, ...identity('client') })).response?.status).toBe(200)
    const { error } = await visit(server, trusting)
    // Which of the two depends on the version of TLS.
    expect(error?.code).toMatch(/^(?:tls|reset)$/)
    expect(error?.message).toMatch(/client certificate/)
  })
})
