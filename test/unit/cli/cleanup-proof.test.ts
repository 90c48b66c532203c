import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../src/content/random.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { ledgerFileOf } from '../../../src/registry/ledger/write-file.ts'
import { attack } from '../../attack.ts'
import { command, quick, withFolder, withServer } from './command.ts'

const digestOf = (content: string | Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`

interface Stored {
  seed: string
  complete: boolean
  evidence: object[]
  tests: { id: string }[]
}

/** What other people keep in the repository that a run used: by its path what it contains. */
type Theirs = Map<string, string>

const manifestType = 'application/vnd.oci.image.manifest.v1+json'

const descriptor = (digest: string) => ({ mediaType: 'application/x', digest, size: 0 })

async function put(url: string, body: string | Buffer, type: string): Promise<void> {
  const { status } = await fetch(url, { method: 'PUT', body, headers: { 'Content-Type': type } })
  expect(status).toBe(201)
}

async function pushBlob(repository: string, content: string | Buffer): Promise<string> {
  const digest = digestOf(content)
  const { headers } = await fetch(`${repository}/blobs/uploads/`, { method: 'POST' })
  const location = new URL(headers.get('location') ?? '', repository)
  location.searchParams.set('digest', digest)
  await put(location.href, content, 'application/octet-stream')
  return digest
}

/** Pushes an application as people have it: with a tag that looks like a commit's, and with a mark like ours. */
async function pushApplication(registry: string, name: string): Promise<Theirs> {
  const repository = `${registry}/v2/${name}`
  const layer = await pushBlob(repository, `a layer of somebody in ${name}`)
  const config = await pushBlob(
    repository,
    JSON.stringify({ architecture: 'amd64', os: 'linux', config: { Labels: { seed: 'ab'.repeat(12) } } }),
  )
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestType,
    config: descriptor(config),
    layers: [descriptor(layer)],
    annotations: { 'vnd.oci-assay.mark': 'cd'.repeat(12) },
  })
  for (const reference of ['latest', 'v1', 'assay-tag-0123456789ab', digestOf(manifest)])
    await put(`${repository}/manifests/${reference}`, manifest, manifestType)
  const paths = [
    ...['latest', 'v1', 'assay-tag-0123456789ab', digestOf(manifest)].map((tag) => `manifests/${tag}`),
    ...[layer, config].map((digest) => `blobs/${digest}`),
  ].map((path) => `/v2/${name}/${path}`)
  return contentsAt(registry, paths)
}

const contentsAt = async (registry: string, paths: Iterable<string>): Promise<Theirs> => {
  const contents: Theirs = new Map()
  for (const path of paths) {
    const got = await fetch(`${registry}${path}`, { headers: { Accept: manifestType } })
    contents.set(path, `${got.status} ${await got.text()}`)
  }
  return contents
}

interface Fixture {
  url: string
  path: string
  stored: Stored
  theirs: Theirs
  /** Requests that would have changed something. */
  deleted: string[]
  /** From now on deletions are permitted, or are redirected there. */
  unlock: (to?: string) => void
  /** From now on the registry ignores Range. */
  withoutRanges: () => void
}

const name = 'oci-assay/one'

/** A registry that other people use as well, and the result of a run that was not permitted to delete. */
async function withRun(options: readonly string[], work: (fixture: Fixture) => Promise<void>): Promise<void> {
  const registry = createReferenceRegistry({ spec: '1.1' })
  const deleted: string[] = []
  let locked = true
  let leadsTo: string | undefined
  let ranges = true
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'DELETE') {
      if (locked) return void response.writeHead(405).end()
      if (leadsTo !== undefined) return void response.writeHead(307, { Location: leadsTo }).end()
      deleted.push(request.url ?? '')
    }
    if (!ranges) delete request.headers.range
    return registry.handler(request, response)
  }
  const unlock = (to?: string) => {
    locked = false
    leadsTo = to
  }
  await withServer(listener, (url) =>
    withFolder(async (folder) => {
      const theirs = await pushApplication(url, name)
      const path = join(folder, 'results.json')
      await command('run', url, ...quick, '--reports', folder, ...options)
      const stored = JSON.parse(await readFile(path, 'utf8')) as Stored
      await work({ url, path, stored, theirs, deleted, unlock, withoutRanges: () => (ranges = false) })
    }),
  )
}

const exchange = (
  id: number,
  method: string,
  url: string,
  {
    status = 201,
    headers = [],
    ...more
  }: { status?: number; headers?: [string, string][]; test?: string } = {},
) => ({
  kind: 'exchange',
  id,
  ...more,
  request: { method, url, headers: [] },
  response: { status, headers, body: { size: 0, sha256: digestOf(''), truncated: false } },
  via: [],
  startedAt: 1,
  duration: 1,
})

/** Claims that the run created what others have. */
const claimed = (url: string, theirs: Theirs, test?: string) =>
  [...theirs.keys()].map((path, at) => {
    const more = test === undefined ? {} : { test }
    const [repository = '', digest = ''] = path.split('/blobs/')
    return digest === ''
      ? exchange(1000 + at, 'PUT', `${url}${path}`, more)
      : exchange(1000 + at, 'POST', `${url}${repository}/blobs/uploads/?digest=${digest}`, more)
  })

async function forge(fixture: Fixture, evidence: object[], killed: boolean): Promise<void> {
  const { path, stored } = fixture
  const lines = evidence.map((each) => `${JSON.stringify(each)}\n`).join('')
  if (killed) await writeFile(ledgerFileOf(path), lines)
  await writeFile(path, JSON.stringify({ ...stored, evidence: killed ? [] : evidence, complete: !killed }))
}

/** Nothing of other people was changed or removed. */
async function keepsTheirs({ url, theirs }: Fixture): Promise<void> {
  expect(await contentsAt(url, theirs.keys())).toEqual(theirs)
}

const removedAll = /^Removed (\d+) of (\d+) objects/

describe('cleanup of a stored run', () => {
  it.each([[false], [true]])(
    'removes all that a whole run left but common content (killed: %s)',
    async (killed) => {
      await withRun([], async (fixture) => {
        const { path, url, stored } = fixture
        const writes = stored.evidence.filter((each) => (each as { kind: string }).kind === 'exchange')
        if (killed) await forge(fixture, writes.map(withoutBodies), true)
        fixture.unlock()
        const { stdout, exitCode } = await command('cleanup', path, url)
        const [, removed, all] = removedAll.exec(stdout) ?? []
        const left = stdout.split('\n').filter((line) => line.startsWith('  '))
        expect(left.filter((line) => !line.includes('many images share this blob'))).toEqual([])
        expect(Number(all)).toBeGreaterThan(150)
        expect(Number(all) - Number(removed)).toBe(left.length)
        expect(exitCode).toBe(left.length === 0 ? 0 : 1)
        await keepsTheirs(fixture)
      })
    },
  )

  attack(
    {
      part: 'Clean-up',
      what: "a forged result that claims other people's tags, manifests and blobs in the same repository",
      result: 'nothing is deleted; each is reported with the reason',
    },
    async () => {
      await withRun(['--only', 'pull.blob.get'], async (fixture) => {
        const { url, theirs, path, stored } = fixture
        fixture.unlock()
        for (const test of [undefined, 'specimens', stored.tests[0]?.id])
          for (const killed of [false, true]) {
            await forge(fixture, claimed(url, theirs, test), killed)
            const { stdout, exitCode } = await command('cleanup', path, url)
            expect(stdout).toContain(`Removed 0 of ${theirs.size} objects`)
            expect(stdout.match(/nothing proves that this run created it/g)).toHaveLength(theirs.size)
            expect(exitCode).toBe(1)
          }
        expect(fixture.deleted).toEqual([])
        await keepsTheirs(fixture)
      })
    },
  )

  attack(
    {
      part: 'Clean-up',
      what: 'a forged result whose stored bodies pretend to be the content that it claims',
      result: 'nothing is deleted: bodies are compared with their digests',
    },
    async () => {
      await withRun(['--only', 'pull.blob.get'], async (fixture) => {
        const { url, theirs, path, stored } = fixture
        fixture.unlock()
        const body = stored.evidence
          .map((each) => (each as { request?: { body?: { text?: string; base64?: string } } }).request?.body)
          .find((each) => each?.base64 !== undefined)
        expect(body).toBeDefined()
        const forged = claimed(url, theirs, 'specimens').map((each) => {
          const sha256 = /sha256:[0-9a-f]{64}/.exec(each.request.url)?.[0]
          return { ...each, request: { ...each.request, ...(sha256 ? { body: { ...body, sha256 } } : {}) } }
        })
        await forge(fixture, forged, false)
        const { stdout } = await command('cleanup', path, url)
        expect(stdout).toContain(`Removed 0 of ${theirs.size} objects`)
        expect(fixture.deleted).toEqual([])
        await keepsTheirs(fixture)
      })
    },
  )

  attack(
    {
      part: 'Clean-up',
      what: "a forged result that claims a tag of the run which names other people's manifest now",
      result: 'the tag is left',
    },
    async () => {
      await withRun(['--only', 'pull.blob.get'], async (fixture) => {
        const { url, path, stored } = fixture
        const tag = /manifests\/(assay-[^"?]*)"/.exec(JSON.stringify(stored.evidence))?.[1] ?? ''
        expect(tag).toMatch(/^assay-/)
        const theirs = `${url}/v2/${name}/manifests/latest`
        const manifest = await (await fetch(theirs, { headers: { Accept: manifestType } })).text()
        await put(`${url}/v2/${name}/manifests/${tag}`, manifest, manifestType)
        fixture.unlock()
        const { stdout } = await command('cleanup', path, url)
        expect(stdout).toContain(`tag ${name} ${tag}: not deleted: nothing proves that this run created it`)
        const still = await contentsAt(url, [`/v2/${name}/manifests/${tag}`])
        expect([...still.values()]).toEqual([`200 ${manifest}`])
        await keepsTheirs(fixture)
      })
    },
  )

  attack(
    {
      part: 'Clean-up',
      what: 'a forged result whose upload sessions are at the addresses of tags, manifests and lists',
      result: 'nothing is sent there',
    },
    async () => {
      await withRun(['--only', 'pull.blob.get'], async (fixture) => {
        const { url, theirs, path } = fixture
        fixture.unlock()
        const locations = [
          ...theirs.keys(),
          `/v2/${name}/tags/reference/latest`,
          `/v2/${name}/tags/list`,
          `/v2/${name}/`,
          `/v2/${name}/blobs/uploads/`,
          `/v2/${name}/blobs/uploads`,
          `/v2/${name}/blobs/uploads/x/manifests/latest`,
          `/v2/${name}//manifests/latest`,
        ]
        for (const killed of [false, true]) {
          const evidence = locations.map((location, id) =>
            exchange(id, 'POST', `${url}/v2/${name}/blobs/uploads/`, {
              status: 202,
              headers: [['Location', location]],
            }),
          )
          await forge(fixture, evidence, killed)
          const { stdout, exitCode } = await command('cleanup', path, url)
          expect(stdout).toContain(`Removed 0 of ${locations.length} objects`)
          expect(exitCode).toBe(1)
        }
        expect(fixture.deleted).toEqual([])
        await keepsTheirs(fixture)
      })
    },
  )

  attack(
    {
      part: 'Clean-up',
      what: 'a result of a run with another seed',
      result: 'nothing of it is deleted',
    },
    async () => {
      await withRun(['--only', 'pull.blob.head.known'], async (fixture) => {
        const { url, path, stored } = fixture
        fixture.unlock()
        await writeFile(path, JSON.stringify({ ...stored, seed: `${stored.seed}0` }))
        const { stdout } = await command('cleanup', path, url)
        expect(stdout).toMatch(/^Removed 0 of \d+ objects/)
        expect(fixture.deleted).toEqual([])
      })
    },
  )

  it('removes what is in a repository that the user names', async () => {
    await withRun(
      ['--only', 'pull.blob.get', '--repository', 'team/app'],
      async ({ url, path, unlock, deleted }) => {
        unlock()
        const unnamed = await command('cleanup', path, url)
        expect(unnamed.stdout).toContain('the repository is not one of the run')
        expect(deleted).toEqual([])
        const { stdout, exitCode } = await command('cleanup', path, url, '--repository', 'team/app')
        expect(stdout).toMatch(/^Removed (\d+) of \1 objects/)
        expect(exitCode).toBe(0)
        expect(deleted.length).toBeGreaterThan(5)
        expect(deleted.filter((each) => !each.startsWith('/v2/team/app/'))).toEqual([])
      },
    )
  })

  it('removes what merged shards left, each with a seed of its own', async () => {
    await withRun(['--only', 'pull.blob.get'], async (fixture) => {
      const { url, path, unlock } = fixture
      const folder = dirname(path)
      const shards = ['1/2', '2/2'].map((shard) => ({
        shard,
        reports: join(folder, shard.replace('/', '-')),
      }))
      for (const { shard, reports } of shards)
        await command(
          'run',
          url,
          ...quick,
          '--suite',
          'pull',
          '--shard',
          shard,
          '--seed',
          `5eed${shard[0]}`,
          '--reports',
          reports,
        )
      const files = shards.map(({ reports }) => join(reports, 'results.json'))
      const report = await command('report', '--merge', ...files, '--reports', folder)
      expect(report.stderr).toBe('')
      const merged = JSON.parse(await readFile(path, 'utf8')) as Stored
      expect(merged.seed).toBe('5eed1 5eed2')
      unlock()
      for (const file of [files[0] ?? '', path]) {
        const { stdout, exitCode } = await command('cleanup', file, url)
        expect(stdout).toMatch(/^Removed (\d+) of \1 objects/)
        expect(exitCode).toBe(0)
      }
    })
  })

  it('follows no redirect of a deletion', async () => {
    const received: string[] = []
    await withServer(
      (request, response) => {
        received.push(request.url ?? '')
        response.writeHead(202).end()
      },
      (elsewhere) =>
        withRun(['--only', 'pull.blob.get'], async ({ url, path, unlock }) => {
          unlock(`${elsewhere}/v2/x/manifests/y`)
          const { stdout, exitCode } = await command('cleanup', path, url)
          expect(stdout).toContain('the registry returned 307 when deleting a manifest')
          expect(exitCode).toBe(1)
        }),
    )
    expect(received).toEqual([])
  })

  it('removes a blob of the run that is longer than what is read of it, also without Range requests', async () => {
    for (const ranges of [true, false])
      await withRun(['--only', 'pull.blob.get', '--seed', '5eed'], async (fixture) => {
        const { url, path, unlock } = fixture
        if (!ranges) fixture.withoutRanges()
        const made = Buffer.alloc(12 * 1024 ** 2)
        made.set(createRandom('5eed/push.chunked').bytes(4096))
        const digest = await pushBlob(`${url}/v2/${name}`, made)
        const pushed = exchange(1, 'POST', `${url}/v2/${name}/blobs/uploads/?digest=${digest}`, {
          test: 'push.chunked',
        })
        unlock()
        await forge(fixture, [pushed], true)
        const { stdout } = await command('cleanup', path, url)
        expect(stdout).toContain('Removed 1 of 1 objects')
        expect(fixture.deleted).toEqual([`/v2/${name}/blobs/${digest}`])
      })
  })

  it('takes what a malformed reference does not lead to for gone', async () => {
    await withRun(['--only', 'pull.blob.get'], async (fixture) => {
      const { url, path, unlock } = fixture
      unlock()
      const malformed = [
        exchange(1, 'POST', `${url}/v2/${name}/blobs/uploads/?digest=sha256:${'a'.repeat(63)}`),
        exchange(2, 'POST', `${url}/v2/${name}/blobs/uploads/?digest=sha256`),
      ]
      await forge(fixture, malformed, true)
      const { stdout, exitCode } = await command('cleanup', path, url)
      expect(stdout).toContain('Removed 2 of 2 objects')
      expect(exitCode).toBe(0)
      expect(fixture.deleted).toEqual([])
    })
  })

  it.each([[name], ['team/tags/app'], ['manifests/referrers'], ['a/blobs/uploads/b']])(
    'cancels an upload session of the run in %s',
    async (repository) => {
      await withRun(['--only', 'pull.blob.get'], async (fixture) => {
        const { url, path } = fixture
        fixture.unlock()
        const uploads = `${url}/v2/${repository}/blobs/uploads/`
        const opened = await fetch(uploads, { method: 'POST' })
        const location = opened.headers.get('location') ?? ''
        const headers: [string, string][] = [['Location', location]]
        await forge(fixture, [exchange(1, 'POST', uploads, { status: 202, headers })], true)
        const { stdout, exitCode } = await command('cleanup', path, url, '--repository', repository)
        expect(stdout).toContain('Removed 1 of 1 objects')
        expect(exitCode).toBe(0)
        expect((await fetch(new URL(location, url))).status).toBe(404)
      })
    },
  )
})

/** As a ledger's file has it: neither bodies nor header fields but those of answers. */
function withoutBodies(record: object): object {
  const { request, response, ...rest } = record as {
    request: { method: string; url: string; body?: { size: number; sha256: string } }
    response?: { status: number; headers: [string, string][] }
  }
  const { method, url, body } = request
  return {
    ...rest,
    request: {
      method,
      url,
      headers: [],
      ...(body ? { body: { size: body.size, sha256: body.sha256, truncated: true } } : {}),
    },
    ...(response
      ? {
          response: {
            status: response.status,
            headers: response.headers,
            body: { size: 0, sha256: digestOf(''), truncated: true },
          },
        }
      : {}),
  }
}
