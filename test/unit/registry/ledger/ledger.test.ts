import { afterEach, describe, expect, it } from 'vitest'
import type { RegistryClient } from '../../../../src/registry/client.ts'
import { recordOf } from '../../../../src/registry/record/exchange-record.ts'
import { header } from '../../../../src/registry/record/exchange.ts'
import { createLedger } from '../../../../src/registry/ledger/ledger.ts'
import { attack } from '../../../attack.ts'
import { digestOf, serveRegistry, type RegistryOptions } from './registry.ts'
import { closeAll, connect, serve } from '../server.ts'

afterEach(closeAll)

const repositories = ['a/b']

const put = (client: RegistryClient, reference: string, content: string) =>
  client.send({ method: 'PUT', path: `/v2/a/b/manifests/${reference}`, body: Buffer.from(content) })

async function upload(client: RegistryClient, content: string, finish = true) {
  const opened = await client.send({ method: 'POST', path: '/v2/a/b/blobs/uploads/' })
  const location = client.resolve(header(opened.response!.headers, 'location')!, opened)
  if (!finish) return
  const body = Buffer.from(content)
  const sent = await client.send({ method: 'PATCH', path: location, body })
  const next = client.resolve(header(sent.response!.headers, 'location')!, sent)
  await client.send({ method: 'PUT', path: `${next}&digest=${digestOf(content)}` })
}

/** Two tags, a blob and a session. */
async function filled(options: RegistryOptions) {
  const all = await serveRegistry(options)
  await upload(all.client, 'blob')
  await upload(all.client, 'open', false)
  await put(all.client, 'one', 'manifest')
  await put(all.client, 'two', 'index')
  return all
}

