import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { program } from '../../../src/cli/program.ts'
import type { Failure } from '../../../src/results/conclusion/failure.ts'
import { readResults } from '../../../src/results/file/read.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'oci-assay-test-'))))
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

async function command(...argv: string[]) {
  let stdout = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    stdout += String(chunk)
    return true
  })
  const failures: Failure[] = []
  const exitCode = await program(argv, (failure) => void failures.push(failure))
  return { exitCode, stdout, failures }
}

it('tests a client by its recipe, and writes the reports', async () => {
  const reports = join(folder, 'reports')
  const { exitCode, stdout } = await command('client', 'mini', '--only', 'client.pull', '--reports', reports)
  expect(exitCode, stdout).toBe(0)
  expect(stdout).toContain('mini  client 1.1')
  const result = await readResults(join(reports, 'results.json'))
  expect(result.target).toMatchObject({ kind: 'client', name: 'mini' })
  expect(result.totals.requirements).toMatchObject({ pass: 7, fail: 0, error: 0 })
  expect(readFileSync(join(reports, 'report.html'), 'utf8')).toContain('mini')
}, 60_000)

it('tests any client by its commands, and shows with a finding what it was given and how to see it again', async () => {
  const reports = join(folder, 'reports')
  // It accepts whatever it is given, since it looks at nothing; the registry sees what it requests.
  const script = join(folder, 'client.mjs')
  writeFileSync(
    script,
    `const [registry, repository, tag] = process.argv.slice(2)
     const base = 'http://' + registry + '/v2/' + repository + '/'
     const manifest = await (await fetch(base + 'manifests/' + tag)).json()
     for (const { digest } of [manifest.config, ...manifest.layers]) await (await fetch(base + 'blobs/' + digest)).arrayBuffer()
     console.log('pulled')`,
  )
  const pull = `"${process.execPath}" "${script}" {registry} {repository} {tag}`
  const argv = ['client', '--pull', pull, '--only', 'client.verify.sha256', '--reports', reports]
  const { exitCode, stdout } = await command(...argv, '--verbose')
  expect(exitCode, stdout).toBe(1)
  expect(stdout).toContain('accepts an altered layer')
  const text = readFileSync(join(reports, 'junit.xml'), 'utf8')
  expect(text).toContain('client.mjs')
  expect(text).toContain('exit status 0')
  expect(text).toContain('oci-assay serve --scenario pull-blob-altered --log')
}, 60_000)

it('shows how to see by hand what does not work with a registry that conforms', async () => {
  const reports = join(folder, 'reports')
  const tags = `"${process.execPath}" -e "console.error('no such option'); process.exit(3)" {name}`
  const { exitCode, stdout } = await command(
    'client',
    '--tags',
    tags,
    '--only',
    'client.discovery.all-tags',
    '--reports',
    reports,
  )
  expect(exitCode).toBe(3)
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'tags does not work with a registry that conforms: exit status 3: no such option. To see it by hand: oci-assay serve --scenario control-tags --log',
  )
}, 60_000)

it.each([
  [['client'], /specify a client/],
  [['client', 'no-such-client'], /there is no recipe "no-such-client"/],
  [
    ['client', '--pull', 'oci-assay-no-such-program {ref}', '--only', 'client.pull.no-such'],
    /no requirement/,
  ],
])('refuses %j', async (argv, message) => {
  const { exitCode, failures } = await command(...argv)
  expect(exitCode).toBe(2)
  expect(failures[0]?.message).toMatch(message)
  expect(failures[0]?.advice).toBeDefined()
})

it('takes commands from a file only where it is named', async () => {
  const config = join(folder, 'oci-assay.yaml')
  writeFileSync(config, 'client: mine\npull: no-such-client {ref}\n')
  const back = process.cwd()
  process.chdir(folder)
  try {
    const { exitCode, failures } = await command('client')
    expect(exitCode).toBe(2)
    expect(failures[0]?.message).toMatch(
      /sets pull \(line 2\): only a file that is named explicitly may name commands/,
    )
  } finally {
    process.chdir(back)
  }
})
