import type { ParsedDocument } from '../json/parse.ts'
import { isObject, property } from '../json/value.ts'
import { readMediaType, type MediaType } from './media-types.ts'
import type { Document, DocumentKind } from './model.ts'

/** Bytes of what is not JSON that are kept, so that it can be named. */
const headLength = 512

/** A document with what it is: by what it states itself first, then by `kind`, that of the descriptor which leads to it. */
export function documentOf(parsed: ParsedDocument, source: string, kind: DocumentKind): Document {
  const { value, problems, bytes } = parsed
  const ownKind = kind === 'index' || kind === 'manifest' ? kindOf(value, kind) : kind
  const limit = problems.find(({ code }) => code === 'too-deep' || code === 'too-large')
  return {
    source,
    kind: ownKind,
    mediaType: mediaTypeOf(value, ownKind),
    size: bytes.length,
    value,
    text: problems,
    ...(value === undefined ? { head: bytes.subarray(0, headLength) } : {}),
    ...(limit ? { beyond: `${source} ${limit.message}` } : {}),
  }
}

/** A document that is beyond a limit, which the message names. `size`: bytes, as far as that is known. */
export function unreadDocument(source: string, kind: DocumentKind, beyond: string, size = 0): Document {
  return { source, kind, mediaType: readMediaType(undefined), size, value: undefined, text: [], beyond }
}

/** Properties by which a document is known for one of its kind. */
const ownProperties: Readonly<Record<DocumentKind, readonly string[]>> = {
  'layout-header': ['imageLayoutVersion'],
  'layout-index': ['schemaVersion', 'manifests'],
  index: ['schemaVersion', 'manifests'],
  manifest: ['schemaVersion', 'config', 'layers'],
  config: ['architecture', 'os', 'rootfs'],
  'docker-manifest': [],
}

/** True for a document that was changed, and not replaced by something else. */
export const isRecognisable = ({ kind, value }: Pick<Document, 'kind' | 'value'>): boolean =>
  ownProperties[kind].some((name) => property(value, name) !== undefined)

/** An index or a manifest: by its own media type, else by what it has, else by its descriptor. */
function kindOf(value: unknown, otherwise: 'index' | 'manifest'): 'index' | 'manifest' {
  const own = readMediaType(property(value, 'mediaType')).kind
  if (own === 'index' || own === 'manifest') return own
  return shapeOf(value) ?? otherwise
}

/** What a document is by its properties, where they are those of one kind only. */
function shapeOf(value: unknown): 'index' | 'manifest' | undefined {
  if (!isObject(value)) return undefined
  const index = Object.hasOwn(value, 'manifests')
  const manifest = Object.hasOwn(value, 'layers') || Object.hasOwn(value, 'config')
  if (index === manifest) return undefined
  return index ? 'index' : 'manifest'
}

/** What a document is read as: only an index or a manifest states that itself. */
function mediaTypeOf(value: unknown, kind: DocumentKind): MediaType {
  const own = readMediaType(property(value, 'mediaType'))
  const wanted = kind === 'layout-index' ? 'index' : kind
  // index.json is an index of OCI by definition, so a type of Docker there is wrong.
  if (own.kind === wanted && kind !== 'layout-index') return own
  const isDefined = wanted !== 'layout-header' && wanted !== 'docker-manifest'
  return { kind: isDefined ? wanted : 'other', docker: false, oci: '' }
}
