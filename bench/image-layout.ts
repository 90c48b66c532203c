import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, jsonContent, type Content, type Descriptor } from '../src/content/content.ts'
import { mediaTypes } from '../src/content/media-types.ts'
import { imageIndex, imageManifest } from '../src/content/manifest.ts'

const execute = promisify(execFile)
const mebibyte = 1024 * 1024

export interface LayoutShape {
  layers: number
  /** Of the one file in each layer, before compression. */
  mebibytes: number
  gzip: boolean
}

/** Writes a layer into a file and returns the digest of its tar. */
export type WriteLayer = (path: string, name: string, shape: LayoutShape) => Promise<string>

/**
 * Makes a layout of one image under the tag `bench`, with layers that compress about as well as programs
 * do, unless somebody else writes them.
 */
export async function makeLayout(
  folder: string,
  shape: LayoutShape,
  writeLayer: WriteLayer = writeRandomLayer,
): Promise<void> {
  const blobs = join(folder, 'blobs', 'sha256')
  await mkdir(blobs, { recursive: true })
  const put = ({ digest, bytes }: Content) => writeFile(join(blobs, digest.replace('sha256:', '')), bytes)
  const descriptors: Descriptor[] = []
  const diffIds: string[] = []
  const file = join(folder, 'layer')
  for (let layer = 0; layer < shape.layers; layer += 1) {
    // oxlint-disable-next-line no-await-in-loop -- a gibibyte at once would not fit everywhere
    const diffId = await writeLayer(file, `file-${layer}`, shape)
    diffIds.push(diffId)
    // oxlint-disable-next-line no-await-in-loop
    const digest = shape.gzip ? await digestOfFile(file) : diffId
    // oxlint-disable-next-line no-await-in-loop
    const { size } = await stat(file)
    descriptors.push({ mediaType: shape.gzip ? mediaTypes.layerGzip : mediaTypes.layer, digest, size })
    // oxlint-disable-next-line no-await-in-loop
    await rename(file, join(blobs, digest.replace('sha256:', '')))
  }
  const config = jsonContent(
    { architecture: 'amd64', os: 'linux', config: {}, rootfs: { type: 'layers', diff_ids: diffIds } },
    mediaTypes.config,
  )
  const manifest = imageManifest({ config: describe(config), layers: descriptors })
  await Promise.all([put(config), put(manifest)])
  const named = describe(manifest, { annotations: { 'org.opencontainers.image.ref.name': 'bench' } })
  await writeFile(join(folder, 'index.json'), imageIndex({ manifests: [named] }).bytes)
  await writeFile(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
}

async function writeRandomLayer(
  path: string,
  name: string,
  { mebibytes, gzip }: LayoutShape,
): Promise<string> {
  await writeTar(path, name, mebibytes)
  const diffId = await digestOfFile(path)
  if (gzip) {
    await execute('gzip', ['-1', path])
    await rename(`${path}.gz`, path)
  }
  return diffId
}

/** A mebibyte of hexadecimal digits of a random block, eight times: gzip has work, and finds some. */
export function compressible(): Buffer {
  const block = Buffer.from(randomBytes(mebibyte / 16).toString('hex'))
  return Buffer.concat(Array.from({ length: 8 }, () => block))
}

/** A tar with one file. */
async function writeTar(path: string, name: string, mebibytes: number): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.write(header(name, mebibytes * mebibyte))
    for (let written = 0; written < mebibytes; written += 1) {
      // oxlint-disable-next-line no-await-in-loop -- in order
      await file.write(compressible())
    }
    await file.write(Buffer.alloc(1024))
  } finally {
    await file.close()
  }
}

export function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(512)
  block.write(name, 0)
  block.write('0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  block.write('00000000000\0', 136)
  block.write('        0', 148)
  block.write('ustar\x0000', 257)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return block
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: mebibyte })) hash.update(chunk as Buffer)
  return `sha256:${hash.digest('hex')}`
}
