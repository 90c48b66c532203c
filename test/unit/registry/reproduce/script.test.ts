import { execFile, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { attack } from '../../../attack.ts'
import { contentIs, statusIs, tagsAre } from '../../../../src/registry/reproduce/condition.ts'
import type { Condition } from '../../../../src/registry/reproduce/condition-kinds.ts'
import { createScripts } from '../../../../src/registry/reproduce/script.ts'
import { quote } from '../../../../src/registry/reproduce/shell.ts'
import type { ExchangeRecord } from '../../../../src/registry/record/exchange.ts'
import { createRecorder } from '../../../../src/registry/record/recorder.ts'
import type { RegistryClient } from '../../../../src/registry/client.ts'
import { bodyOf, closeAll, connect, json, serve } from '../server.ts'

afterEach(closeAll)

/** Bytes that are no text. */
const noise = Buffer.from(Array.from({ length: 5000 }, (_, at) => 128 + ((at * 7) % 100)))

const absent = spawnSync('curl', ['--version']).status !== 0

interface Ended {
  code: number
  stdout: string
  stderr: string
}

/** Runs a script with sh; its environment has nothing but the variables passed in. */
const sh = (script: string, env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { env: { PATH: process.env['PATH'] ?? '', ...env }, timeout: 20_000 }
    execFile('sh', ['-c', script], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
    )
  })

/** The files that a script makes in its working folder, which is empty before. */
async function madeBy(script: string, env: Record<string, string> = {}): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'oci-assay-'))
  try {
    await sh(`cd ${folder} && exec sh -c "$SCRIPT"`, { ...env, SCRIPT: script })
    return readdirSync(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The script of a finding that rests on all of some exchanges, the last of which should have had a status. */
function scriptOf(
  records: readonly ExchangeRecord[],
  {
    target,
    status = 200,
    conditions = [statusIs(status)],
    requirement = 'push.x',
  }: { target?: string; status?: number; conditions?: readonly Condition[]; requirement?: string } = {},
): string {
  const exchanges = new Map(records.map((each) => [each.id, { test: 'a test', ...each }]))
  const scripts = createScripts({ exchanges, target, details: {} })
  const made = scripts.of(
    {
      title: 'a title',
      expected: [String(status)],
      evidence: records
        .filter(({ id }) => !records.some(({ via }) => via.includes(id)))
        .map(({ id }) => ({ kind: 'exchange', exchange: id })),
      conditions,
    },
    { id: requirement, level: 'MUST', title: 'it conforms', link: 'https://example.org/#x' },
  )
  return 'script' in made ? made.script : made.reason
}

/** A client whose exchanges are recorded as those of a test. */
function recorded(base: URL): { records: ExchangeRecord[]; client: RegistryClient } {
  const records: ExchangeRecord[] = []
  const recorder = createRecorder({ onExchange: (record) => void records.push(record) })
  return { records, client: connect(base, { recorder }).forTest('a test') }
}

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
    if (!['connection', 'user-agent', 'accept-encoding'].includes(name))
      fields.push(`${name}: ${raw[index + 1]}`)
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
  return { got, base, ...recorded(base) }
}

const locationIn = (client: RegistryClient, from: Awaited<ReturnType<RegistryClient['send']>>): string =>
  client.resolve(from.response!.headers.find(([name]) => name.toLowerCase() === 'location')![1], from)

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
  startedAt: id * 10,
  duration: 1,
})

/** Runs the script of an exchange that was changed. */
const sent = async (change: (url: string) => Partial<ExchangeRecord['request']>) => {
  const { base, got } = await serveUploads()
  const url = `${base.href}v2/`
  const honest = record(1, 'GET', url, 'Basic ***')
  const forged = { ...honest, request: { ...honest.request, ...change(url) } }
  const script = scriptOf([forged], { target: base.href })
  await sh(script, { REGISTRY_USER: 'user', REGISTRY_PASSWORD: 'secret' })
  return { got: got.map(({ method, url, headers }) => [method, url, ...headers].join(' ')), script }
}

