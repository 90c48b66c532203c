import { writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { command, withFolder, withServer } from './command.ts'

// The usual folder is locked by tests beside this one.
beforeEach(() => void vi.stubEnv('OCI_ASSAY_REPORTS', join(tmpdir(), `oci-assay-${process.pid}`)))
afterEach(() => void vi.unstubAllEnvs())

const run = (...argv: readonly string[]) =>
  withFolder((folder) => command('run', '--reports', folder, '--timeout', '300', ...argv))

/** Every message is for people: no trace of the program, and a hint on what to do. */
const isForPeople = (stderr: string) => {
  expect(stderr).toMatch(/^oci-assay: |^error: /)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3)
}

describe('wrong usage ends with exit code 2', () => {
  it.each([
    [['run'], 'specify one registry or image'],
    [['run', 'localhost:5000', '--reference'], 'specify one registry or image'],
    [['run', 'ftp://localhost'], 'ftp'],
    [['run', 'localhost:5000', '--spec', '2.0'], 'Allowed choices are 1.0, 1.1, dev'],
    [['run', 'localhost:5000', '--suite', 'pul'], 'did you mean pull?'],
    [['run', 'localhost:5000', '--only', 'pull.nothing'], 'no requirement matches pull.nothing'],
    [['run', 'localhost:5000', '--only', 'pull.nothing.*'], 'no requirement matches pull.nothing.*'],
    [['run', 'localhost:5000', '--shard', '4/3'], 'such as 1/3'],
    [['run', './layout', '--shard', '1/3'], 'shards divide many images'],
    [['run', 'localhost:5000', '--expectations', '/nowhere.yaml'], 'name another file with --expectations'],
    [['run', 'localhost:5000', '--format', 'pdf'], 'Allowed choices'],
    [['run', 'localhost:5000', '--concurrency', '0'], 'whole number from 1'],
    [['run', 'localhost:5000', '--timeout', '3000000000'], 'whole number from 1 to 86400000'],
    [['run', 'localhost:5000', '--run-timeout', '3000000'], 'whole number from 1 to 604800'],
    [['run', 'localhost:5000', '--seed', 'xyz'], 'hexadecimal'],
    [['run', 'localhost:5000', '--repository', 'Upper/Case'], 'is invalid: it must have lowercase'],
    [['run', 'localhost:5000', '--read-only'], 'requires a tag, manifest or blob to start from'],
    [['run', 'localhost:5000', '--tag', 'latest'], 'add --read-only, or leave them out'],
    [['run', 'localhost:5000', '--password-stdin'], 'needs --username'],
    [['run', 'localhost:5000', '--username', 'me'], 'no password for the user me'],
    [['run', 'localhost:5000', '--ca-file', '/nowhere.pem'], '/nowhere.pem cannot be read'],
    [['run', 'localhost:5000', '--sed', '1'], 'unknown option'],
    [['run', './one', './two'], 'Several images: --images <file>'],
    [['run', 'localhost:5000', '--container', 'a'], 'specify one registry or image'],
    [['run', '--reference', '--container', 'a'], 'specify one registry or image'],
    [['run', 'localhost:5000', '--port', '5000'], '--port requires --container'],
    [['run', '--reference', '--container-command', 'serve'], '--container-command requires --container'],
    [['run', '--container', 'a', '--port', '0'], 'whole number from 1'],
    [['run', '--container', 'a', '--volume', 'data'], 'host:container'],
    [['run', '--container', 'a', '--env', '=1'], 'NAME=value'],
    [['run', '--container', 'a', '--env', 'SURELY_NOT_HERE'], 'the variable is not set'],
    [['run', '--container', 'a', '--container-command', '"a'], 'a quote is opened'],
    [['cleanup'], 'specify the results.json of a run, or --containers'],
    [['rum'], 'unknown command'],
    [['explain', 'pull.manifest.exact'], 'did you mean'],
    [['list', 'sweets'], 'Allowed choices'],
    [['list', 'requirement'], 'Did you mean requirements?'],
    [['serve', '--fault', 'no-such-fault'], 'oci-assay list faults'],
    [['serve', '--fault', 'tag-4040'], 'did you mean tag-404?'],
    [['serve', '--fault', 'get-404~by-tag~after-mov'], 'did you mean get-404~by-tag~after-move'],
    [['serve', '--fault', 'get-40~by-tag~after-move'], 'get-404~by-tag~after-move'],
    [['serve', '--fault', 'unheard~of~all'], 'an id has the form <effect>~<condition>~<state>'],
  ])('%j', async (argv, message) => {
    const { exitCode, stderr } = await command(...argv)
    expect(stderr).toContain(message)
    isForPeople(stderr)
    expect(exitCode).toBe(2)
  })

  it('where the reports cannot be written', async () => {
    await withFolder(async (folder) => {
      const file = join(folder, 'file')
      await writeFile(file, '')
      const { exitCode, stderr } = await command('run', '--reference', '--reports', join(file, 'reports'))
      expect(stderr).toContain('file/reports cannot be created: ')
      isForPeople(stderr)
      expect(exitCode).toBe(2)
    })
  })
})

