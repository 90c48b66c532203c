import { createHash } from 'node:crypto'
import { appendFileSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attack } from '../../attack.ts'
import { built } from '../built.ts'
import { archiveOf, entry, header, layout, paxRecord, types } from '../image/archives.ts'
import { drip, end, endByEach, expectReports, gate, remove, serving, type Phase } from './phases.ts'

const part = 'Limits and signals'

/** Writes the same `count` times. */
function repeat(file: string, piece: Uint8Array, times: number): void {
  const most = Math.ceil(2 ** 22 / piece.length)
  for (let left = times; left > 0; left -= most) {
    appendFileSync(file, Buffer.concat(Array.from({ length: Math.min(most, left) }, () => piece)))
  }
}

/** A zstd frame of this many blocks that each repeat one byte, which makes 128 KiB of four bytes (RFC 8878). */
function blocksOfOneByte(file: string, blocks: number): void {
  writeFileSync(file, Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]))
  const block = Buffer.alloc(4)
  block.writeUIntLE(((128 * 1024) << 3) | 2, 0, 3)
  repeat(file, block, blocks)
}

/** Archives that take minutes to read, by what they are. */
const archives: Readonly<Record<string, (file: string) => void>> = {
  'a sparse tar of terabytes': (file) => {
    writeFileSync(file, entry({ name: 'oci-layout', content: '{}' }))
    truncateSync(file, 4 * 1024 ** 4)
  },
  'a gzip file of a million members without content': (file) => {
    writeFileSync(file, gzipSync(entry({ name: 'oci-layout', content: '{}' })))
    repeat(file, gzipSync(''), 999_000)
  },
  'a zstd archive of sixteen megabytes that decompresses to half a terabyte': (file) =>
    blocksOfOneByte(file, 4e6),
  'a tar of extended headers with a hundred thousand records each': (file) => {
    const records = Buffer.concat(Array.from({ length: 100_000 }, () => paxRecord('a', 'b')))
    writeFileSync(file, '')
    repeat(
      file,
      Buffer.concat([entry({ name: 'x', type: 'x', content: records }), header({ name: 'blobs/a' })]),
      400,
    )
  },
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json'
const config = JSON.stringify({
  architecture: 'amd64',
  os: 'linux',
  rootfs: { type: 'layers', diff_ids: [`sha256:${'a'.repeat(64)}`] },
})
const configDigest = `sha256:${createHash('sha256').update(config).digest('hex')}`
const layerDigest = `sha256:${'b'.repeat(64)}`
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: manifestType,
  config: {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: configDigest,
    size: config.length,
  },
  layers: [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: layerDigest, size: 100_000 }],
})

/** An image in a registry of which one response drips. */
async function imageOf(dripping: string): Promise<Phase> {
  const { passed, pass } = gate()
  const { host, close } = await serving(({ url = '' }, response) => {
    if (url.endsWith(dripping)) {
      pass()
      drip(response)
    } else if (url.endsWith('/latest')) {
      response.writeHead(200, { 'Content-Type': manifestType }).end(manifest)
    } else response.end(url.endsWith(configDigest) ? config : '')
  })
  return { args: ['run', `http://${host}/image:latest`], reached: passed, close }
}

/** That a file is open is seen in /proc. */
describe.skipIf(process.platform !== 'linux')('a limit ends', () => {
  let main = ''
  let folder = ''

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'oci-assay-archives-')))
    main = (await built()).main
  }, 60_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  for (const [what, make] of Object.entries(archives)) {
    attack(
      {
        part,
        what: `${what}, and a signal or --run-timeout`,
        result: 'ends in seconds with its reports: interrupted, or not tested (exit code 3)',
      },
      async () => {
        const file = join(folder, 'image.tar')
        make(file)
        await endByEach(
          main,
          () => Promise.resolve({ args: ['run', file], reached: Promise.resolve() }),
          (ended, how) => expectReports(ended, how, { seconds: 4, conclusion: 'not-tested' }),
          { runTimeout: 4, opened: file },
        )
        await rm(file)
      },
    )
  }

  it('is not needed for an archive that is cut short, which is damaged at once', async () => {
    const { files } = layout({ bytes: Buffer.from('layer'), mediaType: types.layer })
    const whole = archiveOf(files)
    const packed = gzipSync(whole)
    const file = join(folder, 'cut.tar')
    for (const bytes of [
      whole.subarray(0, 1024),
      whole.subarray(0, whole.length - 1024),
      packed.subarray(0, packed.length - 4),
      gzipSync(whole.subarray(0, 2048)),
    ]) {
      writeFileSync(file, bytes)
      const { exitCode, stderr, reports } = await end(
        main,
        { args: ['run', file], reached: Promise.resolve() },
        {},
      )
      expect(stderr).toContain(`${file} is damaged or cut short`)
      expect(exitCode).toBe(3)
      await remove(reports)
    }
  })

  for (const [what, dripping] of [
    ['manifest', '/latest'],
    ['configuration', configDigest],
    ['layer', layerDigest],
  ] as const) {
    attack(
      {
        part,
        what: `an image in a registry whose ${what} drips, and a signal or --run-timeout`,
        result: 'ends in seconds with its reports: interrupted, or not tested (exit code 3)',
      },
      () =>
        endByEach(
          main,
          () => imageOf(dripping),
          (ended, how) => expectReports(ended, how, { seconds: 4, conclusion: 'not-tested' }),
          {
            runTimeout: 4,
          },
        ),
    )
  }
})
