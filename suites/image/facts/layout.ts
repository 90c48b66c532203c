import type { SpecVersion } from '../../../src/engine/requirement.ts'
import type { GraphNode } from '../../../src/image/model/graph.ts'
import { parseDocument, type ParseOptions } from '../../../src/image/json/parse.ts'
import { limitOf } from '../../../src/image/limits.ts'
import { failureOf } from '../../../src/image/error.ts'
import type { Entry, ImageSource } from '../../../src/image/source/source.ts'
import type { CollectOptions } from './collect.ts'
import { readMediaType } from '../../../src/image/model/media-types.ts'
import { documentOf, unreadDocument } from './document.ts'
import type { Document, Failure, LayoutFacts } from './facts.ts'

export interface ReadLayout {
  layout: LayoutFacts
  /** What could be read of oci-layout and of the entry point. */
  documents: readonly Document[]
}

/** The files of a layout, its header and its way in; of an image in a registry the way in alone. */
export async function readLayout(
  source: ImageSource,
  root: GraphNode | undefined,
  { spec, limits }: Pick<CollectOptions, 'spec' | 'limits'>,
): Promise<ReadLayout> {
  const sizeLimit = limitOf(limits, 'document-size')
  const depthLimit = limitOf(limits, 'document-depth')
  if (source.kind === 'registry') {
    const document = root && registryRoot(root, spec)
    return {
      layout: { files: [], header: 'read', index: 'read' },
      documents: document ? [document] : [],
    }
  }
  const files: Entry[] = []
  for await (const entry of source.list()) files.push(entry)
  const documents: Document[] = []
  const sizeOf = (name: string) => files.find(({ path }) => path === name)?.size ?? 0

  const readHeader = async (): Promise<'read' | Failure> => {
    const options = { source: 'oci-layout', kind: 'layout-header', spec } as const
    try {
      const bytes = await source.read('oci-layout', { limit: sizeLimit })
      documents.push(documentOf(parseDocument(bytes, { sizeLimit, depthLimit }), options))
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code !== 'too-large') return failure
      documents.push(unreadDocument(options, failure.message, sizeOf('oci-layout')))
    }
    return 'read'
  }

  const readIndex = (): 'read' | Failure => {
    const options = { source: 'index.json', kind: 'layout-index', spec } as const
    if (root?.document) documents.push(documentOf(root.document, options))
    else if (root?.failure?.code === 'too-large') {
      documents.push(unreadDocument(options, root.failure.message, sizeOf('index.json')))
    } else {
      const { code = 'absent', message = 'index.json is not there' } = root?.failure ?? {}
      return { code: code === 'limit' || code === 'no-digest' ? 'unreadable' : code, message }
    }
    return 'read'
  }

  const header = await readHeader()
  const index = readIndex()
  const dockerSave = await readDockerSave(source, files, { sizeLimit, depthLimit })
  return {
    layout: { files, header, index, ...(dockerSave === undefined ? {} : { dockerSave }) },
    documents,
  }
}

/** The value of manifest.json, which no text of this specification has; undefined where it cannot be read. */
async function readDockerSave(source: ImageSource, files: readonly Entry[], limits: Required<ParseOptions>) {
  if (!files.some(({ path }) => path === 'manifest.json')) return undefined
  try {
    return parseDocument(await source.read('manifest.json', { limit: limits.sizeLimit }), limits).value
  } catch {
    return undefined
  }
}

/** The manifest that an image in a registry begins with; undefined where it cannot be read. */
function registryRoot(root: GraphNode, spec: SpecVersion): Document | undefined {
  if (root.document) return documentOf(root.document, rootOptions(root, spec))
  if (root.failure?.code !== 'too-large') return undefined
  return unreadDocument(rootOptions(root, spec), root.failure.message)
}

function rootOptions({ id, mediaType }: GraphNode, spec: SpecVersion) {
  const kind = readMediaType(mediaType).kind === 'index' ? 'index' : 'manifest'
  return { source: id, kind, spec } as const
}
