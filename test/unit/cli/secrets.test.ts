import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { formatNames } from '../../../src/reporters/reports.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { ledgerFileOf } from '../../../src/registry/ledger/write-file.ts'
import { command, quick, withFolder } from './command.ts'
import { effectsOf } from '../../../suites/distribution/faults.ts'

/** All that a run wrote, by the name of the file, and its output. */
async function everything(folder: string, argv: readonly string[]): Promise<Map<string, string>> {
  const ledger = ledgerFileOf(join(folder, 'results.json'))
  let written = ''
  // It is gone at the end of the run: a kill would leave it as it is in between.
  const watch = setInterval(() => {
    if (existsSync(ledger)) written = readFileSync(ledger, 'utf8')
  }, 5)
  const outputs = await command('run', ...argv, '--reports', folder, '--format', ...formatNames)
  clearInterval(watch)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const texts = new Map(files.map((file) => [file.slice(folder.length + 1), readFileSync(file, 'utf8')]))
  expect(written.split('\n').length).toBeGreaterThan(20)
  return texts.set('ledger', written).set('stdout', outputs.stdout).set('stderr', outputs.stderr)
}

/** A secret, and what it looks like in headers, URLs and JSON. */
const spellings = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
]

function expectNone(texts: ReadonlyMap<string, string>, secrets: readonly string[]): void {
  expect(texts.size).toBeGreaterThan(formatNames.length)
  for (const [name, text] of texts) {
    for (const secret of secrets.flatMap(spellings)) {
      expect(text.includes(secret), `${name} holds ${secret}`).toBe(false)
    }
  }
}

const account = { username: 'assay', password: 'assay-password' }
const pair = `${account.username}:${account.password}`

