import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, vi } from 'vitest'
import { attack } from '../../attack.ts'
import { sample } from '../../sample.ts'
import { formatNames } from '../../../src/reporters/reports.ts'
import { ledgerFileOf } from '../../../src/registry/ledger/write-file.ts'
import { command, quick, withFolder, withServer, type Spoken } from './command.ts'
import { echoing, formsOf, tokens } from './echoing.ts'

const password = 'pa"ss+wörd/&7<x'
const pair = `tester:${password}`
const issued = Object.values(tokens)

/** All that a run wrote, by the name of the file; the ledger, which is removed, as it was in between. */
async function filesOf(folder: string, run: () => Promise<Spoken>): Promise<Map<string, string>> {
  const ledger = ledgerFileOf(join(folder, 'results.json'))
  let written = ''
  const watch = setInterval(() => {
    if (existsSync(ledger)) written = readFileSync(ledger, 'utf8')
  }, 5)
  const { stdout, stderr } = await run()
  clearInterval(watch)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  const paths = files.map(({ parentPath, name }) => join(parentPath, name))
  return new Map([
    ...paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')] as const),
    ['the ledger', written],
    ['stdout', stdout],
    ['stderr', stderr],
  ])
}

/** The secrets that texts contain, in any form: `results.json: token`. */
const leaks = (texts: ReadonlyMap<string, string>, secrets: readonly string[]): string[] =>
  [...texts].flatMap(([name, text]) =>
    secrets.flatMap(formsOf).flatMap((form) => (text.includes(form) ? [`${name}: ${form}`] : [])),
  )

/** A registry's address as the key of a login. */
const login = (url: string, entry: Record<string, string>): string =>
  JSON.stringify({ auths: { [new URL(url).host]: entry } })

/** Each kind of credential: how it is passed, and what must never be repeated. */
const kinds: {
  title: string
  scheme: 'basic' | 'bearer'
  give: (url: string) => readonly string[]
  secrets: readonly string[]
}[] = [
  {
    title: 'a password for Basic',
    scheme: 'basic',
    give: () => (vi.stubEnv('OCI_ASSAY_PASSWORD', password), ['--username', 'tester']),
    secrets: [password, pair],
  },
  {
    title: 'tokens of a token server',
    scheme: 'bearer',
    give: () => (vi.stubEnv('OCI_ASSAY_PASSWORD', password), ['--username', 'tester']),
    secrets: [password, pair, ...issued],
  },
  {
    title: 'an identity token',
    scheme: 'bearer',
    give: (url) => (vi.stubEnv('DOCKER_AUTH_CONFIG', login(url, { identitytoken: 'identity+token/4' })), []),
    secrets: ['identity+token/4', ...issued],
  },
  {
    title: 'a registry token',
    scheme: 'bearer',
    give: (url) => (vi.stubEnv('DOCKER_AUTH_CONFIG', login(url, { registrytoken: 'registry+token/5' })), []),
    secrets: ['registry+token/5'],
  },
  {
    title: 'a login of docker',
    scheme: 'basic',
    give: (url) => {
      vi.stubEnv('DOCKER_AUTH_CONFIG', login(url, { auth: Buffer.from(pair).toString('base64') }))
      return []
    },
    secrets: [password, pair],
  },
  {
    title: 'the password of a proxy',
    scheme: 'basic',
    give: (url) => {
      vi.stubEnv('OCI_ASSAY_PASSWORD', password)
      return ['--username', 'tester', '--proxy', url.replace('://', '://porter:pro%2Fxy-secret@')]
    },
    secrets: [password, pair, 'pro/xy-secret', 'porter:pro/xy-secret'],
  },
]

/** Requests of each kind; with all requirements of a run, each report contains the same some hundred times. */
const some = sample(quick, [
  ...quick,
  '--only',
  'http',
  'errors',
  'pull.blob',
  'pull.manifest',
  'push.session',
  'discovery.tags',
])

describe('a registry that repeats credentials', () => {
  afterEach(() => vi.unstubAllEnvs())

  for (const { title, scheme, give, secrets } of kinds)
    attack(
      {
        part: 'Secrets',
        what: `a registry that repeats ${title} in each encoding`,
        result: 'no report, no ledger and no output contains it',
      },
      () =>
        withServer(echoing({ scheme }), (url) =>
          withFolder(async (folder) => {
            const access = give(url)
            const texts = await filesOf(folder, () =>
              command(
                'run',
                url,
                ...access,
                ...some,
                ...quick,
                '--reports',
                folder,
                '--format',
                ...formatNames,
                '--verbose',
              ),
            )
            expect(texts.size, texts.get('stderr')).toBeGreaterThan(formatNames.length)
            expect(texts.get('results.json')).toContain('***')
            expect(texts.get('the ledger')?.split('\n').length).toBeGreaterThan(5)
            expect(leaks(texts, secrets)).toEqual([])
            const results = join(folder, 'results.json')
            const others = [
              await command('doctor', url, ...access),
              await command('doctor', url, ...access, '--json'),
              await command('run', `${url}/a/b:c`, ...access, '--reports', join(folder, 'image')),
              await command('cleanup', results, url, ...access),
            ]
            const outputs = new Map(
              others.map(({ stdout, stderr }, at) => [`command ${at}`, stdout + stderr]),
            )
            expect(leaks(outputs, secrets)).toEqual([])
          }),
        ),
      60_000,
    )

  for (const { title, scheme, give, secrets } of kinds)
    attack(
      {
        part: 'Secrets',
        what: `a registry that refuses access and repeats ${title}`,
        result: 'no message contains it',
      },
      () =>
        withServer(echoing({ scheme, refuses: true }), (url) =>
          withFolder(async (folder) => {
            const access = give(url)
            const outputs = [
              await command('run', url, ...access, ...quick, '--reports', folder),
              await command('run', `${url}/a/b:c`, ...access, '--reports', folder),
              await command('doctor', url, ...access),
              await command('doctor', url, ...access, '--json'),
              await command('run', url, ...access, '--print-config'),
            ]
            const texts = outputs.map(({ stdout, stderr }, at) => [`command ${at}`, stdout + stderr] as const)
            expect(leaks(new Map(texts), secrets)).toEqual([])
          }),
        ),
    )
})
