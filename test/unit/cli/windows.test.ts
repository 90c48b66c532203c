import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { namesImage } from '../../../src/assay/names-image.ts'
import { readConfiguration } from '../../../src/cli/configuration/file.ts'
import { expectationsFrom } from '../../../src/cli/input/expectations.ts'
import { createReferenceRegistry } from '../../../src/reference/index.ts'
import { readSources } from '../../../src/registry/auth/credential-store/files.ts'
import { command, quick, withFolder } from './command.ts'

/** What Windows and its tools write otherwise: backslashes, drives, blanks, CR LF, a byte order mark. */

afterEach(() => vi.restoreAllMocks())

describe('a target', () => {
  it.each([
    ['C:\\layouts\\busybox', true],
    ['c:/layouts/busybox', true],
    ['.\\layout', true],
    ['..\\my image\\layout', true],
    ['build\\layout', true],
    ['\\\\server\\share\\layout', true],
    ['\\layout', true],
    ['~\\layout', true],
    ['./layout', true],
    ['image.tar', true],
    ['c:5000', false],
    ['localhost:5000', false],
    ['registry.example', false],
    ['https://registry.example/c:/x', false],
    ['registry.example/team/app:1.2', true],
  ])('%s is an image: %s', (target, image) => {
    expect(namesImage(target)).toBe(image)
  })

  it.each(['C:\\nowhere\\layout', '.\\no layout', 'no\\layout'])(
    '%s that is not there is reported as a missing image',
    async (target) => {
      const { exitCode, stderr } = await withFolder((folder) => command('run', target, '--reports', folder))
      expect(exitCode).toBe(3)
      expect(stderr).toContain(target)
      expect(stderr).toContain('give the folder of an image layout')
    },
  )
})

const crlf = (...lines: string[]) => `\uFEFF${lines.join('\r\n')}\r\n`

describe('files with CR LF and a byte order mark', () => {
  it('are read as a configuration, and mistakes have their line and column', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'oci assay.yaml')
      await writeFile(
        path,
        crlf('spec: "1.1"', 'ca-file: keys\\ca file.pem', 'suite:', '  - pull', '  - push'),
      )
      const layer = readConfiguration(path)
      expect(layer.get('spec')).toEqual({ value: '1.1', from: `${path}:1` })
      expect(layer.get('suite')).toEqual({ value: ['pull', 'push'], from: `${path}:3` })
      expect(layer.get('caFile')).toMatchObject({ value: join(folder, 'keys\\ca file.pem') })
      await writeFile(path, crlf('spec: "1.1"', 'concurrency: many'))
      expect(() => readConfiguration(path)).toThrow(`${path}:2:14: concurrency: must be a whole number`)
    }))

  it('are read as expectations, and mistakes have their line and column', () =>
    withFolder(async (folder) => {
      const path = join(folder, 'known failures.yaml')
      const entry = ['expectations:', '  - requirement: pull.blob.exact-bytes']
      await writeFile(path, crlf(...entry, '    reason: "a reason of two lines,', '      joined"'))
      expect(await expectationsFrom(path)).toEqual([
        { requirement: 'pull.blob.exact-bytes', reason: 'a reason of two lines, joined' },
      ])
      await writeFile(path, crlf(...entry, '    reason: x', '    colour: red'))
      await expect(expectationsFrom(path)).rejects.toThrow(`${path}:4:5: unknown property colour`)
    }))

  it('are read as docker’s own configuration', () =>
    withFolder(async (folder) => {
      const home = join(folder, 'home of me')
      await mkdir(join(home, '.docker'), { recursive: true })
      const auths = { 'registry.example': { auth: Buffer.from('me:secret').toString('base64') } }
      const text = crlf(...JSON.stringify({ auths }, undefined, 2).split('\n'))
      await writeFile(join(home, '.docker/config.json'), text)
      const [source] = readSources({ environment: {}, home })
      expect(source).toMatchObject({
        name: `~${join('/', '.docker', 'config.json')}`,
        configuration: { auths },
      })
    }))
})

// PowerShell ends what it pipes with CR LF.
it.each(['\r\n', '\n', ''])('a password from standard input may end with %j', async (end) => {
  const registry = await createReferenceRegistry({ auth: 'basic' }).listen()
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(
    Readable.from([Buffer.from(`assay-password${end}`)]) as unknown as typeof process.stdin,
  )
  try {
    await withFolder(async (folder) => {
      const access = ['--username', 'assay', '--password-stdin', ...quick, '--only', 'pull.blob.exact-bytes']
      const { exitCode } = await command(
        'run',
        registry.url,
        ...access,
        '--reports',
        join(folder, 'my reports'),
      )
      expect(exitCode).toBe(0)
    })
  } finally {
    await registry.close()
  }
})
