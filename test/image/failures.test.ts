import type { AssayOptions } from '../../src/assay/options.ts'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { word } from '../../src/image/source/open/copy-first.ts'
import { exitCodes, Failure } from '../../src/results/conclusion/failure.ts'
import { createLayout, someFile, types } from '../../suites/image/layouts/build/layout.ts'
import { tarOf } from '../../suites/image/layouts/build/tar.ts'
import { entriesOf, write } from '../../suites/image/layouts/build/write.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-failure-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const path = (name: string, content?: Uint8Array | string): string => {
  const at = join(folder, name)
  if (content === undefined) mkdirSync(at, { recursive: true })
  else writeFileSync(at, content)
  return at
}
const archive = (): Buffer => {
  const layout = createLayout()
  layout.image({ layers: [{ files: [{ ...someFile(), content: 'x'.repeat(5000) }], mediaType: types.tar }] })
  return tarOf(entriesOf(layout))
}
const image = (): string => {
  const layout = createLayout()
  layout.image()
  return write(layout, mkdtempSync(join(folder, 'layout-')))
}

interface Row {
  what: string
  options: () => AssayOptions
  exitCode: number
  message: RegExp
  /** The command in the advice, with IMAGE for the file. */
  advice?: string
}

const rows: readonly Row[] = [
  { what: 'nothing at all', options: () => ({ target: '' }), exitCode: 2, message: /is empty/ },
  {
    what: 'a path without a file',
    options: () => ({ target: './nowhere' }),
    exitCode: 3,
    message: /is not there/,
  },
  {
    what: 'an empty folder',
    options: () => ({ target: path('empty') }),
    exitCode: 3,
    message: /empty folder/,
  },
  {
    what: 'an empty file',
    options: () => ({ target: path('zero.tar', '') }),
    exitCode: 3,
    message: /empty file/,
  },
  {
    what: 'a folder of something else',
    options: () => {
      writeFileSync(join(path('other'), 'README'), 'x')
      return { target: path('other') }
    },
    exitCode: 3,
    message: /does not contain an image layout/,
  },
  {
    what: 'a folder of blobs',
    options: () => ({ target: join(image(), 'blobs') }),
    exitCode: 3,
    message: /does not contain an image layout.*; .*layout-\w+ is one$/,
  },
  {
    what: 'the index of a layout',
    options: () => ({ target: join(image(), 'index.json') }),
    exitCode: 3,
    message: /neither an image layout.*; .*layout-\w+ is one$/,
  },
  {
    what: 'a folder with a layout in it',
    options: () => {
      const target = mkdtempSync(join(folder, 'outer-'))
      mkdirSync(join(target, 'inner'))
      const layout = createLayout()
      layout.image()
      write(layout, join(target, 'inner'))
      return { target }
    },
    exitCode: 3,
    message: /does not contain an image layout.*inner is one$/,
  },
  {
    what: 'an archive of docker save without images',
    options: () => ({ target: path('none.tar', tarOf([{ name: 'manifest.json', content: ' [ ]\n' }])) }),
    exitCode: 3,
    message: /none.tar contains no image: its manifest.json is an empty list/,
  },
  {
    what: 'the folder of an archive that docker saved',
    options: () => {
      writeFileSync(join(path('unpacked'), 'manifest.json'), '[]')
      return { target: path('unpacked') }
    },
    exitCode: 3,
    message: /contains the files of an archive of docker save/,
  },
  ...(
    [
      ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], 'image.tar.xz', 'xz -dc IMAGE > image.tar'],
      ['bzip2', [...Buffer.from('BZh9')], 'image.tbz', 'bzip2 -dc IMAGE > image.tar'],
      ['zip', [0x50, 0x4b, 3, 4], 'my image.zip', 'unzip -d my-image IMAGE'],
      ['7-Zip', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'image.7z', '7z x -oimage IMAGE'],
      ['lz4', [0x04, 0x22, 0x4d, 0x18], 'image.tar.lz4', 'lz4 -dc IMAGE > image.tar'],
    ] as const
  ).map(([name, first, file, command]) => ({
    what: `a ${name} file`,
    options: () => ({ target: path(file, Buffer.concat([Buffer.from(first), Buffer.alloc(2000, 1)])) }),
    exitCode: 3,
    message: new RegExp(`is a ${name} file, which is not read.*`),
    advice: command,
  })),
  {
    what: 'a text file',
    options: () => ({ target: path('text.txt', 'x'.repeat(2000)) }),
    exitCode: 3,
    message: /neither/,
  },
  {
    what: 'a gzip file of something else',
    options: () => ({ target: path('text.gz', gzipSync('x'.repeat(2000))) }),
    exitCode: 3,
    message: /neither/,
  },
  {
    what: 'an archive that is cut short',
    options: () => ({ target: path('cut.tar', archive().subarray(0, 3000)) }),
    exitCode: 3,
    message: /cut short/,
  },
  {
    what: 'a gzip archive that is cut short',
    options: () => ({ target: path('cut.tgz', gzipSync(archive()).subarray(0, -100)) }),
    exitCode: 3,
    message: /cut short/,
  },
  {
    what: 'a link to nowhere',
    options: () => {
      symlinkSync('nowhere', join(folder, 'link'))
      return { target: join(folder, 'link') }
    },
    exitCode: 3,
    message: /not there|nowhere/,
  },
  {
    what: 'a device',
    options: () => ({ target: '/dev/null' }),
    exitCode: 3,
    message: /neither a folder nor a regular file/,
  },
  {
    what: 'missing content that is both allowed and not',
    options: () => ({ target: image(), closed: true, allowMissing: true }),
    exitCode: exitCodes.usage,
    message: /closed and allow-missing exclude each other/,
  },
  {
    what: 'an unknown suite',
    options: () => ({ target: image(), suites: ['pull'] }),
    exitCode: exitCodes.usage,
    message: /unknown suite pull/,
  },
  {
    what: 'an unknown requirement',
    options: () => ({ target: image(), only: ['pull.*'] }),
    exitCode: exitCodes.usage,
    message: /no requirement/,
  },
]

describe('what cannot be validated', () => {
  it.each(rows)('$what', async ({ options, exitCode, message, advice }) => {
    const given = options()
    const error: unknown = await assay(given).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(Failure)
    expect((error as Failure).message).toMatch(message)
    expect((error as Failure).exitCode).toBe(exitCode)
    if (advice !== undefined)
      expect((error as Failure).advice).toContain(`\`${advice.replace('IMAGE', word(given.target))}\``)
  })

  it('evaluates only what is selected', async () => {
    const { result } = await assay({ target: image(), suites: ['layout'], skip: ['layout.blob'] })
    const evaluated = result.requirements.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id)
    expect(evaluated).toContain('layout.index.exists')
    expect(evaluated.every((id) => id.startsWith('layout.') && !id.startsWith('layout.blob.'))).toBe(true)
    expect(result.profile).toMatchObject({ specification: 'image', suites: ['layout'], claimed: true })
  })

  it('ends with an error and not with a verdict where it is interrupted', async () => {
    const { result } = await assay({ target: image(), signal: AbortSignal.abort() })
    expect(result.interrupted).toBe(true)
    expect(result.requirements.filter(({ verdict }) => verdict === 'pass' || verdict === 'fail')).toEqual([])
  })
})
