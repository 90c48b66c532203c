import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { contentOf, type Content } from './content.ts'
import { digestOf, type Algorithm } from './digest.ts'
import { mediaTypes } from './media-types.ts'
import type { Random } from './random.ts'

/** A layer with the digest of its uncompressed tar, as the config's rootfs lists it. */
export interface Layer extends Content {
  diffId: string
}

const blockSize = 512

/** A true layer: a gzip compressed tar with one small file of random content. */
export const randomLayer = (random: Random, algorithm?: Algorithm): Layer =>
  fileLayer(`file-${random.hex(8)}`, random.bytes(64), algorithm ? { algorithm } : {})

/** A layer with this file; at `level` 0 it is as long as the file, whatever that is. */
export function fileLayer(
  name: string,
  bytes: Uint8Array,
  { algorithm, level = -1 }: { algorithm?: Algorithm; level?: number } = {},
): Layer {
  const tar = tarOf([{ name, bytes }])
  return {
    ...contentOf(gzipSync(tar, { level }), mediaTypes.layerGzip, algorithm),
    diffId: digestOf(tar),
  }
}

/** A regular file of a tar archive, or a symbolic link. */
export interface TarEntry {
  name: string
  bytes?: Uint8Array
  linksTo?: string
}

/** A layer with these entries, in their order. */
export function entriesLayer(entries: readonly TarEntry[]): Layer {
  const tar = tarOf(entries)
  return { ...contentOf(gzipSync(tar), mediaTypes.layerGzip), diffId: digestOf(tar) }
}

const mebibyte = 1024 * 1024

/** So much of one byte in gzip: members of one MiB, which readers of gzip put together. A thousandth of it is sent. */
export function repeated(byte: number, mebibytes: number): Uint8Array {
  const member = gzipSync(Buffer.alloc(mebibyte, byte), { level: 9 })
  return Buffer.concat(Array.from({ length: mebibytes }, () => member))
}

/** A layer with one file of zeros: small, and so long once it is unpacked. */
export function zerosLayer(name: string, mebibytes: number): Layer {
  const [header = new Uint8Array()] = entryOf({ name, size: mebibytes * mebibyte })
  const end = Buffer.alloc(2 * blockSize)
  const tar = createHash('sha256').update(header)
  for (let hashed = 0; hashed < mebibytes; hashed += 1) tar.update(Buffer.alloc(mebibyte))
  const bytes = Buffer.concat([gzipSync(header), repeated(0, mebibytes), gzipSync(end)])
  return {
    ...contentOf(bytes, mediaTypes.layerGzip),
    diffId: `sha256:${tar.update(end).digest('hex')}`,
  }
}

/** A tar archive in ustar format, with the two blocks of zeros at its end. */
const tarOf = (entries: readonly TarEntry[]): Uint8Array =>
  Buffer.concat([...entries.flatMap(entryOf), Buffer.alloc(2 * blockSize)])

function entryOf({
  name,
  bytes = new Uint8Array(),
  size = bytes.length,
  linksTo,
}: TarEntry & { size?: number }): Uint8Array[] {
  const header = Buffer.alloc(blockSize)
  const octal = (value: number, at: number, width: number) =>
    header.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1')
  header.write(name, 0, 100, 'latin1')
  octal(0o644, 100, 8)
  octal(0, 108, 8)
  octal(0, 116, 8)
  octal(size, 124, 12)
  octal(0, 136, 12)
  header.fill(' ', 148, 156)
  header.write(linksTo === undefined ? '0' : '2', 156, 'latin1')
  header.write(linksTo ?? '', 157, 100, 'latin1')
  header.write('ustar\x0000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  const padding = Buffer.alloc((blockSize - (bytes.length % blockSize)) % blockSize)
  return [header, bytes, padding]
}