describe('the ledger', () => {
  it('knows what was created, and forgets what was removed', async () => {
    const { client, ledger } = await serveRegistry()
    await upload(client, 'blob')
    await upload(client, 'open', false)
    await client.send({ method: 'POST', path: '/v2/a/b/blobs/uploads/?mount=sha256:11&from=c' })
    await put(client, 'one', 'manifest')
    await put(client, `${digestOf('other')}?tag=x&tag=y`, 'other')
    await put(client, digestOf('gone'), 'gone')
    await client.send({ method: 'DELETE', path: `/v2/a/b/manifests/${digestOf('gone')}` })
    await client.send({ method: 'DELETE', path: '/v2/a/b/manifests/x' })
    const names = ledger
      .entries()
      .map((entry) => (entry.kind === 'upload' ? entry.kind : `${entry.kind} ${entry.reference}`))
    expect(names).toEqual([
      'upload',
      `blob ${digestOf('blob')}`,
      'blob sha256:11',
      `manifest ${digestOf('manifest')}`,
      'tag one',
      `manifest ${digestOf('other')}`,
      'tag y',
    ])
    expect(ledger.entries().every(({ repository }) => repository === 'a/b')).toBe(true)
  })

  it.each<[string, RegistryOptions, string[]]>([
    ['tags go with their manifests', {}, []],
    ['another user has tags there', { tags: ['theirs'] }, []],
    ['tags stay without their manifests', { keepsTags: true }, ['tag', 'tag']],
    ['tags keep their manifests', { untagFirst: true }, ['manifests', 'manifests', 'tag', 'tag']],
  ])('removes all of it in the order of dependency, where %s', async (_, options, tags) => {
    const { client, ledger, held, deletions } = await filled(options)
    expect(await ledger.cleanUp(client, { timeout: 5000, repositories })).toEqual([])
    expect([...held]).toEqual([])
    const kinds = deletions.map((deletion) => deletion.split(' ')[0])
    const wanted = ['upload', 'manifests', 'manifests', ...tags, 'blobs']
    expect(kinds).toHaveLength(wanted.length)
    expect(kinds).toEqual(expect.arrayContaining(wanted))
    expect(kinds.at(-1)).toBe('blobs')
    const manifests = deletions.filter((deletion) => deletion.startsWith('manifests'))
    expect(manifests[0]).toBe(`manifests ${digestOf('index')}`)
    expect(ledger.entries()).toEqual([])
  })

  it('works after the run was aborted', async () => {
    const { client, ledger } = await serveRegistry()
    await put(client, 'one', 'manifest')
    const aborted = client.forTest('x', AbortSignal.abort())
    expect(await ledger.cleanUp(aborted, { timeout: 5000, repositories })).toEqual([])
  })

  it.each([
    ['outside the repository', (_: string, id: number) => `/uploads/${id}`],
    ['that differ by the query alone', (name: string, id: number) => `/v2/${name}/blobs/uploads/?id=${id}`],
  ])('knows upload sessions %s', async (_, session) => {
    const { client, ledger } = await serveRegistry({ session })
    await upload(client, 'x', false)
    await upload(client, 'y', false)
    const [first] = ledger.entries()
    if (first?.kind !== 'upload') throw new Error('no session')
    const separator = first.location.includes('?') ? '&' : '?'
    await client.send({ method: 'PUT', path: `${first.location}${separator}digest=${digestOf('x')}` })
    expect(ledger.entries().map(({ kind, repository }) => [kind, repository])).toEqual([
      ['upload', 'a/b'],
      ['blob', 'a/b'],
    ])
  })

  it('sends one deletion of each kind to a registry that refuses, and lists the rest', async () => {
    const { client, ledger, deletions } = await serveRegistry({ refuse: () => 405 })
    for (const name of ['one', 'two', 'three']) {
      await upload(client, name)
      await put(client, name, name)
    }
    const left = await ledger.cleanUp(client, { timeout: 5000, repositories })
    expect(deletions.map((deletion) => deletion.split(' ')[0])).toEqual(['manifests', 'tag', 'blobs'])
    expect(left).toHaveLength(9)
    expect(left[0]).toEqual({
      kind: 'tag',
      repository: 'a/b',
      reference: 'three',
      reason: 'the registry returned 405 when deleting a tag',
    })
  })

  it('lists no tag that went with its manifest', async () => {
    const { client, ledger } = await serveRegistry({ refuse: (kind) => (kind === 'tag' ? 405 : undefined) })
    await put(client, 'one', 'manifest')
    expect(await ledger.cleanUp(client, { timeout: 5000, repositories })).toEqual([])
  })

  it.each([
    ['whole', {}],
    ['in pages', { pageSize: 2 }],
    ['not at all', { list: 500 }],
  ])(
    'removes tags that stay when a test deletes their manifest, where tags are listed %s',
    async (_, listing) => {
      const { client, ledger, held, deletions } = await serveRegistry({
        keepsTags: true,
        tags: ['theirs', 'theirs-too'],
        ...listing,
      })
      for (const tag of ['one', 'two', 'three']) await put(client, tag, 'manifest')
      await put(client, 'other', 'other')
      await client.send({ method: 'DELETE', path: `/v2/a/b/manifests/${digestOf('manifest')}` })
      expect(await ledger.cleanUp(client, { timeout: 5000, repositories })).toEqual([])
      expect([...held]).toEqual([])
      expect(deletions.filter((each) => each.startsWith('tag')).toSorted()).toEqual([
        'tag one',
        'tag other',
        'tag three',
        'tag two',
      ])
    },
  )

  it('lists tags that stay and cannot be deleted', async () => {
    const { client, ledger } = await serveRegistry({
      keepsTags: true,
      refuse: (kind) => (kind === 'tag' ? 405 : undefined),
    })
    await put(client, 'one', 'manifest')
    await client.send({ method: 'DELETE', path: `/v2/a/b/manifests/${digestOf('manifest')}` })
    expect(await ledger.cleanUp(client, { timeout: 5000, repositories })).toMatchObject([
      { kind: 'tag', reference: 'one', reason: 'the registry returned 405 when deleting a tag' },
    ])
  })

  it('tries once more what was in use', async () => {
    const { client, ledger, deletions } = await serveRegistry({
      refuse: (kind, _, count) => (kind === 'manifests' && count <= 2 ? 409 : undefined),
    })
    await put(client, digestOf('m'), 'm')
    await put(client, digestOf('n'), 'n')
    expect(await ledger.cleanUp(client, { timeout: 5000, repositories })).toEqual([])
    expect(deletions).toHaveLength(4)
  })

  it('removes all from a registry that fails now and then, also where it fails again', async () => {
    const { client, ledger, deletions } = await serveRegistry({
      refuse: (_, __, count) => (count % 5 === 0 || count === 31 ? 500 : undefined),
    })
    for (let number = 0; number < 25; number += 1) await put(client, digestOf(`m${number}`), `m${number}`)
    expect(await ledger.cleanUp(client, { timeout: 5000, repositories })).toEqual([])
    expect(deletions.length).toBeGreaterThan(30)
  })

  it('tries few again where the registry fails over each of them', async () => {
    const { client, ledger, deletions } = await serveRegistry({ refuse: () => 500 })
    for (let number = 0; number < 25; number += 1) await put(client, digestOf(`m${number}`), `m${number}`)
    expect(await ledger.cleanUp(client, { timeout: 5000, repositories })).toHaveLength(25)
    expect(deletions).toHaveLength(28)
  })

  it.each([502, 503, 504])('tries what is answered %i until it is done', async (status) => {
    const { client, ledger } = await serveRegistry({
      refuse: (_, __, count) => (count <= 6 ? status : undefined),
    })
    await put(client, 'one', 'manifest')
    await upload(client, 'x')
    expect(await ledger.cleanUp(client, { timeout: 10_000, repositories })).toEqual([])
  })

  it('ends in time where that lasts', async () => {
    const { client, ledger } = await serveRegistry({ refuse: () => 503 })
    await put(client, 'one', 'manifest')
    const left = await ledger.cleanUp(client, { timeout: 700, repositories })
    expect(left.map(({ kind }) => kind)).toEqual(['tag', 'manifest'])
  })

  it('does not mistake 403 for one entry for a refusal of all', async () => {
    const { client, ledger } = await serveRegistry({
      refuse: (kind, name) => (kind === 'tag' && name === 'two' ? 403 : undefined),
    })
    for (const name of ['one', 'two']) await put(client, name, 'same')
    await client.send({ method: 'DELETE', path: `/v2/a/b/manifests/${digestOf('nothing')}` })
    const left = await ledger.cleanUp(client, { timeout: 5000, repositories })
    expect(left.map(({ reference }) => reference)).toEqual([])
  })

  it.each([
    [[], []],
    [['of-another-user'], [digestOf('{}')]],
  ])('leaves the blob that all share where there are tags left: %j', async (tags, spared) => {
    const { client, ledger } = await serveRegistry({ tags })
    await upload(client, '{}')
    await upload(client, 'own')
    const left = await ledger.cleanUp(client, { timeout: 5000, repositories })
    expect(left.map(({ reference }) => reference)).toEqual(spared)
  })

  it('ends in time, and reports it', async () => {
    const { client, ledger } = await serveRegistry()
    await put(client, 'one', 'manifest')
    const dead = connect(await serve(() => {}))
    const left = await ledger.cleanUp(dead, { timeout: 50, repositories })
    expect(left.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['tag', 'there was no time left to remove it'],
      ['manifest', 'there was no time left to remove it'],
    ])
  })

  // 404 is the rule, but some registries return 400 and the code.
  it('counts an upload as gone that the registry does not know any more', async () => {
    const server = await serve((request, response) => {
      if (request.method === 'POST') response.writeHead(202, { Location: `${request.url}a-session` })
      else response.writeHead(400, { 'Content-Type': 'application/json' })
      response.end(request.method === 'POST' ? '' : '{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN"}]}')
    })
    const client = connect(server)
    const ledger = createLedger(client.recorder)
    await client.send({ method: 'POST', path: '/v2/a/b/blobs/uploads/' })
    expect(ledger.entries()).toHaveLength(1)
    expect(await ledger.cleanUp(client, { timeout: 5000, repositories })).toEqual([])
  })

  attack(
    {
      part: 'Clean-up',
      what: 'a registry that gives the addresses of tags, manifests and other origins as those of upload sessions',
      result: 'the run deletes nothing there, and reports what it left',
    },
    async () => {
      const deleted: string[] = []
      const locations = [
        '/v2/a/b/manifests/latest',
        `/v2/a/b/blobs/${digestOf('theirs')}`,
        '/v2/a/b/tags/reference/latest',
        '/v2/a/b/../../production/manifests/latest',
        '/v2/staging/manifests/latest',
        '/api/projects/1',
        'http://127.0.0.1:1/v2/a/b/blobs/uploads/1',
      ]
      let sent = 0
      const server = await serve((request, response) => {
        if (request.method === 'DELETE') deleted.push(request.url ?? '')
        if (request.method === 'POST') response.setHeader('Location', locations[sent++] ?? '')
        response.writeHead(request.method === 'POST' ? 202 : 204).end()
      })
      const client = connect(server)
      const ledger = createLedger(client.recorder)
      for (const _ of locations) await client.send({ method: 'POST', path: '/v2/a/b/blobs/uploads/' })
      const left = await ledger.cleanUp(client, { timeout: 5000, repositories })
      expect(left.map(({ kind }) => kind)).toEqual(locations.map(() => 'upload'))
      expect(left.every(({ reason }) => reason.startsWith('not deleted: '))).toBe(true)
      expect(deleted).toEqual([])
    },
  )

  it('is made from a stored result as well', async () => {
    const { client } = await serveRegistry()
    const stored = createLedger(undefined)
    client.recorder.watch((exchange) => {
      const record = recordOf(exchange, client.recorder.redactor)
      stored.watch(JSON.parse(JSON.stringify(record)))
    })
    await put(client, 'one', 'manifest')
    await upload(client, 'open', false)
    expect(await stored.cleanUp(client, { timeout: 5000, repositories })).toEqual([])
  })
})

