import { lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Behaviour } from './behaviour.ts'
import { fetchBlob } from './blobs.ts'
import { Refused, type Content } from './content.ts'
import { fetchManifest, type Client } from './manifests.ts'
import type { Reference } from './reference.ts'

const titleKey = 'org.opencontainers.image.title'
const unpackKey = 'io.deis.oras.content.unpack'

/** `files <ref> <folder>`: the layers of an artifact that have a title, as files below a folder. */
export async function files(client: Client, ref: Reference, folder: string): Promise<void> {
  const { behaviour } = client
  const { document } = await fetchManifest(client, ref)
  for (const layer of document.layers ?? []) {
    const { [titleKey]: title, [unpackKey]: unpacks } = layer.annotations ?? {}
    if (title === undefined) continue
    const path = placeOf(behaviour, folder, title)
    const { bytes } = await fetchBlob(client, ref, layer, 'layer')
    if (unpacks === 'true') unpack(behaviour, { folder, below: path }, gunzipSync(bytes))
    else write(path, bytes)
    client.print(title)
  }
}

function write(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
}

const isBelow = (folder: string, path: string): boolean => {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** Where a name leads. Throws Refused where that is not below the folder, by its parts or through a link. */
function placeOf(behaviour: Behaviour, folder: string, name: string): string {
  const path = resolve(folder, name)
  if (behaviour.keepsTitlesBelow && !isBelow(folder, path))
    throw new Refused(`${name} leads outside the directory`)
  if (behaviour.checksLinks && isBelow(folder, path))
    for (let at = path; at !== resolve(folder); at = dirname(at))
      if (isLink(at)) throw new Refused(`${name} leads through a link`)
  return path
}

const isLink = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true

/** Unpacks a layer in gzip into a folder that is not kept. */
export function unpackLayer({ behaviour, scratch }: Client, { mediaType, bytes }: Content): void {
  if (scratch === undefined || !/tar[.+]gzip$/.test(mediaType)) return
  unpack(behaviour, { folder: scratch, below: join(scratch, 'unpacked') }, gunzipSync(bytes))
}

const blockSize = 512

/** Unpacks regular files and links of a tar archive. */
function unpack(
  behaviour: Behaviour,
  { folder, below }: { folder: string; below: string },
  archive: Uint8Array,
): void {
  const bytes = Buffer.from(archive)
  const text = (at: number, width: number) => bytes.toString('latin1', at, at + width).split('\0')[0] ?? ''
  for (let at = 0; at + blockSize <= bytes.length && bytes[at] !== 0;) {
    const size = Number.parseInt(text(at + 124, 12), 8)
    const path = placeOf(behaviour, folder, join(below, text(at, 100)))
    const content = bytes.subarray(at + blockSize, at + blockSize + size)
    if (text(at + 156, 1) === '2') link(behaviour, folder, { path, to: text(at + 157, 100) })
    else write(path, content)
    at += blockSize + Math.ceil(size / blockSize) * blockSize
  }
}

function link(behaviour: Behaviour, folder: string, { path, to }: { path: string; to: string }): void {
  if (behaviour.checksLinks && !isBelow(folder, resolve(dirname(path), to)))
    throw new Refused(`a link leads to ${to}, outside the directory`)
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(to, path)
}