// The registry returns wrong content, so that reports show exchanges and scripts.
describe('no report, no script and no message holds a secret', () => {
  afterEach(() => vi.unstubAllEnvs())

  it.each(['basic', 'bearer'] as const)('of %s authentication', async (auth) => {
    const tokens = new Set<string>()
    const registry = await createReferenceRegistry({ auth, effects: effectsOf('blob-altered') }).listen()
    vi.stubEnv('OCI_PASSWORD', account.password)
    // What crosses the wire is looked at where it leaves this process.
    const { subscribe, unsubscribe } = await import('node:diagnostics_channel')
    const onHeaders = (message: unknown) => {
      const { headers } = (message as { request: { headers: unknown } }).request
      for (const [, token] of String(headers).matchAll(/Bearer ([\w.~+/=-]+)/g)) tokens.add(token!)
    }
    subscribe('undici:client:sendHeaders', onHeaders)
    try {
      await withFolder(async (folder) => {
        const argv = [registry.url, '--username', account.username, '--suite', 'pull', 'push', ...quick]
        const texts = await everything(folder, argv)
        expect(texts.get('results.json')).toContain('Authorization')
        expect(texts.get('report.html')).toContain('oci-assay reproduce')
        expectNone(texts, [account.password, pair, ...tokens])
        expect(tokens.size > 0).toBe(auth === 'bearer')
      })
    } finally {
      unsubscribe('undici:client:sendHeaders', onHeaders)
      await registry.close()
    }
  })

  it.each(['basic', 'bearer'] as const)('where %s authentication is refused', async (auth) => {
    const registry = await createReferenceRegistry({ auth }).listen()
    const wrong = 'quite+another/password'
    vi.stubEnv('OCI_PASSWORD', wrong)
    try {
      await withFolder(async (folder) => {
        const access = ['--username', account.username]
        const outputs = [
          await command('run', registry.url, ...access, ...quick, '--reports', folder),
          await command('doctor', registry.url, ...access),
          await command('run', registry.url, ...access, '--print-config'),
        ]
        expect(outputs.map(({ exitCode }) => exitCode)).toEqual([3, 3, 0])
        const texts = new Map(
          outputs.flatMap(({ stdout, stderr }, index) => [
            [`out ${index}`, stdout],
            [`err ${index}`, stderr],
          ]),
        )
        for (const [name, text] of texts) {
          for (const secret of [wrong, `${account.username}:${wrong}`].flatMap(spellings)) {
            expect(text.includes(secret), `${name} holds ${secret}`).toBe(false)
          }
        }
      })
    } finally {
      await registry.close()
    }
  })

  const typed = [
    'http://USER@127.0.0.1:1',
    'http://USER@127.0.0.1:1/a/b:c',
    'http://USER/word@127.0.0.1:1/a/b:c',
    'USER@127.0.0.1:1',
    'USER@127.0.0.1:1/a/b:c',
    'docker://USER@127.0.0.1:1/a/b:c',
    'oci:http://USER@127.0.0.1:1',
    'ftp://USER@127.0.0.1',
  ]

  it.each(typed)('of the address %s', async (text) => {
    const target = text.replace('USER', pair)
    for (const argv of [['run'], ['doctor'], ['run', '--print-config']]) {
      const { stdout, stderr, exitCode } = await command(...argv, target)
      expect(exitCode === 0).toBe(argv.length > 1)
      expect(stdout + stderr).not.toContain(account.password)
      if (argv.length > 1) expect(stdout).toMatch(/^target: .*\*\*\*@/m)
    }
  })

  it.each([
    ['http://USER@127.0.0.1:1', 3],
    ['USER@127.0.0.1:1', 3],
    ['http://USER/word@127.0.0.1:1', 2],
    ['http://USER%zz@127.0.0.1:1', 2],
    ['socks5://USER@127.0.0.1:1', 2],
  ])('of the proxy %s', async (text, code) => {
    const proxy = text.replace('USER', pair)
    const outputs = [
      await command('run', 'http://127.0.0.1:1', '--proxy', proxy),
      await command('run', 'http://127.0.0.1:1', '--proxy', proxy, '--print-config'),
    ]
    vi.stubEnv('HTTP_PROXY', proxy)
    outputs.push(await command('run', 'http://registry.invalid'))
    expect([outputs[0]?.exitCode, outputs[2]?.exitCode]).toEqual([code, code])
    for (const { stdout, stderr } of outputs) expect(stdout + stderr).not.toContain(account.password)
  })

  it('leaves addresses alone that have a port or a digest', async () => {
    const digest = `sha256:${'0'.repeat(64)}`
    for (const target of [`localhost:5000/a/b:c@${digest}`, `http://localhost:5000/a/b@${digest}`]) {
      const { stdout } = await command('run', '--print-config', target)
      expect(stdout).toContain(`target: ${target}`)
    }
  })

  it.skipIf(spawnSync('openssl', ['version']).status !== 0)('of a client certificate', () =>
    withFolder(async (keys) => {
      const [key, cert] = [join(keys, 'key.pem'), join(keys, 'cert.pem')]
      const subject = ['-subj', '/CN=assay', '-addext', 'subjectAltName=IP:127.0.0.1']
      execFileSync(
        'openssl',
        [
          'req',
          '-x509',
          '-newkey',
          'rsa:2048',
          '-nodes',
          '-days',
          '2',
          ...subject,
          '-keyout',
          key,
          '-out',
          cert,
        ],
        { stdio: 'ignore' },
      )
      const pem = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
      const registry = createReferenceRegistry({ effects: effectsOf('blob-altered') })
      const options = { ...pem, ca: pem.cert, requestCert: true, rejectUnauthorized: true }
      const server = createServer(options, (request, response) => void registry.handler(request, response))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      try {
        await withFolder(async (folder) => {
          const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
          const trust = ['--ca-file', cert, '--client-cert', cert, '--client-key', key]
          const texts = await everything(folder, [url, ...trust, '--suite', 'pull', ...quick])
          expect(JSON.parse(texts.get('results.json')!)).toMatchObject({
            complete: true,
            target: { details: { 'client certificate': 'shown' } },
          })
          const lines = pem.key.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'))
          expectNone(texts, lines)
        })
      } finally {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    }),
  )
})
