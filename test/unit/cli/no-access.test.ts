import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { command, withFolder, withServer } from './command.ts'

/** What is printed where a run cannot begin: what happened, then what to do. */
async function refusal(...argv: readonly string[]): Promise<string[]> {
  vi.stubEnv('DOCKER_CONFIG', '/nowhere')
  try {
    return await withFolder(async (folder) => {
      const { stderr } = await command('run', ...argv, '--reports', join(folder, 'reports'))
      return stderr.trim().split('\n')
    })
  } finally {
    vi.unstubAllEnvs()
  }
}

const gateway = (type: string, body: string) => (work: (url: string) => Promise<void>) =>
  withServer((_, response) => void response.writeHead(503, { 'Content-Type': type }).end(body), work)

it.each([
  ['a page', gateway('text/html', '<h1>503</h1>')],
  ['an error of a registry', gateway('application/json', '{"errors":[{"code":"UNAVAILABLE"}]}')],
])('advises to wait for a registry that returns 503 with %s, unless that was done', async (_, serve) => {
  await serve(async (url) => {
    const [what, advice] = await refusal(url)
    expect(what).toMatch(/is not available: it returned 503 with \S+ to GET \/v2\/$/)
    expect(advice).toMatch(/or wait for it with `--wait <seconds>`$/)
    const [waited, then] = await refusal(url, '--wait', '1')
    expect(waited).toMatch(/returned 503 .*, also after waiting for 1 s$/)
    expect(then).not.toContain('wait')
  })
})

it('advises to wait for a registry that is not there, unless that was done', async () => {
  expect(await refusal('http://127.0.0.1:1')).toEqual([
    'oci-assay: nothing listens on http://127.0.0.1:1',
    '  start the registry or correct the port, or wait for it with `--wait <seconds>`',
  ])
  expect(await refusal('http://127.0.0.1:1', '--wait', '1')).toEqual([
    'oci-assay: nothing listens on http://127.0.0.1:1 (after waiting for 1 s)',
    '  start the registry or correct the port',
  ])
})

it('does not advise --anonymous to who chose it', async () => {
  const { url, close } = await createReferenceRegistry({ auth: 'basic' }).listen()
  try {
    expect((await refusal(url))[1]).toMatch(/--password-stdin, or log in with docker login$/)
    expect((await refusal(url, '--anonymous'))[1]).toMatch(/--password-stdin instead of --anonymous$/)
  } finally {
    await close()
  }
})

it.each([
  ['no certificate', 'nothing'],
  ['a certificate that cannot be read', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'],
])('refuses a --ca-file with %s, and names it', (what, text) =>
  withFolder(async (folder) => {
    const path = join(folder, 'ca.pem')
    await writeFile(path, text)
    const { exitCode, stderr } = await command('run', 'https://127.0.0.1:1', '--ca-file', path)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(`--ca-file ${path} contains ${what}`)
  }),
)