/** What the ledger knows after a PUT that was answered so. */
async function pushed(status: number, path: string) {
  const base = await serve((_, response) => {
    response.writeHead(status)
    response.end()
  })
  const client = connect(base)
  const ledger = createLedger(client.recorder)
  await client.send({ method: 'PUT', path, body: Buffer.from('manifest') })
  return ledger.entries().map(({ kind }) => kind)
}

describe('a push that failed', () => {
  it.each([500, 502, 503, 504])('with %i may have been carried out', async (status) => {
    expect(await pushed(status, '/v2/a/b/manifests/one')).toEqual(['manifest', 'tag'])
    expect(await pushed(status, `/v2/a/b/manifests/${digestOf('manifest')}`)).toEqual(['manifest'])
  })

  it.each([400, 404, 413, 429])('with %i has not', async (status) => {
    expect(await pushed(status, '/v2/a/b/manifests/one')).toEqual([])
  })

  it.each([`${digestOf('manifest')}0`, digestOf('manifest').slice(0, -1), 'sha256:xyz', 'sha512:ab'])(
    'has not where nothing can have the digest %s',
    async (digest) => {
      expect(await pushed(502, `/v2/a/b/manifests/${digest}`)).toEqual([])
      expect(await pushed(201, `/v2/a/b/manifests/${digest}`)).toEqual(['manifest'])
    },
  )
})
