import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { attack } from '../../attack.ts'
import { command, withFolder } from './command.ts'

/** Addresses with a password or a token, as people and variables of CI systems have them. */
const addresses = [
  'http://me:SEcret1@127.0.0.1:1',
  'me:SE/cret1@127.0.0.1:1/x',
  'docker://me:SEcret1@127.0.0.1:1/r:1',
  'https://me:SEc%ret1@127.0.0.1:1',
  'https://127.0.0.1:1?token=SEcret1',
  'https://127.0.0.1:1/#access_token=SEcret1',
  'ftp://me:SEcret1@127.0.0.1',
  'http://SEcret1@127.0.0.1:1',
]

const ways: Record<string, (address: string) => Promise<{ stdout: string; stderr: string }>> = {
  'run <target>': (address) => command('run', address),
  'run <target> --print-config': (address) => command('run', address, '--print-config'),
  'doctor <target>': (address) => command('doctor', address),
  'cleanup <file> <target>': (address) => command('cleanup', 'results.json', address),
  '--proxy': (address) => command('run', 'http://127.0.0.1:1', '--proxy', address),
  '--proxy --print-config': (address) => command('run', '--print-config', '--proxy', address),
  '--compare-with': (address) => command('run', 'http://127.0.0.1:1', '--compare-with', address),
  OCI_ASSAY_TARGET: (address) => inEnvironment('OCI_ASSAY_TARGET', address),
  OCI_REGISTRY: (address) => inEnvironment('OCI_REGISTRY', address),
  OCI_ROOT_URL: (address) => inEnvironment('OCI_ROOT_URL', address),
  HTTPS_PROXY: (address) => inEnvironment('HTTPS_PROXY', address),
  'oci-assay.yaml': async (address) => {
    writeFileSync('oci-assay.yaml', `target: '${address}'\nproxy: '${address}'\n`)
    return command('run', '--print-config')
  },
}

async function inEnvironment(name: string, address: string) {
  vi.stubEnv(name, address)
  const printed = await command('run', '--print-config')
  const run = await command('run')
  vi.stubEnv(name, undefined)
  return { stdout: printed.stdout + run.stdout, stderr: printed.stderr + run.stderr }
}

const before = process.cwd()
beforeEach(() => vi.stubEnv('DOCKER_CONFIG', '/nowhere'))
afterEach(() => {
  process.chdir(before)
  vi.unstubAllEnvs()
})

attack(
  {
    part: 'Secrets',
    what: 'an address with a password or a token, on the command line, in a variable or in a file',
    result: 'neither messages nor --print-config repeat the password',
  },
  () =>
    withFolder(async (folder) => {
      process.chdir(folder)
      const leaks: string[] = []
      for (const [way, send] of Object.entries(ways)) {
        for (const address of addresses) {
          const { stdout, stderr } = await send(address)
          if (/SE\/?cret1|SEc%ret1/.test(stdout + stderr)) leaks.push(`${way}: ${address}`)
        }
      }
      process.chdir(before)
      expect(leaks).toEqual([])
    }),
)

it('what is not secret in an address is repeated as it was typed', async () => {
  const { stderr } = await command('run', 'https://registry.invalid?page=2')
  expect(stderr).toContain('"https://registry.invalid?page=2" has a query')
})

it('keeps the form of a reference in messages', async () => {
  const { stderr } = await command('roundtrip', 'no-such-image', '127.0.0.1:1/app')
  expect(stderr).toContain('(host[:port]/repository[:tag|@digest])')
})
