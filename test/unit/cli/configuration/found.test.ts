import type { RunSettings } from '../../../../src/cli/configuration/setting.ts'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { checkFound, executing, guarding, travelling } from '../../../../src/cli/configuration/found.ts'
import { resolveSettings } from '../../../../src/cli/configuration/resolve.ts'
import { lastingSettings } from '../../../../src/cli/configuration/settings.ts'
import { createReferenceRegistry } from '../../../../src/reference/index.ts'
import { readResults } from '../../../../src/results/file/read.ts'
import { attack } from '../../../attack.ts'
import { command, withFolder } from '../command.ts'

interface Case {
  /** What is in oci-assay.yaml, or in the file of this name. */
  yaml: string
  file?: string
  flags?: RunSettings
  environment?: Record<string, string>
  /** A login of docker for this host. */
  login?: string
  /** Name the file by --config. */
  named?: boolean
}

const user = { OCI_USERNAME: 'me', OCI_PASSWORD: 'secret-1234' }

/** What becomes of a run in a folder with such a file: its message, or undefined. */
const checked = ({ yaml, file = 'oci-assay.yaml', flags = {}, environment = {}, login, named }: Case) =>
  withFolder(async (folder) => {
    const path = join(folder, file)
    writeFileSync(path, yaml)
    vi.stubEnv('DOCKER_CONFIG', folder)
    const auths = login === undefined ? {} : { [login]: { auth: Buffer.from('me:x').toString('base64') } }
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ auths }))
    const config = named === true ? path : undefined
    const resolved = await resolveSettings({ flags, config, environment, folder })
    return checkFound(resolved, flags).then(
      () => undefined,
      (error: Error & { advice?: string }) =>
        `${error.message}; ${error.advice}`.replaceAll(`${folder}/`, ''),
    )
  })

beforeEach(() => {
  for (const name of ['DOCKER_AUTH_CONFIG', 'REGISTRY_AUTH_FILE', 'XDG_RUNTIME_DIR', 'HOME']) {
    vi.stubEnv(name, name === 'HOME' ? '/nowhere' : '')
  }
})
afterEach(() => vi.unstubAllEnvs())

/** A value of each kind of setting that determines where credentials go. */
const sensitive: [string, string][] = [
  ['target', 'evil.example'],
  ['repository', 'production/app'],
  ['second-repository', 'production/app'],
  ['username', 'somebody'],
  ['plain-http', 'true'],
  ['ca-file', 'ca.pem'],
  ['client-cert', 'cert.pem'],
  ['client-key', 'key.pem'],
  ['insecure-skip-verify', 'true'],
  ['proxy', 'http://evil.example:3128'],
  ['allow-private-origins', 'true'],
]

