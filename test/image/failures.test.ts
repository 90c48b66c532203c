import type { AssayOptions } from '../../src/assay/options.ts'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
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

const rows: readonly { what: string; options: () => AssayOptions; exitCode: number; message: RegExp }[] = [
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
    what: 'what docker saved before it had layouts',
    options: () => ({ target: path('docker.tar', tarOf([{ name: 'manifest.json', content: '[]' }])) }),
    exitCode: 3,
    message: /does not contain an OCI image layout/,
  },
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
  it.each(rows)('$what', async ({ options, exitCode, message }) => {
    const error: unknown = await assay(options()).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toBeInstanceOf(Failure)
    expect((error as Failure).message).toMatch(message)
    expect((error as Failure).exitCode).toBe(exitCode)
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