describe.skipIf(absent)('the script of a finding', () => {
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
    await client.send({
      method: 'PUT',
      path: '/v2/a/manifests/x',
      body: Buffer.from([0, 255, 10, 0, 13, 39]),
    })
    await client.send({ method: 'POST', path: '/v2/empty', body: new Uint8Array(), followRedirects: false })
    const requests = got.splice(0)
    await sh(scriptOf(records))
    expect(got).toEqual(requests)
  })

  it('exits 0 where the response conforms, 1 where it does not, and 2 where it cannot be run', async () => {
    let status = 404
    const base = await serve(({ method }, response) => {
      response.writeHead(method === 'PUT' && status !== 403 ? 201 : status).end()
    })
    const { records, client } = recorded(base)
    await client.send({ method: 'PUT', path: '/v2/a/manifests/x', body: Buffer.from('{}') })
    await client.send({ method: 'GET', path: '/v2/a/manifests/x' })
    const script = scriptOf(records)
    expect(await sh(script)).toMatchObject({
      code: 1,
      stdout: 'FAIL push.x: a title; expected 200; received 404\n',
      stderr: '',
    })
    status = 200
    expect(await sh(script)).toMatchObject({ code: 0, stdout: 'PASS push.x: it conforms\n', stderr: '' })
    status = 403
    expect(await sh(script)).toMatchObject({
      code: 2,
      stdout: `ERROR push.x: the sequence cannot be run: PUT ${base.href}v2/a/manifests/x returned 403; set REPO and REPO2 to repositories in which the account is allowed to do this\n`,
    })
    await closeAll()
    const ended = await sh(script)
    expect(ended.code).toBe(2)
    expect(ended.stdout).toMatch(
      /^ERROR push\.x: the sequence cannot be run: PUT \S+ failed: curl: \(7\) .*; set REGISTRY to the URL at which the registry is reached\n$/,
    )
  })

  it('takes a refusal that is not about access for a reason only where the rest does not conform', async () => {
    let [push, pull] = [201, 404]
    const base = await serve(({ method }, response) => {
      response.writeHead(method === 'PUT' ? push : pull).end()
    })
    const { records, client } = recorded(base)
    await client.send({ method: 'PUT', path: '/v2/a/manifests/x', body: Buffer.from('{}') })
    await client.send({ method: 'GET', path: '/v2/a/manifests/x' })
    const script = scriptOf(records)
    push = 400
    expect(await sh(script)).toMatchObject({
      code: 2,
      stdout: `ERROR push.x: the sequence cannot be run: PUT ${base.href}v2/a/manifests/x returned 400\n`,
    })
    pull = 200
    expect(await sh(script)).toMatchObject({ code: 0, stdout: 'PASS push.x: it conforms\n' })
  })

  it.each([
    ['Basic', / returned 401; check REGISTRY_USER and REGISTRY_PASSWORD\n$/],
    [
      'Bearer',
      / returned 401; set .* or TOKEN, .*; TOKEN_SERVER to the origin of a token server elsewhere\n$/,
    ],
  ])('states what to check where access with %s is refused', async (scheme, advice) => {
    const base = await serve((_, response) => void response.writeHead(401).end())
    const records = [
      record(1, 'PUT', `${base.href}v2/a/manifests/x`, `${scheme} secret`, '/v2/a/manifests/x'),
      record(2, 'GET', `${base.href}v2/a/manifests/x`, `${scheme} secret`),
    ]
    const env = { REGISTRY_USER: 'me', REGISTRY_PASSWORD: 'wrong', TOKEN: 'wrong' }
    const ended = await sh(scriptOf(records), env)
    expect(ended.code).toBe(2)
    expect(ended.stdout).toMatch(advice)
  })

  it.each<[string, Buffer, (sent: Buffer) => boolean]>([
    [
      'begins as gzip does',
      Buffer.concat([Buffer.from([0x1f, 0x8b, 8]), noise]),
      (sent) => sent[0] === 0x1f && sent[1] === 0x8b,
    ],
    [
      'ends in zeros',
      Buffer.concat([noise.subarray(0, 40), Buffer.alloc(5000)]),
      (sent) => sent.subarray(-4000).every((byte) => byte === 0),
    ],
    ['has no form', noise, (sent) => sent[0] !== 0x1f && sent.at(-1) !== 0],
  ])('sends other bytes of the same form for a blob that %s', async (_, body, hasForm) => {
    const sent: Buffer[] = []
    const base = await serve((request, response) => {
      void bodyOf(request).then((received) => {
        sent.push(Buffer.from(received))
        response.writeHead(201).end()
      })
    })
    const { records, client } = recorded(base)
    const path = `/v2/a/blobs/uploads/?digest=sha256:${createHash('sha256').update(body).digest('hex')}`
    await client.send({ method: 'POST', path, body })
    for (const _ of [1, 2]) await sh(scriptOf(records, { status: 201 }))
    expect(sent.map(({ length }) => length)).toEqual([body.length, body.length, body.length])
    expect(sent.map(hasForm)).toEqual([true, true, true])
    expect(new Set(sent.map((each) => each.toString('hex'))).size).toBe(3)
  })

  it('sends content that is new each time, and by its digest', async () => {
    const { got, records, client } = await serveUploads()
    const opened = await client.send({ method: 'POST', path: '/v2/a/blobs/uploads/' })
    const body = Buffer.alloc(300, 'x\0')
    const { sha256 } = (await client.send({ method: 'PUT', path: '/v2/hash', body })).request.body!
    records.splice(1)
    await client.send({ method: 'PUT', path: `${locationIn(client, opened)}&digest=${sha256}`, body })
    await client.send({ method: 'HEAD', path: `/v2/a/blobs/${sha256}` })
    got.splice(0)
    const script = scriptOf(records)
    await sh(script)
    await sh(script)
    const heads = got.flatMap(({ method, url }) => (method === 'HEAD' ? [url] : []))
    expect(new Set(heads).size).toBe(2)
    const puts = got.filter(({ method }) => method === 'PUT')
    expect(puts.map(({ url }) => /digest=(.*)/.exec(url!)?.[1])).toEqual(
      heads.map((url) => url!.split('/').at(-1)),
    )
    expect(puts.map((put) => Buffer.from(put.body, 'base64').length)).toEqual([300, 300])
  })

  it('requests what a Location of content names by its own URL, unless the finding is about a Location', async () => {
    let place = 'b'
    const got: string[] = []
    const base = await serve(({ method, url }, response) => {
      got.push(`${method} ${url}`)
      response.writeHead(method === 'PUT' ? 201 : 404, { Location: `/v2/${place}/manifests/x` }).end()
    })
    const { records, client } = recorded(base)
    await client.send({ method: 'PUT', path: '/v2/a/manifests/x', body: Buffer.from('{}') })
    await client.send({ method: 'GET', path: '/v2/b/manifests/x' })
    place = 'c'
    const requested = async (requirement: string) => {
      got.splice(0)
      await sh(scriptOf(records, { requirement }))
      return got.at(-1)
    }
    expect(await requested('push.name.distinct')).toBe('GET /v2/b/manifests/x')
    expect(await requested('push.manifest.location-pullable')).toBe('GET /v2/c/manifests/x')
  })

  it('follows the Locations of its own requests', async () => {
    const { got, records, client } = await serveUploads()
    const opened = await client.send({ method: 'POST', path: '/v2/a/blobs/uploads/' })
    const patched = await client.send({
      method: 'PATCH',
      path: locationIn(client, opened),
      body: Buffer.from('abc'),
      headers: { 'Content-Range': '0-2' },
    })
    await client.send({ method: 'PUT', path: `${locationIn(client, patched)}&digest=sha256:0123` })
    got.splice(0)
    await sh(scriptOf(records))
    expect(got.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'POST /v2/a/blobs/uploads/',
      'PATCH /v2/a/blobs/uploads/session-2?_state=2a',
      'PUT /v2/a/blobs/uploads/session-2?_state=2ab&digest=sha256:0123',
    ])
  })

  it('stays at the place of an upload where a response has no Location any more', async () => {
    let canceled = false
    const urls: string[] = []
    const base = await serve((request, response) => {
      const path = '/v2/a/blobs/uploads/s'
      urls.push(`${request.method} ${request.url}`)
      if (request.method === 'GET' && canceled) response.writeHead(404)
      else if (request.method === 'PUT') response.writeHead(canceled ? 404 : 201)
      else response.writeHead(request.method === 'POST' ? 202 : 204, { Location: `${path}?_state=1` })
      response.end()
    })
    const { records, client } = recorded(base)
    const started = await client.send({ method: 'POST', path: '/v2/a/blobs/uploads/' })
    const seen = await client.send({ method: 'GET', path: locationIn(client, started) })
    await client.send({
      method: 'PUT',
      path: `${locationIn(client, seen)}&digest=sha256:x`,
      body: Buffer.from('x'),
    })
    const script = scriptOf(records, { status: 404 })
    expect(await sh(script)).toMatchObject({ code: 1 })
    canceled = true
    urls.length = 0
    expect(await sh(script)).toMatchObject({ code: 0 })
    expect(urls.at(-1)).toBe('PUT /v2/a/blobs/uploads/s?_state=1&digest=sha256:x')
  })

  it('repeats what was sent at once, with other content each time, until it is shown', async () => {
    const digests: string[] = []
    let refused: number | undefined = 5
    const base = await serve((request, response) => {
      void bodyOf(request).then((body) => {
        digests.push(body.toString())
        response.writeHead(digests.length === refused ? 500 : 201).end()
      })
    })
    const { records, client } = recorded(base)
    for (const name of ['0123456789ab', 'fedcba987654'])
      await client.send({ method: 'PUT', path: '/v2/a/manifests/x', body: Buffer.from(`{"name":"${name}"}`) })
    const script = scriptOf(
      records.map((each) => ({ ...each, startedAt: 0, duration: 100 })),
      { status: 201 },
    )
    digests.length = 0
    expect(await sh(script)).toMatchObject({ code: 1, stdout: expect.stringMatching(/^FAIL /) })
    expect(digests).toHaveLength(6)
    refused = undefined
    digests.length = 0
    expect(await sh(script)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^PASS .*\n$/) })
    expect(new Set(digests).size).toBe(8)
  })

  it('finds the Location also where the query was written anew', async () => {
    const { got, records, client } = await serveUploads()
    const opened = await client.send({ method: 'POST', path: '/v2/a/blobs/uploads/' })
    const url = new URL(locationIn(client, opened))
    const put = new URL(url.pathname, url)
    put.searchParams.set('digest', 'sha256:0123')
    put.searchParams.set('_state', url.searchParams.get('_state')!)
    await client.send({ method: 'PUT', path: put.href })
    got.splice(0)
    await sh(scriptOf(records))
    expect(got[1]?.url).toBe('/v2/a/blobs/uploads/session-2?_state=2a&digest=sha256%3A0123')
  })

  it.each([':', '%3A'])('writes a digest in a query with %s where the run did', async (separator) => {
    const { got, records, client } = await serveUploads()
    const body = Buffer.from('a blob of 0123456789ab')
    const hex = createHash('sha256').update(body).digest('hex')
    const opened = await client.send({ method: 'POST', path: '/v2/a/blobs/uploads/' })
    const path = `${locationIn(client, opened)}&digest=sha256${separator}${hex}`
    await client.send({ method: 'PUT', path, body })
    const from = encodeURIComponent('oci-assay/two')
    const mount = `/v2/a/blobs/uploads/?mount=sha256${separator}${hex}&from=${from}`
    await client.send({ method: 'POST', path: mount })
    got.splice(0)
    await sh(scriptOf(records), {})
    const [, put, mounted] = got.map(({ url = '' }) => url)
    const made = /digest=sha256(?<separator>:|%3A)(?<hex>[0-9a-f]{64})$/.exec(put ?? '')?.groups
    expect(made?.['separator']).toBe(separator)
    // Fresh content has another digest.
    expect(made?.['hex']).not.toBe(hex)
    expect(mounted).toBe(`/v2/a/blobs/uploads/?mount=sha256${separator}${made?.['hex']}&from=${from}`)
  })

  it('sends a body of the right size where the report has it not', async () => {
    const { got, records, client } = await serveUploads()
    await client.send({ method: 'PUT', path: '/v2/large', body: Buffer.alloc(100_000, 'x') })
    got.splice(0)
    await sh(scriptOf(records))
    expect(Buffer.from(got[0]!.body, 'base64')).toHaveLength(100_000)
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
    await connect(base, { recorder, credentials }).forTest('a test').send({ method: 'GET', path: '/v2/' })
    const script = scriptOf(records)
    expect(script).not.toContain('hunter2222')
    const refused = await sh(script)
    expect(refused.code).toBe(2)
    expect(refused.stdout).toBe(
      'ERROR push.x: the sequence cannot be run: set REGISTRY_USER and REGISTRY_PASSWORD\n',
    )
    seen.splice(0)
    expect(await sh(script, { REGISTRY_USER: 'you', REGISTRY_PASSWORD: 'x y' })).toMatchObject({ code: 0 })
    expect(seen).toEqual([`Basic ${Buffer.from('you:x y').toString('base64')}`])
  })

  it('gets a token as the registry demands, or takes one that is set', async () => {
    const seen: (string | undefined)[] = []
    const tokens: string[] = []
    const base = await serve(({ headers, url }, response) => {
      if (url?.startsWith('/token') === true) {
        tokens.push(`${url} ${headers.authorization ?? ''}`)
        return json(response, { token: `fresh-token-${tokens.length}` })
      }
      seen.push(headers.authorization)
      response.writeHead(headers.authorization === undefined ? 401 : 200, {
        'WWW-Authenticate': 'Bearer realm="/token",service="x",scope="repository:a:pull repository:b:pull"',
      })
      response.end()
    })
    const { records, client } = recorded(base)
    await client.send({ method: 'GET', path: '/v2/' })
    records.sort((a, b) => a.id - b.id)
    const script = scriptOf(records, { target: base.href })
    seen.splice(0)
    tokens.splice(0)
    await sh(script, { REGISTRY_USER: 'you', REGISTRY_PASSWORD: 'secret' })
    await sh(script, { TOKEN: 'mine' })
    expect(seen).toEqual([undefined, 'Bearer fresh-token-1', 'Bearer mine'])
    expect(tokens).toEqual([
      `/token?service=x&scope=repository%3aa%3apull&scope=repository%3ab%3apull Basic ${Buffer.from('you:secret').toString('base64')}`,
    ])
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
          await sh(scriptOf(records, { target: here.base.href }), secrets)
          expect(here.got[0]).toMatch(/^\/v2\/ (?:Basic|Bearer) /)
          expect(got).toEqual(['/v2/ '])
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
          const script = scriptOf([
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

    attack(
      {
        part: 'Secrets',
        what: 'a challenge that leads a script to a token server of another origin',
        result: 'it gets credentials only where TOKEN_SERVER names it',
      },
      async () => {
        const { base, got } = await otherOrigin()
        const seen: (string | undefined)[] = []
        const here = await serve(({ headers }, response) => {
          seen.push(headers.authorization)
          response.writeHead(headers.authorization === undefined ? 401 : 200, {
            'WWW-Authenticate': `Bearer realm="${base.origin}/token",service="x"`,
          })
          response.end()
        })
        const script = scriptOf([record(1, 'GET', `${here.origin}/v2/`, 'Bearer ***')], { target: here.href })
        const user = { REGISTRY_USER: 'you', REGISTRY_PASSWORD: 'secret' }
        await sh(script, user)
        await sh(script, { ...user, TOKEN_SERVER: base.origin })
        expect(got).toEqual([
          '/token?service=x ',
          `/token?service=x Basic ${Buffer.from('you:secret').toString('base64')}`,
        ])
        expect(seen).toEqual([undefined, 'Bearer a-token-of-another', undefined, 'Bearer a-token-of-another'])
      },
    )

    attack(
      {
        part: 'Registries',
        what: 'a Location `file:///etc/passwd` in a script for reproduction',
        result: 'curl is restricted to http and https',
      },
      async () => {
        const { base } = await otherOrigin()
        const opened = await serve((_, response) => {
          response.writeHead(202, { Location: 'file:///etc/passwd' }).end()
        })
        const records = [
          record(1, 'POST', `${opened.origin}/v2/`, 'Basic ***', `${base.origin}/x`),
          record(2, 'GET', `${base.origin}/x`, 'Basic ***'),
          record(3, 'GET', 'file:///etc/passwd', 'Basic ***'),
        ]
        for (const some of [records, records.slice(0, 2)]) {
          const { stdout, stderr } = await sh(scriptOf(some), secrets)
          expect(stdout + stderr).not.toContain('root:')
        }
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
          const { got } = await sent(() => ({ headers }))
          expect(got.map((each) => each.split(' ')[0])).toEqual(['GET'])
          expect(got.join()).not.toMatch(/DELETE/)
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
          expect(script).toContain('# 1 is not sent: it is not a valid HTTP request.')
        }
      },
    )

    attack(
      {
        part: 'Stored results',
        what: 'shell commands in titles, links, bodies and facts of a forged result, in its scripts',
        result: 'they are comments or quoted, and nothing runs',
      },
      async () => {
        const { base } = await serveUploads()
        const evil = `x'\n$(touch pwned)\`touch pwned\`"; touch pwned; '\nEND\ntouch pwned\nEND_OF_TEXT\ntouch pwned\n`
        const forged = record(1, 'PUT', `${base.href}v2/a/manifests/x`, 'Bearer ***')
        forged.request.body = { size: 9, sha256: evil, truncated: false, text: evil }
        const scripts = createScripts({
          exchanges: new Map([[1, { ...forged, test: evil }]]),
          target: base.href,
          details: { repository: evil, 'second repository': `$(touch pwned)`, proxy: evil },
        })
        const made = scripts.of(
          {
            title: evil,
            expected: [evil],
            evidence: [{ kind: 'exchange', exchange: 1 }],
            conditions: [
              statusIs(evil),
              { kind: 'header', name: evil, is: [evil], matches: evil },
              { kind: 'content', digests: [evil] },
              { kind: 'list', of: 'tags', includes: [evil], after: evil, matches: evil },
              { kind: 'entry', digest: evil, matches: evil },
            ] as never,
          },
          { id: evil, level: evil, title: evil, link: evil },
        )
        const script = 'script' in made ? made.script : ''
        expect(script).toContain('send 1 PUT')
        expect(await madeBy(script, { PROXY: base.origin })).toEqual([])
        expect(await madeBy(script)).toEqual([])
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
      const got: (string | undefined)[] = []
      const base = await serve(({ url }, response) => {
        got.push(url)
        response.setHeader('Location', evil)
        response.statusCode = 202
        response.end()
      })
      const { records, client } = recorded(base)
      const first = await client.send({ method: 'POST', path: '/v2/a/blobs/uploads/' })
      await client.send({ method: 'GET', path: client.resolve(evil, first) })
      await client.send({ method: 'GET', path: '/v2/x', headers: { Accept: `$(touch a)'"; touch b` } })
      const script = scriptOf(records)
      expect(await madeBy(script)).toEqual([])
      expect(got.length).toBeGreaterThanOrEqual(5)
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

describe.skipIf(absent)('the script of a list after its last tag', () => {
  it.each([
    ['repeats it', 1],
    ['is empty', 0],
  ])('names the tag that is the last one by now: where the page %s it exits %i', async (how, code) => {
    let tags = ['a', 'b']
    const lasts: (string | null)[] = []
    const base = await serve((request, response) => {
      const last = new URL(request.url!, 'http://x').searchParams.get('last')
      lasts.push(last)
      json(response, { name: 'app', tags: last === null || how === 'repeats it' ? tags : [] })
    })
    const { records, client } = recorded(base)
    await client.send({ method: 'GET', path: '/v2/app/tags/list' })
    await client.send({ method: 'GET', path: '/v2/app/tags/list?n=2&last=b' })
    const list = records[0]!.id
    const script = scriptOf(records, { conditions: [tagsAre({ after: 'b', endOf: list })] })
    tags = ['a', 'b', 'sha512:c']
    expect(await sh(script)).toMatchObject({ code })
    expect(lasts.slice(2).filter((last) => last !== null)).toEqual(['sha512:c'])
  })
})

describe.skipIf(absent)('the script of a random name', () => {
  it.each([
    ['decimal digits', '123456789012', /^123456\d{6}$/],
    ['decimal digits that another one begins with', '12345678901234', /^123456789\d{5}$/],
    ['upper case', 'ASSAY-0123456789AB', /^ASSAY-012345ABCDEF$/],
    ['hexadecimal digits', 'assay-0123456789ab', /^assay-012345abcdef$/],
    ['all but the last digit of another one', 'assay-0123456789a', /^assay-012345abcde$/],
  ])('has another one of %s', async (_, tag, other) => {
    const tags: (string | undefined)[] = []
    const base = await serve((request, response) => {
      tags.push(request.url?.split('/').at(-1))
      json(response, {}, 404)
    })
    const { records, client } = recorded(base)
    await client.send({ method: 'GET', path: `/v2/app/manifests/${tag}` })
    expect(await sh(scriptOf(records), { NONCE: 'abcdef' })).toMatchObject({ code: 1 })
    expect(tags[1]).toMatch(other)
    expect(tags[1]).not.toBe(tags[0])
  })
})

const manifestNamed = (name: string) => `{"schemaVersion":2,"annotations":{"name":"${name}"}}`

describe.skipIf(absent)('the script of a response with other content', () => {
  it('pushes that content too', async () => {
    const pushed: string[] = []
    const base = await serve((request, response) => {
      if (request.method === 'PUT') {
        void bodyOf(request).then((body) => {
          pushed.push(body.toString())
          response.writeHead(201).end()
        })
      } else response.writeHead(200).end(pushed[0])
    })
    const { records, client } = recorded(base)
    const send = (method: string, tag: string, body?: string) =>
      client.send({
        method,
        path: `/v2/app/manifests/${tag}`,
        ...(body === undefined ? {} : { body: Buffer.from(body) }),
      })
    await send('PUT', 'one', manifestNamed('one'))
    await send('PUT', 'two', manifestNamed('two'))
    await send('GET', 'two')
    const last = records.at(-1)!
    const expected = records[1]!.request.body!.sha256
    const made = createScripts({
      exchanges: new Map(records.map((each) => [each.id, { ...each, test: `test ${each.id}` }])),
      target: base.href,
      details: {},
    }).of(
      {
        title: 'a title',
        expected: ['two'],
        evidence: [{ kind: 'exchange', exchange: last.id }],
        conditions: [contentIs(expected)],
      },
      { id: 'pull.x', level: 'MUST', title: 'it conforms', link: 'https://example.org/#x' },
    )
    pushed.length = 0
    expect(await sh('script' in made ? made.script : made.reason)).toMatchObject({ code: 1 })
    expect(pushed).toEqual([manifestNamed('one'), manifestNamed('two')])
  })
})

it('is none of what was not seen again alone, with that reason', async () => {
  const record = { id: 1, test: 'a test', via: [], startedAt: 0, duration: 1 }
  const request = { method: 'GET', url: 'http://registry.example/v2/', headers: [] }
  const conditions: Condition[] = [statusIs(200), { kind: 'beside-others' }]
  expect(scriptOf([{ kind: 'exchange', ...record, request }], { conditions })).toBe(
    'it was seen while other requests were in flight, and not when the same was repeated alone',
  )
})
