import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { attack } from '../../../attack.ts'
import { curlOf } from '../../../../src/registry/record/curl/script.ts'
import { quote } from '../../../../src/registry/record/curl/shell.ts'
import type { ExchangeRecord } from '../../../../src/registry/record/exchange.ts'
import { createRecorder } from '../../../../src/registry/record/recorder.ts'
import { bodyOf, closeAll, connect, json, serve } from '../server.ts'

afterEach(closeAll)

const absent = spawnSync('curl', ['--version']).status !== 0
const run = promisify(execFile)

/** Runs a script with sh; its environment has nothing but the variables passed in. */
const sh = (script: string, env: Record<string, string> = {}) =>
  run('sh', ['-c', script], { env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: 20_000 })

interface Got {
  method: string | undefined
  url: string | undefined
  headers: string[]
  body: string
}

/** What counts of header fields when two requests are compared: names in lower case, without what differs by client. */
const comparable = (raw: string[]): string[] => {
  const fields: string[] = []
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase()
    if (name !== 'connection') fields.push(`${name}: ${raw[index + 1]}`)
  }
  return fields.toSorted()
}

/** A registry of which each upload session has an address of its own, recorded with its requests. */
async function serveUploads() {
  const got: Got[] = []
  let sessions = 0
  const base = await serve((request, response) => {
    void bodyOf(request).then((body) => {
      got.push({
        method: request.method,
        url: request.url,
        headers: comparable(request.rawHeaders),
        body: body.toString('base64'),
      })
      const { pathname, search } = new URL(request.url!, 'http://x')
      if (request.method === 'POST') {
        sessions += 1
        response.writeHead(202, { Location: `${pathname}session-${sessions}?_state=${sessions}a` })
      } else if (request.method === 'PATCH') {
        response.writeHead(202, { Location: `${base.href.replace(/\/$/, '')}${pathname}${search}b` })
      } else if (request.method === 'PUT') response.writeHead(201)
      response.end('answered')
    })
  })
  const records: ExchangeRecord[] = []
  const recorder = createRecorder({ onExchange: (record) => void records.push(record) })
  return { got, records, base, client: connect(base, { recorder }) }
}

/** Another origin, and what it got. */
async function otherOrigin() {
  const got: string[] = []
  const base = await serve(({ headers, url }, response) => {
    got.push(`${url} ${headers.authorization ?? ''}`)
    if (url?.startsWith('/token') === true) return json(response, { token: 'a-token-of-another' })
    response.end()
  })
  return { base, got }
}

/** What a run recorded that sent credentials here. */
const record = (
  id: number,
  method: string,
  url: string,
  authorization: string,
  location?: string,
): ExchangeRecord => ({
  kind: 'exchange',
  id,
  request: { method, url, headers: [['Authorization', authorization]] },
  response: {
    status: location === undefined ? 200 : 202,
    headers: location === undefined ? [] : [['Location', location]],
    body: { size: 0, sha256: '', truncated: false },
  },
  via: [],
  startedAt: 0,
  duration: 1,
})

/** Runs the script of an exchange that was changed. */
const sent = async (change: (url: string) => Partial<ExchangeRecord['request']>) => {
  const { base, got } = await serveUploads()
  const url = `${base.href}v2/`
  const honest = record(1, 'GET', url, 'Basic ***')
  const forged = { ...honest, request: { ...honest.request, ...change(url) } }
  const script = curlOf([forged], { target: base.href })
  await sh(script, { REGISTRY_USER: 'user', REGISTRY_PASSWORD: 'secret' }).catch(() => undefined)
  return { got: got.map(({ method, url, headers }) => [method, url, ...headers].join(' ')), script }
}

