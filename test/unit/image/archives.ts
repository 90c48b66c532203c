/** Tar archives and layouts made in memory, right ones and wrong ones. */
import { createHash } from 'node:crypto'

export interface TarFile {
  name: string
  content?: string | Uint8Array
  type?: string
  link?: string
  mode?: number
  mtime?: number
  /** Overwrites of the header before its checksum is made: offset and bytes. */
  raw?: readonly [number, string | Uint8Array][]
  /** Overwrites after the checksum. */
  damage?: readonly [number, string][]
  magic?: string
  /** The size that the header states, where it is not the content's. */
  size?: string
}

const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`

export const bytesOf = (content: string | Uint8Array): Buffer =>
  typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content)

export function header(file: TarFile): Buffer {
  const block = Buffer.alloc(512)
  const put = (at: number, text: string | Uint8Array) => block.set(bytesOf(text), at)
  put(0, file.name.slice(0, 100))
  put(100, octal(file.mode ?? 0o644, 8))
  put(108, octal(0, 8))
  put(116, octal(0, 8))
  put(124, file.size ?? octal(bytesOf(file.content ?? '').length, 12))
  put(136, octal(file.mtime ?? 0, 12))
  put(156, file.type ?? '0')
  put(157, file.link ?? '')
  put(257, file.magic ?? 'ustar\x0000')
  for (const [at, text] of file.raw ?? []) put(at, text)
  block.fill(' ', 148, 156)
  const sum = block.reduce((total, byte) => total + byte, 0)
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `)
  for (const [at, text] of file.damage ?? []) put(at, text)
  return block
}

export const padded = (content: Uint8Array): Buffer =>
  Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)])

export const entry = (file: TarFile): Buffer =>
  Buffer.concat([header(file), padded(bytesOf(file.content ?? ''))])

export const end = Buffer.alloc(1024)

export const tar = (...files: TarFile[]): Buffer => Buffer.concat([...files.map(entry), end])

/** One PAX record, its length included. */
export function paxRecord(key: string, value: string | Uint8Array): Buffer {
  const body = Buffer.concat([bytesOf(`${key}=`), bytesOf(value), bytesOf('\n')])
  let length = body.length + 2
  while (String(length).length + 1 + body.length !== length) length = String(length).length + 1 + body.length
  return Buffer.concat([bytesOf(`${length} `), body])
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export interface Blob {
  bytes: Buffer
  digest: string
}

export const blob = (content: string | Uint8Array): Blob => {
  const bytes = bytesOf(content)
  return { bytes, digest: `sha256:${sha256(bytes)}` }
}

export const pathOf = ({ digest }: Blob): string => `blobs/${digest.replace(':', '/')}`

export const descriptor = (mediaType: string, { bytes, digest }: Blob, more: object = {}) => ({
  mediaType,
  digest,
  size: bytes.length,
  ...more,
})

export const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
  gzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
}

/** A layout with one image of these layers, as files by their paths. */
export function layout(...layers: { bytes: Uint8Array; mediaType: string }[]) {
  const blobs = layers.map(({ bytes }) => blob(bytes))
  const config = blob(
    JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } }),
  )
  const manifest = blob(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: types.manifest,
      config: descriptor(types.config, config),
      layers: blobs.map((each, index) => descriptor(layers[index]!.mediaType, each)),
    }),
  )
  const index = bytesOf(
    JSON.stringify({ schemaVersion: 2, manifests: [descriptor(types.manifest, manifest)] }),
  )
  const files: Record<string, Buffer> = {
    'oci-layout': bytesOf('{"imageLayoutVersion":"1.0.0"}'),
    'index.json': index,
  }
  for (const each of [...blobs, config, manifest]) files[pathOf(each)] = each.bytes
  return { files, blobs, config, manifest }
}

export const archiveOf = (files: Readonly<Record<string, Uint8Array>>, prefix = ''): Buffer =>
  tar(...Object.entries(files).map(([name, content]) => ({ name: prefix + name, content })))
