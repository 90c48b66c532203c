import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { digestOf as blake3Or } from '../../../../src/image/decode/digest.ts'
import { tarOf, type TarFile } from './tar.ts'
import { zstdOf } from './zstd.ts'

/** A JSON object that a test may change as it likes. */
export type Doc = Record<string, unknown>

/** Changes a document in place, or returns its replacement: another value, or its very text. */
export type Change = (document: Doc) => unknown

export const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  tar: 'application/vnd.oci.image.layer.v1.tar',
  gzip: 'application/vnd.oci.image.layer.v1.tar+gzip',
  zstd: 'application/vnd.oci.image.layer.v1.tar+zstd',
  foreign: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
  empty: 'application/vnd.oci.empty.v1+json',
  dockerIndex: 'application/vnd.docker.distribution.manifest.list.v2+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerConfig: 'application/vnd.docker.container.image.v1+json',
  dockerLayer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
} as const

export type Algorithm = 'sha256' | 'sha512' | 'blake3'

export const digestOf = (bytes: Uint8Array, algorithm: Algorithm = 'sha256'): string =>
  algorithm === 'blake3'
    ? blake3Or(bytes, 'blake3')
    : `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`

export interface LayerParts {
  files?: readonly TarFile[]
  /** The tar itself instead of files. */
  tar?: Uint8Array
  mediaType?: string
  /** The blob itself instead of what the media type makes of the tar. */
  bytes?: (tar: Buffer) => Uint8Array
  algorithm?: Algorithm
  /** Algorithm of the DiffID. */
  diffAlgorithm?: Algorithm
  /** Leaves the blob out. */
  absent?: true
  descriptor?: Change
}

export interface ImageParts {
  layers?: readonly LayerParts[]
  config?: Change
  manifest?: Change
  /** The entry of the index that leads to it. */
  entry?: Change
  /** In index.json; default `latest`, none where it is null. */
  name?: string | null
  algorithm?: Algorithm
}

/** An image layout in the making. */
export interface Layout {
  files: Map<string, Uint8Array>
  /** Media types of blobs, by digest. */
  types: Map<string, string>
  /** Links by their paths, where a test wants some. */
  links: Map<string, string>
  /** Folders without files. */
  folders: Set<string>
  /** FIFOs by their paths. */
  pipes: Set<string>
  /** Files of this many bytes with nothing but holes, by their paths. */
  holes: Map<string, number>
  /** Digests that a registry answers with zeros, and with no end of them. */
  endless: Set<string>
  header: Change[]
  /** Changes of index.json. */
  index: Change[]
  /** Entries of index.json. */
  entries: unknown[]
  /** Stores a blob; answers its descriptor. */
  blob(bytes: Uint8Array | string, mediaType: string, more?: Doc, algorithm?: Algorithm): Doc
  /** Stores a JSON document; answers its descriptor. */
  document(document: Doc, mediaType: string, change?: Change, algorithm?: Algorithm): Doc
  layer(parts?: LayerParts): { descriptor: Doc; diffId: string }
  /** Stores an image; answers the entry that leads to it, which is not yet in an index. */
  manifest(parts?: ImageParts): Doc
  /** Stores an image and lists it in index.json. */
  image(parts?: ImageParts): Doc
  /** Leaves out the blob of a descriptor. */
  remove: (descriptor: Doc) => void
}

const bytesOf = (document: Doc, change: Change | undefined): Uint8Array => {
  const changed = change?.(document)
  if (changed instanceof Uint8Array) return changed
  if (typeof changed === 'string') return Buffer.from(changed)
  return Buffer.from(JSON.stringify(changed === undefined ? document : changed))
}

export const pathOf = (digest: string): string => `blobs/${digest.replace(':', '/')}`

const named = (name: string | null | undefined): Doc =>
  name === null ? {} : { annotations: { 'org.opencontainers.image.ref.name': name ?? 'latest' } }

/** A tar in the compression of a media type. */
export const packed = (mediaType: string, tar: Buffer): Uint8Array => {
  if (mediaType.endsWith('gzip')) return gzipSync(tar)
  return mediaType.endsWith('zstd') ? zstdOf(tar) : tar
}

let counter = 0
/** A file whose content no other layer has, so that each layer is a blob of its own. */
export const someFile = (name = 'usr/bin/tool'): TarFile => ({ name, content: `content ${(counter += 1)}` })

