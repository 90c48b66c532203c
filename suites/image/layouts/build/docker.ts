import { gunzipSync } from 'node:zlib'
import { digestOf, pathOf, type Doc, type Layout } from './layout.ts'
import type { TarFile } from './tar.ts'

/** Tools that write docker archives, each with names of its own: `docker-1.9` is Docker before it wrote manifest.json. */
export const archivers = ['docker-save', 'docker-1.9', 'podman-save', 'crane-pull'] as const
export type Archiver = (typeof archivers)[number]

const hexOf = (bytes: Uint8Array): string => digestOf(bytes).replace('sha256:', '')

interface Part {
  config: Uint8Array
  /** As they are stored, and uncompressed. */
  layers: { blob: Uint8Array; tar: Uint8Array }[]
  tag: string
}

/** The images of a layout whose index.json lists manifests. */
function imagesOf({ files, entries }: Layout): Part[] {
  const read = (digest: unknown): Uint8Array => files.get(pathOf(String(digest))) ?? new Uint8Array()
  return (entries as Doc[]).map(({ digest, annotations }) => {
    const manifest = JSON.parse(Buffer.from(read(digest)).toString('utf8')) as { config: Doc; layers: Doc[] }
    const name = (annotations as Doc | undefined)?.['org.opencontainers.image.ref.name']
    return {
      config: read(manifest.config['digest']),
      layers: manifest.layers.map((layer) => {
        const blob = read(layer['digest'])
        return { blob, tar: blob[0] === 0x1f && blob[1] === 0x8b ? gunzipSync(blob) : blob }
      }),
      tag: typeof name === 'string' ? name : 'latest',
    }
  })
}

const document = (name: string, value: unknown): TarFile => ({ name, content: JSON.stringify(value) })

/** The entries of an archive with the images of a layout, as a tool writes them. */
export function dockerEntries(layout: Layout, archiver: Archiver): TarFile[] {
  const files = new Map<string, TarFile>()
  const add = (file: TarFile): string => {
    files.set(String(file.name), file)
    return String(file.name)
  }
  const tops: [tag: string, id: string][] = []
  const manifest = imagesOf(layout).map(({ config, layers, tag }) => {
    let below: string | undefined
    const paths = layers.map(({ blob, tar }, at) => {
      const id = hexOf(Buffer.from(`${hexOf(config)} ${below ?? ''} ${at}`))
      if (archiver === 'crane-pull') return add({ name: `${hexOf(blob)}.tar.gz`, content: blob })
      add(document(`${id}/json`, { id, ...(below === undefined ? {} : { parent: below }) }))
      add({ name: `${id}/VERSION`, content: '1.0' })
      below = id
      if (archiver !== 'podman-save') return add({ name: `${id}/layer.tar`, content: tar })
      const path = add({ name: `${hexOf(tar)}.tar`, content: tar })
      add({ name: `${id}/layer.tar`, type: '2', link: `../${path}` })
      return path
    })
    if (below !== undefined) tops.push([tag, below])
    const name = archiver === 'crane-pull' ? `sha256:${hexOf(config)}` : `${hexOf(config)}.json`
    if (archiver !== 'docker-1.9') add({ name, content: config })
    return { Config: name, RepoTags: [`registry.example/app:${tag}`], Layers: paths }
  })
  if (archiver !== 'docker-1.9') add(document('manifest.json', manifest))
  if (archiver !== 'crane-pull')
    add(document('repositories', { 'registry.example/app': Object.fromEntries(tops) }))
  return [...files.values()]
}

/** An image as Docker 25 lists it in the manifest.json beside a layout. */
export interface SavedImage {
  Config: string
  RepoTags: string[]
  Layers: string[]
}

const pathOfBlob = (descriptor: Doc): string => pathOf(String(descriptor['digest']))

/** What Docker 25 lists for the image of a layout that an entry leads to. */
export function savedImage({ files }: Layout, entry: Doc, tag: string): SavedImage {
  const manifest = JSON.parse(String(files.get(pathOfBlob(entry)))) as { config: Doc; layers: Doc[] }
  return { Config: pathOfBlob(manifest.config), RepoTags: [tag], Layers: manifest.layers.map(pathOfBlob) }
}

/** Changes a JSON document among the entries of an archive in place, or replaces it with what is returned. */
export const inEntry =
  (name: string, change: (document: Doc[] & Doc) => unknown) =>
  (entries: TarFile[]): TarFile[] =>
    entries.map((entry) => {
      if (entry.name !== name) return entry
      const value = JSON.parse(String(entry.content)) as Doc[] & Doc
      const changed = change(value)
      if (typeof changed === 'string') return { ...entry, content: changed }
      return document(name, changed ?? value)
    })
