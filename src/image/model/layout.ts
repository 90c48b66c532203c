import { withoutUndefined } from '../../engine/optional.ts'
import { property } from '../json/value.ts'
import type { Entry, ImageSource, Part } from '../source/source.ts'
import { dockerImagesOf } from './docker/images.ts'
import { legacyImages } from './docker/legacy.ts'
import { documentOf, unreadDocument } from './document.ts'
import { readMediaType } from './media-types.ts'
import type { Document, DocumentKind, Failure, LayoutFacts } from './model.ts'
import type { DocumentReader, ReadDocument } from './reader.ts'

export interface EntryPoints {
  layout: LayoutFacts
  /** What could be read of oci-layout and of the document that the image begins with. */
  roots: readonly Document[]
}

/** The files of a layout, its header and its index; of an image in a registry the manifest that it begins with. */
export async function readEntryPoints(source: ImageSource, reader: DocumentReader): Promise<EntryPoints> {
  if (source.kind === 'registry') return readRegistryRoot(source, reader)
  if (source.kind === 'docker-archive') return readDockerRoot(source, reader)
  if (source.part && !source.part.files) return readPart(source.part, reader)
  const files: Entry[] = []
  for await (const entry of source.list()) files.push(entry)
  const sizeOf = (name: string) => files.find(({ path }) => path === name)?.size ?? 0
  const root = await reader.root()
  const index = 'failure' in root ? root : root.parsed
  const header = await reader.file('oci-layout')
  const found = [
    documentIn(header, 'oci-layout', 'layout-header', sizeOf('oci-layout')),
    documentIn(index, 'index.json', 'layout-index', sizeOf('index.json'), source.part),
  ]
  const has = (name: string) => files.some(({ path }) => path === name)
  const dockerSave = has('manifest.json') ? await reader.file('manifest.json') : undefined
  const layout = {
    files,
    header: stateOfFile(header),
    index: stateOfFile(index),
    ...(dockerSave && 'value' in dockerSave ? { dockerSave: dockerSave.value } : {}),
  }
  return { layout, roots: found.filter((document) => document !== undefined) }
}

/** Entries of index.json, without what it is besides: that is judged once for all images of the layout. */
async function readPart(part: Part, reader: DocumentReader): Promise<EntryPoints> {
  const read = await reader.root()
  const layout = { files: [], header: 'read', index: 'read' } as const
  if ('failure' in read) return { layout, roots: [] }
  const { value, bytes } = read.parsed
  const entries = { value: { manifests: property(value, 'manifests') }, bytes, problems: [] }
  return { layout, roots: [{ ...documentOf(entries, 'index.json', 'layout-index'), part }] }
}

/** manifest.json of a docker archive, or `repositories` where it is older than that. */
async function readDockerRoot(source: ImageSource, reader: DocumentReader): Promise<EntryPoints> {
  const files: Entry[] = []
  for await (const entry of source.list()) files.push(entry)
  const root = await reader.root()
  const name = 'failure' in root ? 'manifest.json' : root.root.name
  const read = 'failure' in root ? root : root.parsed
  const isOlder = name === 'repositories'
  const document = documentIn(read, name, 'docker-manifest')
  const repositories = isOlder ? read : await reader.file('repositories')
  const legacy = 'value' in repositories ? { repositories: repositories.value } : {}
  const value = document?.value
  const images = isOlder ? await legacyImages(value, reader) : dockerImagesOf(value)
  return {
    layout: { files, header: 'read', index: stateOfFile(read), ...legacy },
    roots: document ? [{ ...document, images, ...(isOlder ? { borrowed: true } : {}) }] : [],
  }
}

async function readRegistryRoot(source: ImageSource, reader: DocumentReader): Promise<EntryPoints> {
  const read = await reader.root()
  const layout = { files: [], header: 'read', index: 'read' } as const
  if ('failure' in read) {
    const document = documentIn(read, source.describe().name, 'manifest')
    return { layout, roots: document ? [document] : [] }
  }
  const { name, digest = name, mediaType } = read.root
  const kind = readMediaType(mediaType).kind === 'index' ? 'index' : 'manifest'
  return { layout, roots: [documentOf(read.parsed, digest, kind)] }
}

/** Undefined where there is nothing to judge. `size`: that of the file, where it is not read. */
function documentIn(
  read: ReadDocument,
  source: string,
  kind: DocumentKind,
  size?: number,
  part?: Part,
): Document | undefined {
  if (!('failure' in read)) return { ...documentOf(read, source, kind), ...withoutUndefined({ part }) }
  const { code, message } = read.failure
  return code === 'too-large' ? unreadDocument(source, kind, message, size) : undefined
}

const stateOfFile = (read: ReadDocument): 'read' | Failure =>
  'failure' in read && read.failure.code !== 'too-large' ? read.failure : 'read'