export function createLayout(): Layout {
  const files = new Map<string, Uint8Array>()
  const layout: Layout = {
    files,
    types: new Map(),
    links: new Map(),
    folders: new Set(),
    pipes: new Set(),
    holes: new Map(),
    endless: new Set(),
    header: [],
    index: [],
    entries: [],
    blob(content, mediaType, more = {}, algorithm) {
      const bytes = Buffer.from(content)
      const digest = digestOf(bytes, algorithm)
      files.set(pathOf(digest), bytes)
      layout.types.set(digest, mediaType)
      return { mediaType, digest, size: bytes.length, ...more }
    },
    document: (document, mediaType, change, algorithm) =>
      layout.blob(bytesOf(document, change), mediaType, {}, algorithm),
    layer(parts = {}) {
      const { mediaType = types.gzip, diffAlgorithm, absent, algorithm } = parts
      const tar = Buffer.from(parts.tar ?? tarOf(parts.files ?? [someFile()]))
      const bytes = parts.bytes?.(tar) ?? packed(mediaType, tar)
      const descriptor = layout.blob(bytes, mediaType, {}, algorithm)
      if (absent) layout.remove(descriptor)
      const changed = parts.descriptor?.(descriptor)
      return { descriptor: (changed as Doc | undefined) ?? descriptor, diffId: digestOf(tar, diffAlgorithm) }
    },
    manifest(parts = {}) {
      const layers = (parts.layers ?? [{}]).map((each) => layout.layer(each))
      const created = '2024-01-01T00:00:00Z'
      const config = layout.document(
        {
          created,
          architecture: 'amd64',
          os: 'linux',
          config: { Env: ['PATH=/usr/bin'], Cmd: ['tool'] },
          rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
          history: layers.map(() => ({ created, created_by: 'a test' })),
        },
        types.config,
        parts.config,
        parts.algorithm,
      )
      const descriptor = layout.document(
        {
          schemaVersion: 2,
          mediaType: types.manifest,
          config,
          layers: layers.map((each) => each.descriptor),
        },
        types.manifest,
        parts.manifest,
        parts.algorithm,
      )
      const changed = parts.entry?.(descriptor)
      return changed === undefined ? descriptor : (changed as Doc)
    },
    image(parts = {}) {
      const entry = layout.manifest({
        ...parts,
        entry(own) {
          Object.assign(own, named(parts.name))
          return parts.entry?.(own)
        },
      })
      layout.entries.push(entry)
      return entry
    },
    remove: ({ digest }) => void files.delete(pathOf(String(digest))),
  }
  return layout
}

const all =
  (changes: readonly Change[]): Change =>
  (document) =>
    changes.reduce<unknown>((last, change) => change(document) ?? last, undefined)

/** The files of a layout when all changes have been made. */
export function filesOf({ files, links, header, index, entries }: Layout): Map<string, Uint8Array> {
  const found = new Map(files)
  if (!found.has('oci-layout') && !links.has('oci-layout'))
    found.set('oci-layout', bytesOf({ imageLayoutVersion: '1.0.0' }, all(header)))
  if (!found.has('index.json') && !links.has('index.json')) {
    const document = { schemaVersion: 2, mediaType: types.index, manifests: entries }
    found.set('index.json', bytesOf(document, all(index)))
  }
  return found
}

/** An index of images, and the entry that leads to it. */
export function indexOf(
  layout: Layout,
  manifests: readonly unknown[],
  change?: Change,
  algorithm?: Algorithm,
): Doc {
  return layout.document(
    { schemaVersion: 2, mediaType: types.index, manifests },
    types.index,
    change,
    algorithm,
  )
}

/** An artifact by the guidance of manifest.md, and the entry that leads to it. */
export function artifactOf(layout: Layout, parts: { manifest?: Change; entry?: Change } = {}): Doc {
  const entry = layout.document(
    {
      schemaVersion: 2,
      mediaType: types.manifest,
      artifactType: 'application/vnd.example.thing',
      config: layout.blob('{}', types.empty),
      layers: [layout.blob('a thing', 'text/plain')],
    },
    types.manifest,
    parts.manifest,
  )
  const changed = parts.entry?.(entry)
  return changed === undefined ? entry : (changed as Doc)
}
