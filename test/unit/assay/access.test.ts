import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { assay } from '../../../src/assay/assay.ts'
import type { Failure } from '../../../src/results/conclusion/failure.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'

/** The account that the embedded registry knows. */
const account = { username: 'assay', password: 'assay-password' }

describe('who a run is to the registry', () => {
  let folder = ''
  let registry: Awaited<ReturnType<ReturnType<typeof createReferenceRegistry>['listen']>>

  const configure = (configuration: object) => {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(configuration))
    vi.stubEnv('DOCKER_CONFIG', folder)
    vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`)
  }
  const host = () => new URL(registry.url).host
  const run = (options = {}) =>
    assay({ target: registry.url, only: ['pull.manifest.by-tag'], depth: 'quick', ...options })

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'assay-access-'))
    const helper = join(folder, 'docker-credential-fake')
    const answer = JSON.stringify({ Username: account.username, Secret: account.password })
    writeFileSync(helper, `#!${process.execPath}\nconsole.log(${JSON.stringify(answer)})`)
    chmodSync(helper, 0o755)
    registry = await createReferenceRegistry({ auth: 'bearer' }).listen()
  })
  afterEach(() => vi.unstubAllEnvs())
  afterAll(async () => {
    rmSync(folder, { recursive: true })
    await registry.close()
  })

  it.each([
    ['an entry', () => ({ auths: { [host()]: account } }), 'config.json'],
    ['a helper', () => ({ credHelpers: { [host()]: 'fake' } }), 'docker-credential-fake'],
  ])('docker’s own configuration: %s', async (_, configuration, from) => {
    configure(configuration())
    const { result } = await run()
    expect(result.totals.requirements).toMatchObject({ pass: 1, fail: 0, error: 0 })
    expect(result.target.details['credentials']).toContain(from)
    expect(JSON.stringify(result)).not.toContain(account.password)
    expect(JSON.stringify(result)).not.toContain(Buffer.from(account.password).toString('base64'))
  })

  it('explicit credentials come first, and no store is read then', async () => {
    configure({ credsStore: 'nowhere' })
    const { result } = await run({ credentials: account })
    expect(result.totals.requirements.pass).toBe(1)
    expect(result.target.details['credentials']).toBe('options')
  })

  it('anonymous, if so configured', async () => {
    configure({ auths: { [host()]: account } })
    await expect(run({ credentials: 'anonymous' })).rejects.toThrow(/without credentials/)
  })

  it('reports why no credentials were found', async () => {
    configure({ credsStore: 'nowhere' })
    const failure = await run().catch((thrown: unknown) => thrown as Failure)
    expect(failure).toMatchObject({
      exitCode: 3,
      advice: expect.stringMatching(/docker login.*docker-credential-nowhere is not in the PATH/),
    })
  })
})
