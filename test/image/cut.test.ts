import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { conclusionOf } from '../../src/results/conclusion/conclusion.ts'
import { exitCodes, Failure } from '../../src/results/conclusion/failure.ts'
import { attack } from '../attack.ts'
import { createLayout, someFile, types } from '../../suites/image/layouts/build/layout.ts'
import { tarOf, type TarFile } from '../../suites/image/layouts/build/tar.ts'
import { entriesOf } from '../../suites/image/layouts/build/write.ts'
import { checksumOf, skippableFrame, zstdOf } from '../../suites/image/layouts/build/zstd.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-cut-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const block = 512

/** The entries of an image with the layers of all compressions; some have extended headers. */
function entries(): TarFile[] {
  const layout = createLayout()
  const mediaTypes = [types.tar, types.gzip, types.zstd]
  layout.image({ layers: mediaTypes.map((mediaType) => ({ mediaType, files: [someFile()] })) })
  const files = entriesOf(layout).map((file, at) =>
    at % 2 === 0 ? file : { ...file, pax: { comment: 'x' } },
  )
  return [{ name: 'blobs/', type: '5' }, { name: 'blobs/sha256/', type: '5' }, ...files]
}

/** Pads to the record of 20 blocks that GNU tar writes. */
const inRecords = (tar: Buffer): Buffer =>
  Buffer.concat([tar, Buffer.alloc((20 * block - (tar.length % (20 * block))) % (20 * block))])

/** What becomes of the first bytes of an archive: an exit code, and why where it was not evaluated. */
async function outcomeOf(bytes: Uint8Array): Promise<{ exitCode: number; message?: string }> {
  const target = join(folder, 'image.tar')
  writeFileSync(target, bytes)
  try {
    return { exitCode: conclusionOf((await assay({ target, threads: 1 })).result).exitCode }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { exitCode: error.exitCode, message: error.message }
  }
}

async function expectSound(bytes: Uint8Array, length = bytes.length): Promise<void> {
  expect(await outcomeOf(bytes.subarray(0, length)), `the first ${length} bytes`).toEqual({ exitCode: 0 })
}

async function expectCut(bytes: Uint8Array, length: number): Promise<void> {
  expect(await outcomeOf(bytes.subarray(0, length)), `the first ${length} bytes`).toEqual({
    exitCode: exitCodes.incomplete,
    message: expect.stringMatching(/damaged|cut short/),
  })
}

/** Lengths below `end`: multiples of a step, and others at random. */
async function cutEverywhere(bytes: Uint8Array, end: number, step: number, numRuns: number): Promise<void> {
  for (let length = 0; length < end; length += step) await expectCut(bytes, length)
  const anywhere = fc.asyncProperty(fc.nat(end - 1), (length) => expectCut(bytes, length))
  await fc.assert(anywhere, { numRuns, seed: 11 })
}

/** One stream for each piece of an archive, as estargz and pigz make them: it can be cut where a stream ends. */
const inStreams = (tar: Buffer, pack: (bytes: Buffer) => Buffer): Buffer[] =>
  Array.from({ length: tar.length / block }, (_, at) => pack(tar.subarray(at * block, (at + 1) * block)))

describe('an archive that is cut short', () => {
  const tar = tarOf(entries())
  const part = 'Images and archives'

  attack(
    {
      part,
      what: 'a tar cut at every entry and every block, and at other bytes',
      result: 'damaged (exit code 3), whatever was found before the cut',
    },
    async () => {
      await expectSound(tar)
      await cutEverywhere(tar, tar.length, block, 60)
    },
  )

  it('is whole after its two blocks of zeros, wherever the padding ends', async () => {
    const padded = inRecords(tar)
    for (const length of [tar.length, tar.length + 1, tar.length + block, padded.length]) {
      await expectSound(padded, length)
    }
  })

  attack(
    {
      part,
      what: 'a gzip archive cut at every seventh byte, and in its trailer',
      result: 'damaged (exit code 3)',
    },
    async () => {
      const bytes = gzipSync(tar)
      await expectSound(bytes)
      await cutEverywhere(bytes, bytes.length, 7, 20)
      for (let left = 1; left <= 10; left += 1) await expectCut(bytes, bytes.length - left)
    },
  )

  attack(
    {
      part,
      what: 'a zstd archive cut in its frame header, its blocks and its checksum',
      result: 'damaged (exit code 3)',
    },
    async () => {
      const bytes = zstdOf(tar, checksumOf(tar))
      await expectSound(bytes)
      for (let length = 0; length < 20; length += 1) await expectCut(bytes, length)
      await cutEverywhere(bytes, bytes.length, block, 20)
      for (let left = 1; left <= 10; left += 1) await expectCut(bytes, bytes.length - left)
    },
  )

  attack(
    {
      part,
      what: 'an archive of many gzip members or zstd frames cut between two of them',
      result: 'damaged (exit code 3), although each member is whole',
    },
    async () => {
      for (const pack of [(bytes: Buffer) => gzipSync(bytes), (bytes: Buffer) => zstdOf(bytes)]) {
        const streams = inStreams(tar, pack)
        await expectSound(Buffer.concat(streams))
        for (let kept = 1; kept < streams.length; kept += 1) {
          const whole = Buffer.concat(streams.slice(0, kept))
          await expectCut(whole, whole.length)
          // The beginning of the next one, which may be taken for something else that follows.
          await expectCut(Buffer.concat([whole, streams[kept]!.subarray(0, 3)]), whole.length + 3)
        }
      }
    },
  )

  it('is damaged in a frame that decoders pass over, too', async () => {
    const bytes = Buffer.concat([zstdOf(tar), skippableFrame(Buffer.alloc(100))])
    await expectSound(bytes)
    for (const left of [1, 100, 103]) await expectCut(bytes, bytes.length - left)
    const first = Buffer.concat([skippableFrame(Buffer.alloc(10)), zstdOf(tar)])
    await expectSound(first)
    await expectCut(first, 18)
  })

  it('is not an archive of docker save before it is complete, nor without the image of this name', async () => {
    const manifest = { name: 'manifest.json', content: '[]' }
    const whole = tarOf([manifest])
    const target = join(folder, 'docker.tar')
    for (const length of [block, 2 * block, 3 * block]) {
      writeFileSync(target, whole.subarray(0, length))
      for (const transport of ['', 'docker-archive:', 'oci-archive:']) {
        await expect(assay({ target: `${transport}${target}` })).rejects.toThrow(/damaged|cut short/)
      }
    }
    writeFileSync(target, tar.subarray(0, tar.length - 2 * block))
    await expect(assay({ target: `oci-archive:${target}:other` })).rejects.toThrow(/cut short/)
  })

  it('is not taken for one where an entry merely has a size that it cannot have', async () => {
    const [folderEntry, ...rest] = entries()
    const sized: TarFile = {
      ...folderEntry!,
      header: (header) => header.write('00000000777\0', 124, 'latin1'),
    }
    const { message = '' } = await outcomeOf(tarOf([sized, ...rest]))
    expect(message).toBe('')
  })
})