describe('a configuration file that was found', () => {
  it.each(sensitive)('may not set %s where there are credentials', async (name, value) => {
    const yaml = `# a pull request\n${name}: ${value}\n`
    const flags = name === 'target' ? {} : { target: 'registry.example' }
    const environment = name === 'username' ? { OCI_PASSWORD: 'secret-1234' } : user
    const message = await checked({ yaml, flags, environment })
    expect(message).toMatch(
      new RegExp(
        `^oci-assay\\.yaml was found and not named, and it sets ${name} \\(line 2\\): with credentials \\(user name and password\\) these are taken only from the command line, the environment or a file that is named; look at what oci-assay\\.yaml sets, then accept it by --config oci-assay\\.yaml`,
      ),
    )
    // Named on purpose all is accepted, and so it is without credentials.
    expect(await checked({ yaml, flags, environment, named: true })).toBeUndefined()
    if (name !== 'username') expect(await checked({ yaml, flags })).toBeUndefined()
  })

  attack(
    {
      part: 'Untrusted checkouts',
      what: 'an oci-assay.yaml of a checkout that names its own target, where the job has a password',
      result: 'refused with exit code 2 unless --config names the file; nothing is sent',
    },
    async () => {
      const message = await checked({ yaml: 'target: https://evil.example', environment: user })
      expect(message).toMatch(/it sets target \(line 1\).*--config oci-assay\.yaml/)
    },
  )

  attack(
    {
      part: 'Untrusted checkouts',
      what: 'an oci-assay.yaml of a checkout that turns off the verification of certificates or names a proxy, where docker has a login for the target',
      result: 'refused with exit code 2 unless --config names the file',
    },
    async () => {
      const yaml = 'insecure-skip-verify: true\nproxy: http://evil.example'
      const flags = { target: 'registry.example' }
      expect(await checked({ yaml, flags, login: 'registry.example' })).toMatch(
        /it sets insecure-skip-verify \(line 1\) and proxy \(line 2\): with credentials \(the login of registry\.example in .*config\.json\)/,
      )
      expect(await checked({ yaml, flags, login: 'other.example' })).toBeUndefined()
      expect(await checked({ yaml, flags: { ...flags, anonymous: true }, login: 'registry.example' })).toBe(
        undefined,
      )
    },
  )

  attack(
    {
      part: 'Untrusted checkouts',
      what: 'an oci-assay.yaml of a checkout that names a suite of its own, or a container to start',
      result:
        'no code is loaded and nothing is started unless --config names the file, with and without credentials',
    },
    async () => {
      for (const [yaml, name, flags] of [
        ['suite: [pull, ./evil.js]', 'suite', { target: 'registry.example' }],
        ['suite: [evil.mjs]', 'suite', { reference: true }],
        ['container: evil:latest', 'container', {}],
        ['volume: ["/:/host"]', 'volume', { container: 'registry:3' }],
        ['env: [GITHUB_TOKEN]', 'env', { container: 'registry:3' }],
        ['container-command: "sh -c evil"', 'container-command', { container: 'registry:3' }],
      ] as [string, string, RunSettings][]) {
        const message = await checked({ yaml, flags })
        expect(message).toMatch(
          new RegExp(
            `it sets ${name} \\(line 1\\): only a file that is named explicitly may load code or start containers`,
          ),
        )
        expect(await checked({ yaml, flags, named: true })).toBeUndefined()
      }
    },
  )

  it('may choose what is tested and how', async () => {
    const yaml =
      'suite: [pull]\nskip: [push]\nstrict: true\nreports: out\nexpectations: known.yaml\nanonymous: true'
    expect(await checked({ yaml, flags: { target: 'registry.example' }, environment: user })).toBeUndefined()
  })

  it('does not matter where the command line or the environment sets the option', async () => {
    const yaml = 'target: evil.example\nproxy: http://evil.example'
    const flags = { target: 'registry.example' }
    const environment = { ...user, OCI_ASSAY_PROXY: 'none' }
    expect(await checked({ yaml, flags, environment })).toBeUndefined()
    expect(await checked({ yaml: 'container: evil', flags, environment })).toBeUndefined()
  })

  it('may not redirect what a client key opens, nor a password from standard input', async () => {
    const yaml = 'target: evil.example'
    expect(await checked({ yaml, flags: { clientKey: 'key.pem', anonymous: true } })).toMatch(
      /the key of a client/,
    )
    expect(await checked({ yaml, flags: { username: 'me', passwordStdin: true } })).toMatch(
      /user name and password/,
    )
    expect(await checked({ yaml: `${yaml}\nusername: other`, environment: user })).toMatch(/target/)
  })

  it('may choose a login of docker as little', async () => {
    const yaml = 'target: https://registry.example/prefix'
    expect(await checked({ yaml, login: 'registry.example' })).toMatch(/the login of registry\.example/)
    expect(await checked({ yaml: 'target: registry.example/a/b:1', login: 'registry.example' })).toMatch(
      /the login/,
    )
    // An image on disk has no registry.
    expect(
      await checked({ yaml: `target: ${import.meta.dirname}`, login: 'registry.example' }),
    ).toBeUndefined()
  })

  it('of the reference suite is treated alike', async () => {
    const file = 'oci-conformance.yaml'
    const yaml = 'registry: evil.example\ntls: insecure\n'
    const message = await checked({ file, yaml, environment: user })
    expect(message).toMatch(/^oci-conformance\.yaml was found and not named, and it sets target \(line 2\)/)
    expect(message).toMatch(/OCI_CONFIGURATION=oci-conformance\.yaml/)
    expect(await checked({ file, yaml })).toBeUndefined()
    // A login that the file itself has is nobody else's.
    const own = `${yaml}username: u\npassword: p\n`
    expect(await checked({ file, yaml: own })).toBeUndefined()
    expect(await checked({ file, yaml: own, environment: { OCI_PASSWORD: 'secret-1234' } })).toMatch(
      /username/,
    )
  })
})

