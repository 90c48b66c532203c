import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, vi } from 'vitest'
import { attack } from '../../attack.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { createLedger } from '../../../src/registry/ledger/ledger.ts'
import { ledgerFileOf } from '../../../src/registry/ledger/write-file.ts'
import { readLedgerFile } from '../../../src/registry/ledger/read-file.ts'
import { readResults } from '../../../src/results/file/read.ts'
import { command, quick, withFolder } from './command.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

const username = 'someone'

/** Runs with a password, keeps a copy of the ledger as a kill would leave it, and looks at what was written. */
async function runWith(password: string) {
  const account = { username, password }
  const registry = await createReferenceRegistry({
    auth: 'basic',
    accounts: [account],
    effects: effectsOf('blob-altered'),
  }).listen()
  vi.stubEnv('OCI_ASSAY_PASSWORD', password)
  try {
    return await withFolder(async (folder) => {
      const results = join(folder, 'results.json')
      const path = ledgerFileOf(results)
      let copy = ''
      const watch = setInterval(() => {
        if (existsSync(path)) copy = readFileSync(path, 'utf8')
      }, 5)
      const argv = [
        '--username',
        username,
        '--only',
        'pull.blob',
        'pull.manifest',
        '--reports',
        folder,
        '--format',
        'markdown',
      ]
      const { stdout } = await command('run', registry.url, ...quick, '--verbose', ...argv)
      clearInterval(watch)

      writeFileSync(path, copy)
      const ledger = createLedger(undefined)
      const exchanges = readLedgerFile(path)
      for (const exchange of exchanges) ledger.watch(exchange)
      return { stdout, copy, exchanges, entries: ledger.entries(), result: await readResults(results) }
    })
  } finally {
    await registry.close()
  }
}

async function isHarmless(password: string): Promise<void> {
  const { copy, exchanges, result, stdout } = await runWith(password)
  expect(exchanges.length, password).toBeGreaterThan(20)
  expect(copy).not.toContain('***')
  for (const { request } of exchanges)
    expect(new URL(request.url).pathname).toMatch(/^\/v2\/oci-assay\/(?:one|one-more)\//)
  const basic = Buffer.from(`${username}:${password}`).toString('base64')
  expect(JSON.stringify(result)).not.toContain(basic)
  expect(result.requirements.find(({ verdict }) => verdict === 'fail')?.id).toBeDefined()
  expect(stdout).toContain('sha256:')
  const caveat = password === 'registry' ? undefined : expect.stringMatching(/^a secret /)
  expect(result.target.details['masking']).toEqual(caveat)
}

describe('a password that is a common word', () => {
  afterEach(() => vi.unstubAllEnvs())

  const words = [
    'a',
    'one',
    'admin',
    'cafe',
    'tag',
    'assay',
    'oci-assay',
    'manifests',
    'registry',
    'oci-assay/one',
  ]
  attack(
    {
      part: 'Secrets',
      what: `a password that is part of other texts: ${words.map((word) => `\`${word}\``).join(', ')}`,
      result: 'the ledger stays usable and the reports readable; within credentials it is masked',
    },
    async () => {
      for (const password of words) await isHarmless(password)
    },
    300_000,
  )
})