describe.skipIf(absent)('a curl script', () => {
  it('repeats requests to the letter', async () => {
    const { got, records, client } = await serveUploads()
    const odd = `it's "odd" $HOME \`id\` \\ %s \n @x\r\n!`
    await client.send({
      method: 'GET',
      path: '/v2/a/../b?x=[1-3]{a,b}&y=%2F',
      headers: { Accept: 'a/b', 'X-Empty': '' },
    })
    await client.send({ method: 'HEAD', path: "/v2/it's/manifests/latest" })
    await client.send({
      method: 'PUT',
      path: '/v2/text',
      body: Buffer.from(odd),
      headers: { 'Content-Type': 'x/y' },
    })
    await client.send({ method: 'PUT', path: '/v2/at', body: Buffer.from('@/etc/passwd') })
    await client.send({ method: 'PUT', path: '/v2/binary', body: Buffer.from([0, 255, 10, 0, 13, 39]) })
    await client.send({ method: 'POST', path: '/v2/empty', body: new Uint8Array(), followRedirects: false })
    await client.send({ method: 'DELETE', path: '/v2/gone' })
    const before = got.splice(0)
    const { stdout } = await sh(curlOf(records))
    expect(got).toEqual(before)
    expect(stdout).toContain('HTTP/1.1 201 Created')
  })

  it('carries the Location of an upload from answer to request', async () => {
    const { got, records, client } = await serveUploads()
    const opened = await client.send({ method: 'POST', path: '/v2/a/blobs/uploads/' })
    const location = client.resolve(
      opened.response!.headers.find(([name]) => name === 'Location')![1],
      opened,
    )
    const body = Buffer.from('abc')
    const sent = await client.send({
      method: 'PATCH',
      path: location,
      body,
      headers: { 'Content-Range': '0-2' },
    })
    const next = client.resolve(sent.response!.headers.find(([name]) => name === 'Location')![1], sent)
    await client.send({ method: 'PUT', path: `${next}&digest=sha256:0123` })
    got.splice(0)
    await sh(curlOf(records))
    expect(got.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /v2/a/blobs/uploads/',
      'PATCH /v2/a/blobs/uploads/session-2?_state=2a',
      'PUT /v2/a/blobs/uploads/session-2?_state=2ab&digest=sha256:0123',
    ])
  })

  it('finds the Location also where the query was written anew', async () => {
    const { got, records, client } = await serveUploads()
    const opened = await client.send({ method: 'POST', path: '/v2/a/blobs/uploads/' })
    const url = new URL(
      client.resolve(opened.response!.headers.find(([name]) => name === 'Location')![1], opened),
    )
    const put = new URL(url.pathname, url)
    put.searchParams.set('digest', 'sha256:0123')
    put.searchParams.set('_state', url.searchParams.get('_state')!)
    await client.send({ method: 'PUT', path: put.href })
    got.splice(0)
    await sh(curlOf(records))
    expect(got[1]?.url).toBe('/v2/a/blobs/uploads/session-2?_state=2a&digest=sha256%3A0123')
  })

  it('sends a body of the right size where the report has it not', async () => {
    const { got, records, client } = await serveUploads()
    await client.send({ method: 'PUT', path: '/v2/large', body: Buffer.alloc(100_000, 'x') })
    got.splice(0)
    const script = curlOf(records)
    await sh(script)
    expect(Buffer.from(got[0]!.body, 'base64')).toEqual(Buffer.alloc(100_000))
    expect(script).toMatch(/# As many zero bytes/)
  })

  it('takes credentials from the environment, and demands them', async () => {
    const seen: (string | undefined)[] = []
    const base = await serve(({ headers }, response) => {
      seen.push(headers.authorization)
      response.writeHead(headers.authorization === undefined ? 401 : 200, {
        'WWW-Authenticate': 'Basic realm="x"',
      })
      response.end()
    })
    const records: ExchangeRecord[] = []
    const recorder = createRecorder({ onExchange: (record) => void records.push(record) })
    const credentials = { username: 'me', password: 'hunter2222' }
    await connect(base, { recorder, credentials }).send({ method: 'GET', path: '/v2/' })
    const script = curlOf(records)
    expect(script).not.toContain('hunter2222')
    await expect(sh(script)).rejects.toThrow(/REGISTRY_USER/)
    seen.splice(0)
    await sh(script, { REGISTRY_USER: 'you', REGISTRY_PASSWORD: 'x y' })
    expect(seen).toEqual([undefined, `Basic ${Buffer.from('you:x y').toString('base64')}`])
  })

  it('gets the token where the exchange that gave it is among the records, else from the environment', async () => {
    const seen: (string | undefined)[] = []
    let tokens = 0
    const base = await serve(({ headers, url }, response) => {
      if (url?.startsWith('/token') === true) return json(response, { token: `fresh-token-${(tokens += 1)}` })
      seen.push(headers.authorization)
      response.writeHead(headers.authorization === undefined ? 401 : 200, {
        'WWW-Authenticate': 'Bearer realm="/token"',
      })
      response.end()
    })
    const records: ExchangeRecord[] = []
    const recorder = createRecorder({ onExchange: (record) => void records.push(record) })
    await connect(base, { recorder }).send({ method: 'GET', path: '/v2/' })
    records.sort((a, b) => a.id - b.id)
    seen.splice(0)
    await sh(curlOf(records))
    await sh(curlOf(records.slice(2)), { TOKEN: 'mine' })
    expect(seen).toEqual([undefined, 'Bearer fresh-token-2', 'Bearer mine'])
  })

  describe('of a registry that leads elsewhere', () => {
    const secrets = { REGISTRY_USER: 'you', REGISTRY_PASSWORD: 'secret', TOKEN: 'secret' }

    for (const authorization of ['Basic ***', 'Bearer ***'])
      attack(
        {
          part: 'Secrets',
          what: `a script for reproduction of requests with ${authorization.split(' ')[0]} to another origin`,
          result: 'it sends credentials to the target alone',
        },
        async () => {
          const { base, got } = await otherOrigin()
          const here = await otherOrigin()
          const records = [
            record(1, 'GET', `${here.base.origin}/v2/`, authorization),
            record(2, 'GET', `${base.origin}/v2/`, authorization),
          ]
          const script = curlOf(records, { target: here.base.href })
          await sh(script, secrets)
          expect(here.got[0]).toMatch(/^\/v2\/ (?:Basic|Bearer) /)
          expect(got).toEqual(['/v2/ '])
          expect(script).toContain(`# The run sent credentials to ${base.origin}, which is not the registry`)
        },
      )

    for (const authorization of ['Basic ***', 'Bearer ***'])
      attack(
        {
          part: 'Secrets',
          what: `a new Location at another origin while a script with ${authorization.split(' ')[0]} is repeated`,
          result: 'no credentials go there',
        },
        async () => {
          const { base, got } = await otherOrigin()
          const headers: (string | undefined)[] = []
          let location = `${base.origin}/v2/a/blobs/uploads/1`
          const here = await serve((request, response) => {
            headers.push(request.headers.authorization)
            response.writeHead(202, { Location: location }).end()
          })
          const own = `${here.origin}/v2/a/blobs/uploads/1`
          const script = curlOf([
            record(1, 'POST', `${here.origin}/v2/a/blobs/uploads/`, authorization, own),
            record(2, 'PATCH', own, authorization),
          ])
          await sh(script, secrets)
          expect(got).toEqual(['/v2/a/blobs/uploads/1 '])
          location = own
          await sh(script, secrets)
          expect(headers).toHaveLength(3)
          expect(headers.every((value) => value !== undefined)).toBe(true)
        },
      )

    it('gets an anonymous token from another origin, or takes one that is set', async () => {
      const { base, got } = await otherOrigin()
      const here = await otherOrigin()
      const token = record(1, 'GET', `${base.origin}/token`, 'Basic ***')
      token.response!.body = { size: 15, sha256: '', truncated: false, text: '{"token":"***"}' }
      const records = [token, record(2, 'GET', `${here.base.origin}/v2/`, 'Bearer ***')]
      const script = curlOf(records, { target: here.base.href })
      await sh(script)
      await sh(script, { TOKEN: 'mine' })
      expect(got).toEqual(['/token '])
      expect(here.got).toEqual(['/v2/ Bearer a-token-of-another', '/v2/ Bearer mine'])
    })

    attack(
      {
        part: 'Registries',
        what: 'a Location `file:///etc/passwd` in a script for reproduction',
        result: 'curl is restricted to http and https',
      },
      async () => {
        const { base } = await otherOrigin()
        const open = record(1, 'POST', `${base.origin}/v2/`, 'Basic ***', `${base.origin}/x`)
        const opened = await serve((_, response) => {
          response.writeHead(202, { Location: 'file:///etc/passwd' }).end()
        })
        const records = [
          { ...open, request: { ...open.request, url: `${opened.origin}/v2/` } },
          record(2, 'GET', `${base.origin}/x`, 'Basic ***'),
          record(3, 'GET', 'file:///etc/passwd', 'Basic ***'),
        ]
        const ran = sh(curlOf(records), secrets).then(({ stdout }) => stdout)
        expect(await ran).not.toContain('root:')
      },
    )
  })

  describe('of a forged result', () => {
    attack(
      {
        part: 'Stored results',
        what: 'a header field whose line break begins another request, in the script of a forged exchange',
        result: 'the field is left out; one request is sent',
      },
      async () => {
        const smuggled = 'x\r\n\r\nDELETE /v2/team/app/manifests/latest HTTP/1.1\r\nHost: x\r\n'
        for (const headers of [
          [['Accept', smuggled]],
          [['Accept', smuggled.replaceAll('\r', '')]],
          [[`X: 1\r\n\r\nDELETE / HTTP/1.1\r\nY`, 'x']],
        ] as [string, string][][]) {
          const { got, script } = await sent(() => ({ headers }))
          expect(got.map((each) => each.split(' ')[0])).toEqual(['GET'])
          expect(got.join()).not.toMatch(/DELETE/)
          expect(script).toContain('# Header fields that are not valid are left out.')
        }
      },
    )

    attack(
      {
        part: 'Stored results',
        what: 'a header field named @file, which curl would read and send, in the script of a forged exchange',
        result: 'the field is left out',
      },
      async () => {
        const file = join(mkdtempSync(join(tmpdir(), 'oci-assay-')), 'secret: x')
        writeFileSync(file, 'X-Secret: content of a file')
        const { got } = await sent(() => ({
          headers: [
            [`@${file.slice(0, -3)}`, 'x'],
            [`@${file}`, ''],
          ],
        }))
        rmSync(dirname(file), { recursive: true })
        expect(got).toHaveLength(1)
        expect(got.join()).not.toMatch(/secret/i)
      },
    )

    attack(
      {
        part: 'Stored results',
        what: 'a method or an address that is none, in the script of a forged exchange',
        result: 'the request is not repeated',
      },
      async () => {
        for (const change of [
          () => ({ method: 'GET / HTTP/1.1\r\nX: y\r\n\r\nDELETE' }),
          () => ({ method: '--config' }),
          () => ({ url: 'file:///etc/passwd' }),
          () => ({ url: '--output' }),
          (url: string) => ({ url: `${url} HTTP/1.1\r\nX: y\r\n\r\nDELETE /` }),
          (url: string) => ({ url: `${url}\u0000` }),
        ]) {
          const { got, script } = await sent(change)
          expect(got).toEqual([])
          expect(script).toContain('# It is not repeated: it is not a valid HTTP request.')
        }
      },
    )
  })

  attack(
    {
      part: 'Registries',
      what: 'shell commands in a Location and in fields of a script for reproduction',
      result: 'they are quoted, and nothing runs',
    },
    async () => {
      const evil = `/v2/$(touch x)'; touch y; '\`touch z\``
      const records: ExchangeRecord[] = []
      const recorder = createRecorder({ onExchange: (record) => void records.push(record) })
      const got: (string | undefined)[] = []
      const base = await serve(({ url }, response) => {
        got.push(url)
        response.setHeader('Location', evil)
        response.statusCode = 202
        response.end()
      })
      const client = connect(base, { recorder })
      const first = await client.send({ method: 'POST', path: '/v2/a/blobs/uploads/' })
      await client.send({ method: 'DELETE', path: client.resolve(evil, first) })
      await client.send({ method: 'GET', path: '/v2/x', headers: { Accept: `$(touch a)'"; touch b` } })
      const { stdout } = await sh(`cd "$(mktemp -d)" || exit\n${curlOf(records)}\necho made:; ls; rm -f -- *`)
      expect(stdout.trimEnd()).toMatch(/made:$/)
      // the Location of the second run is not a URL for curl, which then sends nothing there.
      expect(got).toHaveLength(5)
    },
  )
})

describe('quote', () => {
  it.each([
    ['simple-1.2_3/a:b@c', 'simple-1.2_3/a:b@c'],
    ['', `''`],
    ["it's", `'it'\\''s'`],
    ['a b', `'a b'`],
  ])('makes one word of %j', (text, word) => {
    expect(quote(text)).toBe(word)
  })
})