it.each([
  ['with', 'crane'],
  ['start', 'docker'],
  ['upgrade', 'curl evil.example'],
  ['roundtrip', 'evil.example/app'],
])('a file that was found may not set %s of a round trip, a named one may', (name, value) =>
  withFolder(async (folder) => {
    writeFileSync(join(folder, 'oci-assay.yaml'), `${name}: ${value}\n`)
    writeFileSync(join(folder, 'named.yaml'), `${name}: ${value}\n`)
    const flags = { target: 'registry.example/app' }
    const found = await resolveSettings({ flags, config: undefined, environment: {}, folder })
    await expect(checkFound(found, flags, 'roundtrip')).rejects.toThrow(`it sets ${name} (line 1)`)
    const named = await resolveSettings({
      flags,
      config: join(folder, 'named.yaml'),
      environment: {},
      folder,
    })
    await checkFound(named, flags, 'roundtrip')
  }),
)

it('every setting is one of those that a found file may make, or not', () => {
  const harmless = lastingSettings
    .map(({ key }) => key)
    .filter((key) => ![...executing, ...guarding, ...travelling].includes(key))
  // A new option belongs here only if it neither runs anything nor determines where credentials go.
  expect(harmless).toEqual([
    'spec',
    'only',
    'skip',
    'depth',
    'requests',
    'sequence',
    'largestBlob',
    'readOnly',
    'tag',
    'manifest',
    'blob',
    'anonymous',
    'http2',
    'timeout',
    'reports',
    'format',
    'expectations',
    'compareWith',
    'label',
    'reportUrl',
    'strict',
    'level',
    'verbose',
    'closed',
    'limit',
    'allowMissing',
    'policies',
    'policy',
    'name',
    'platforms',
    'allTags',
    'catalog',
    'withReferrers',
    'since',
    'cache',
    'wait',
    'concurrency',
    'runTimeout',
    'retries',
    'seed',
    'shard',
    'client',
    'expectExit',
    'expectOutput',
    'startTimeout',
  ])
})

describe('the command', () => {
  const before = process.cwd()
  afterEach(() => process.chdir(before))

  it('names the file that it read, and refuses what is in it', () =>
    withFolder(async (folder) => {
      const { url, close } = await createReferenceRegistry().listen()
      try {
        process.chdir(folder)
        writeFileSync(
          'oci-assay.yaml',
          `target: ${url}\ndepth: quick\nonly: [pull.blob.get]\nformat: [junit]\n`,
        )
        const found = 'read options from oci-assay.yaml (found in the working folder)'
        const open = await command('run')
        expect([open.exitCode, open.stderr]).toEqual([0, `oci-assay: ${found}\n`])
        const { target } = await readResults('reports/results.json')
        expect(target.details['options from']).toBe('oci-assay.yaml (found in the working folder)')
        vi.stubEnv('OCI_USERNAME', 'me')
        vi.stubEnv('OCI_PASSWORD', 'secret-1234')
        for (const argv of [
          ['run'],
          ['doctor'],
          ['cleanup', 'reports/results.json', url, '--ca-file', 'x'],
        ]) {
          if (argv[0] === 'cleanup') writeFileSync('oci-assay.yaml', 'proxy: http://evil.example')
          const { exitCode, stderr } = await command(...argv)
          expect([exitCode, stderr]).toEqual([
            2,
            expect.stringMatching(/was found and not named, and it sets/),
          ])
        }
        writeFileSync(
          'oci-assay.yaml',
          `target: ${url}\ndepth: quick\nonly: [pull.blob.get]\nformat: [junit]\n`,
        )
        const named = await command('run', '--config', 'oci-assay.yaml')
        expect(named.exitCode).toBe(0)
        const details = (await readResults('reports/results.json')).target.details
        expect(details['options from']).toBe('oci-assay.yaml')
      } finally {
        process.chdir(before)
        await close()
      }
    }))
})
