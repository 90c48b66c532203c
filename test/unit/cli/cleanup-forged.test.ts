import { readFile, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { attack } from '../../attack.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { ledgerFileOf } from '../../../src/registry/ledger/write-file.ts'
import { command, quick, withFolder, withServer } from './command.ts'

const digest = `sha256:${'a'.repeat(64)}`

/** An exchange as a result keeps it; nothing in it is more than what a ledger reads. */
const exchange = (
  id: number,
  method: string,
  url: string,
  status: number,
  headers: [string, string][] = [],
) => ({
  kind: 'exchange',
  id,
  request: { method, url, headers: [] },
  response: { status, headers, body: { size: 0, sha256: digest, truncated: false } },
  via: [],
  startedAt: 1,
  duration: 1,
})

const atForeign = (_: string, foreign: string) => [
  exchange(1, 'PUT', `${foreign}/v2/oci-assay/one/manifests/${digest}`, 201),
]

interface Forgery {
  /** What the file claims to be of; default the registry. */
  target?: string
  evidence: (registry: string, foreign: string) => object[]
  /** The claims are in the ledger of a run that was killed, not in results.json. */
  killed?: boolean
}

/** Runs a registry and a server at another port, and gives a forged result of the registry to `work`. */
async function withForgery(
  { target, evidence, killed = false }: Forgery,
  work: (fixture: {
    path: string
    url: string
    foreign: string
    deleted: string[]
    received: string[]
  }) => Promise<void>,
): Promise<void> {
  const deleted: string[] = []
  const received: string[] = []
  const registry = createReferenceRegistry()
  const listener = (request: IncomingMessage) => {
    if (request.method === 'DELETE') deleted.push(request.url ?? '')
  }
  await withServer(
    (request, response) => {
      listener(request)
      return registry.handler(request, response)
    },
    (url) =>
      withServer(
        (request, response) => {
          received.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`)
          response.writeHead(202).end()
        },
        (foreign) =>
          withFolder(async (folder) => {
            const path = join(folder, 'results.json')
            await command('run', url, ...quick, '--only', 'pull.blob.get', '--reports', folder)
            deleted.length = 0
            const stored = JSON.parse(await readFile(path, 'utf8')) as { target: object }
            const claimed = evidence(url, foreign)
            const name = target === 'foreign' ? foreign : url
            const forged = {
              ...stored,
              target: { ...stored.target, name },
              evidence: killed ? [] : claimed,
              ...(killed ? { complete: false } : {}),
            }
            await writeFile(path, JSON.stringify(forged))
            if (killed)
              await writeFile(ledgerFileOf(path), claimed.map((each) => `${JSON.stringify(each)}\n`).join(''))
            await work({ path, url, foreign, deleted, received })
          }),
      ),
  )
}

const withCredentials = () => {
  vi.stubEnv('OCI_PASSWORD', 'secret-password')
  onTestFinished(() => void vi.unstubAllEnvs())
  return ['--username', 'user'] as const
}

describe('oci-assay cleanup of a forged result', () => {
  for (const killed of [false, true])
    attack(
      {
        part: 'Clean-up',
        what: `a forged ${killed ? 'ledger' : 'result'} of another target`,
        result: 'without the target on the command line nothing is sent',
      },
      async () => {
        await withForgery(
          { target: 'foreign', evidence: atForeign, killed },
          async ({ path, url, foreign, deleted, received }) => {
            const unnamed = await command('cleanup', path, ...withCredentials())
            expect(unnamed.stderr).toContain(`1 objects to delete from ${foreign}, in oci-assay/one`)
            expect(unnamed.stderr).toContain(`oci-assay cleanup ${path} <target>`)
            expect(unnamed.exitCode).toBe(2)
            const other = await command('cleanup', path, url, ...withCredentials())
            expect(other.stderr).toContain(`the result is of ${foreign}, not of ${url}`)
            expect(other.exitCode).toBe(2)
            expect([...deleted, ...received]).toEqual([])
          },
        )
      },
    )

  const forgeries: readonly [string, Forgery['evidence'], string][] = [
    [
      'of another repository',
      (url) => [exchange(1, 'PUT', `${url}/v2/production/app/manifests/${digest}`, 201)],
      'the repository is not one of the run (oci-assay/one, oci-assay/one-more)',
    ],
    [
      'of a repository that only begins alike',
      (url) => [exchange(1, 'PUT', `${url}/v2/oci-assay/one-mores/manifests/${digest}`, 201)],
      'the repository is not one of the run',
    ],
    [
      'with an encoded way out of its repository',
      (url) => [exchange(1, 'PUT', `${url}/v2/oci-assay/one/x%2f..%2f..%2fapp/manifests/${digest}`, 201)],
      'the repository name is not a plain path',
    ],
    [
      'with an encoded slash in its tag',
      (url) => [exchange(1, 'PUT', `${url}/v2/oci-assay/one/manifests/..%2f..%2fapp`, 201)],
      'the reference is not a plain path segment',
    ],
    [
      'with a query in its tag',
      (url) => [exchange(1, 'PUT', `${url}/v2/oci-assay/one/manifests/tag%3Fall=1`, 201)],
      'the reference is not a plain path segment',
    ],
    [
      'of an upload at another origin',
      (url, foreign) => [
        exchange(1, 'POST', `${url}/v2/oci-assay/one/blobs/uploads/`, 202, [
          ['Location', `${foreign}/v2/oci-assay/one/blobs/uploads/1`],
        ]),
      ],
      'the upload is at another origin',
    ],
    [
      'of an upload elsewhere on the registry',
      (url) => [
        exchange(1, 'POST', `${url}/v2/oci-assay/one/blobs/uploads/`, 202, [['Location', '/api/projects/1']]),
      ],
      'the location of the upload is not below /v2/oci-assay/one/',
    ],
    [
      'of an upload with dot segments',
      (url) => [
        exchange(1, 'POST', `${url}/v2/oci-assay/one/blobs/uploads/`, 202, [
          ['Location', `/v2/oci-assay/one/blobs/../../../production/manifests/${digest}`],
        ]),
      ],
      'the location of the upload is not below /v2/oci-assay/one/',
    ],
    [
      'of an upload with encoded slashes',
      (url) => [
        exchange(1, 'POST', `${url}/v2/oci-assay/one/blobs/uploads/`, 202, [
          ['Location', '/v2/oci-assay/one/blobs/uploads/..%2f..%2f..%2fapp'],
        ]),
      ],
      'the location of the upload has encoded or dot segments',
    ],
  ]
  for (const [what, evidence, reason] of forgeries)
    attack(
      {
        part: 'Clean-up',
        what: `a forged result with a deletion ${what}`,
        result: `nothing is deleted: ${reason}`,
      },
      async () => {
        await withForgery({ evidence }, async ({ path, url, deleted, received }) => {
          const { stdout, exitCode } = await command('cleanup', path, url, ...withCredentials())
          expect(stdout).toContain('Removed 0 of 1 objects')
          expect(stdout).toContain(reason)
          expect(exitCode).toBe(1)
          expect([...deleted, ...received]).toEqual([])
        })
      },
    )

  it.each([
    ['{"id":1,"request":{"method":"PUT","url":7}}'],
    [
      '{"id":1,"request":{"method":"POST","url":"http://x/v2/a/blobs/uploads/","headers":[]},"response":{"status":202}}',
    ],
    ['{"id":1,"request":null}'],
    ['[1]'],
    ['{"id":1'],
  ])('passes over the line %s of a ledger', async (line) => {
    await withForgery({ evidence: () => [], killed: true }, async ({ path, url }) => {
      await writeFile(ledgerFileOf(path), `${line}\n`)
      const { stdout, stderr, exitCode } = await command('cleanup', path, url)
      expect(stderr).toBe('')
      expect(stdout).toContain('left no record of objects')
      expect(exitCode).toBe(0)
    })
  })
})
