import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { reasonOf, remedyOf, runCommand } from '../../../src/client/run-command.ts'
import { surroundings } from '../../../src/client/surroundings.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'oci-assay-test-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const node = (script: string, more: { timeout?: number; signal?: AbortSignal } = {}) =>
  runCommand([process.execPath, '-e', script], {
    env: { PATH: process.env['PATH'] ?? '' },
    cwd: folder,
    timeout: 60_000,
    signal: new AbortController().signal,
    ...more,
  })

it('reports status and both streams', async () => {
  const ended = await node(`process.stdout.write('out'); process.stderr.write('err'); process.exitCode = 3`)
  expect(ended).toMatchObject({ status: 3, stdout: 'out', stderr: 'err', timedOut: false })
})

it('keeps the beginning and the end of a long output', async () => {
  const { stdout } = await node(`console.log('begin'); console.log('x'.repeat(1e6)); console.log('end')`)
  expect(stdout.length).toBeLessThan(100_000)
  expect(stdout).toMatch(/^begin[^]*characters left out[^]*end\n$/)
})

it('ends a command after its time, with all that it has started', async () => {
  const ended = await node(
    `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' }); setInterval(() => 0, 1000)`,
    { timeout: 300 },
  )
  // The output would stay open as long as the child lives.
  expect(ended).toMatchObject({ timedOut: true })
  expect(ended.status).toBeUndefined()
})

it('ends a command where the run is interrupted', async () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 200)
  const ended = await node('setInterval(() => 0, 1000)', { signal: controller.signal })
  expect(ended.timedOut).toBe(false)
  expect(ended.status).toBeUndefined()
})

it('reports a program that does not exist', async () => {
  const ended = await runCommand(['oci-assay-no-such-program'], {
    env: {},
    cwd: folder,
    timeout: 1000,
    signal: new AbortController().signal,
  })
  expect(ended.unstarted).toMatch(/ENOENT/)
})

it.each([
  ['spawn tool ENOENT', 'there is no such program on the PATH'],
  ['spawn /opt/my tool ENOENT', 'there is no such file'],
  ['spawn C:\\tool.exe ENOENT', 'there is no such file'],
  ['spawn /opt/tool EACCES', 'it is not executable: chmod +x /opt/tool'],
  ['spawn E2BIG', 'spawn E2BIG'],
  ['spawn tool EMFILE', 'this process has too many open files (EMFILE)'],
  ['spawn tool EAGAIN', 'there are too many processes (EAGAIN)'],
])('explains %s', (unstarted, expected) => {
  expect(reasonOf(unstarted)).toBe(expected)
})

it.each([
  ['spawn tool ENOENT', undefined],
  ['spawn tool EACCES', undefined],
  ['spawn E2BIG', undefined],
  ['spawn tool EMFILE', 'raise the limit with `ulimit -n 1024`, or lower --concurrency'],
  ['spawn tool EAGAIN', 'end other programs, or raise the limit with `ulimit -u`'],
  ['spawn tool ENOMEM', 'end other programs, or use a machine with more memory'],
])('knows what to do about %s where it is the machine that lacks something', (unstarted, expected) => {
  expect(remedyOf(unstarted)).toBe(expected)
})

it('gives each invocation a home of its own, and nothing of the user', () => {
  const logins = [{ registry: '127.0.0.1:5000', username: 'u', password: 'p' }]
  const env = surroundings(folder, logins, {
    PATH: '/bin',
    HOME: '/home/user',
    HTTPS_PROXY: 'http://proxy',
    DOCKER_HOST: 'tcp://other',
    GITHUB_TOKEN: 'secret',
    REGISTRY_AUTH_FILE: '/home/user/auth.json',
    SSL_CERT_FILE: '/ca',
    LANG: 'C',
  })
  expect(env).toMatchObject({ PATH: '/bin', LANG: 'C', HOME: folder })
  for (const name of ['HTTPS_PROXY', 'DOCKER_HOST', 'GITHUB_TOKEN', 'SSL_CERT_FILE'])
    expect(env).not.toHaveProperty(name)
  const config = join(env['DOCKER_CONFIG'] ?? '', 'config.json')
  expect(JSON.parse(readFileSync(config, 'utf8'))).toEqual({
    auths: { '127.0.0.1:5000': { auth: Buffer.from('u:p').toString('base64') } },
  })
  expect(readFileSync(env['REGISTRY_AUTH_FILE'] ?? '', 'utf8')).toContain('127.0.0.1:5000')
  if (process.platform !== 'win32') expect(statSync(config).mode & 0o077).toBe(0)
})