const page: RequestListener = (_, response) => {
  response.setHeader('Content-Type', 'text/html')
  response.end('<h1>It works!</h1>')
}
const loop: RequestListener = (request, response) => {
  response.writeHead(302, { Location: request.url ?? '/' })
  response.end()
}
const endless: RequestListener = (_, response) => {
  const write = () => {
    while (response.write(Buffer.alloc(65_536))) if (response.destroyed) return
    response.once('drain', write)
  }
  write()
}

describe('a target that cannot be tested ends with exit code 3', () => {
  it.each([
    ['an unknown host', 'http://registry.invalid:5000', /registry\.invalid/],
    ['a refused port', 'http://127.0.0.1:1', /nothing listens/],
  ])('%s', async (_, target, message) => {
    const { exitCode, stderr } = await run(target)
    expect(stderr).toMatch(message)
    isForPeople(stderr)
    expect(exitCode).toBe(3)
  })

  it.each<[string, RequestListener, RegExp]>([
    ['a page that is no registry', page, /is not a registry/],
    ['a server that never answers', () => undefined, /time|answer/i],
    ['a redirect loop', loop, /leads back/],
    ['an endless body', endless, /did not stop/],
    ['garbage', (request) => void request.socket.end('\0\0\0 what?\r\n\r\n'), /HTTP|protocol|malformed/i],
    ['a reset', (request) => void request.socket.destroy(), /closed|reset|broke/i],
  ])('%s', async (_, listener, message) => {
    await withServer(listener, async (url) => {
      const { exitCode, stderr } = await run(url)
      expect(stderr).toMatch(message)
      isForPeople(stderr)
      expect(exitCode).toBe(3)
    })
  })

  it('TLS where there is none', async () => {
    await withServer(page, async (url) => {
      const { exitCode, stderr } = await run(url.replace('http:', 'https:'))
      expect(stderr).toMatch(/TLS/)
      isForPeople(stderr)
      expect(exitCode).toBe(3)
    })
  })

  it('missing and wrong credentials', async () => {
    const { url, close } = await createReferenceRegistry({ auth: 'bearer' }).listen()
    const anonymous = await run(url)
    expect(anonymous.stderr).toMatch(/user|credential/)
    isForPeople(anonymous.stderr)
    expect(anonymous.exitCode).toBe(3)
    process.env['OCI_PASSWORD'] = 'wrong'
    try {
      const wrong = await run(url, '--username', 'assay')
      expect(wrong.stderr).toMatch(/user|credential|password/)
      expect(wrong.stderr).not.toContain('wrong\n')
      isForPeople(wrong.stderr)
      expect(wrong.exitCode).toBe(3)
    } finally {
      delete process.env['OCI_PASSWORD']
      await close()
    }
  })
})
