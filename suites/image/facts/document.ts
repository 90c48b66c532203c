import type { SpecVersion } from '../../../src/engine/requirement.ts'
import type { ParsedDocument } from '../../../src/image/json/parse.ts'
import { readMediaType, type MediaType } from '../../../src/image/model/media-types.ts'
import { withValue } from '../schemas/violations.ts'
import { violationsIn } from './violations.ts'
import { at, isObject, property, type JsonObject } from '../../../src/image/json/value.ts'
import type { Document } from './facts.ts'

export interface DocumentOptions {
  source: string
  /** By the descriptor that leads to it; what the document says of itself goes first. */
  kind: Document['kind']
  spec: SpecVersion
}

/** Decides what a document is, and judges it by its schema. */
export function documentOf(parsed: ParsedDocument, { source, kind, spec }: DocumentOptions): Document {
  const { value, problems, bytes } = parsed
  const evaluated = kind === 'index' || kind === 'manifest' ? kindOf(value, kind) : kind
  const mediaType = mediaTypeOf(value, evaluated)
  const isRead = value !== undefined
  const limit = problems.find(({ code }) => code === 'too-deep' || code === 'too-large')
  return {
    source,
    kind: evaluated,
    mediaType,
    size: bytes.length,
    value,
    text: problems,
    ...(isRead ? {} : { head: bytes.subarray(0, 512) }),
    ...(limit ? { beyond: `${source} ${limit.message}` } : {}),
    violations: isRead ? violationsOf(value, evaluated, mediaType, spec) : [],
    judged: isRead,
  }
}

/** Properties by which a document is known for one of its kind. */
const ownProperties: Readonly<Record<Document['kind'], readonly string[]>> = {
  'layout-header': ['imageLayoutVersion'],
  'layout-index': ['schemaVersion', 'manifests'],
  index: ['schemaVersion', 'manifests'],
  manifest: ['schemaVersion', 'config', 'layers'],
  config: ['architecture', 'os', 'rootfs'],
}

/** True for a document that was changed, and not replaced by something else. */
export const isRecognisable = ({ kind, value }: Pick<Document, 'kind' | 'value'>): boolean =>
  ownProperties[kind].some((name) => property(value, name) !== undefined)

/** A document of Docker is judged by the types of OCI, and its violations contain what it has itself. */
function violationsOf(value: unknown, kind: Document['kind'], { docker }: MediaType, spec: SpecVersion) {
  if (!docker) return violationsIn(kind, value, spec)
  return violationsIn(kind, asOci(value), spec).map((violation) => {
    const written = at(value, violation.pointer)
    const { docker: isDocker, oci } = readMediaType(written)
    return isDocker && oci === violation.value ? withValue(violation, String(written)) : violation
  })
}

/** A document that is beyond a limit, which the message names. */
export function unreadDocument({ source, kind }: DocumentOptions, beyond: string, size = 0): Document {
  const mediaType = readMediaType(undefined)
  return { source, kind, mediaType, size, value: undefined, text: [], beyond, violations: [], judged: false }
}

/** An index or a manifest: by its own media type, else by what it has, else by its descriptor. */
export function kindOf(value: unknown, otherwise: 'index' | 'manifest'): 'index' | 'manifest' {
  const own = readMediaType(property(value, 'mediaType')).kind
  if (own === 'index' || own === 'manifest') return own
  return shapeOf(value) ?? otherwise
}

/** What the properties of a document tell, where they are those of one kind only. */
export function shapeOf(value: unknown): 'index' | 'manifest' | undefined {
  if (!isObject(value)) return undefined
  const index = Object.hasOwn(value, 'manifests')
  const manifest = Object.hasOwn(value, 'layers') || Object.hasOwn(value, 'config')
  if (index === manifest) return undefined
  return index ? 'index' : 'manifest'
}

/** What a document is read as: only an index or a manifest says so itself. */
function mediaTypeOf(value: unknown, kind: Document['kind']): MediaType {
  const own = readMediaType(property(value, 'mediaType'))
  const wanted = kind === 'layout-index' ? 'index' : kind
  // index.json is an index of OCI by definition, so a type of Docker there is wrong.
  if (own.kind === wanted && kind !== 'layout-index') return own
  return { kind: wanted === 'layout-header' ? 'other' : wanted, docker: false, oci: '' }
}

/** A descriptor, or a document, under the type that OCI has for it. */
const typed = (descriptor: unknown): unknown => {
  if (!isObject(descriptor)) return descriptor
  const { docker, oci } = readMediaType(descriptor['mediaType'])
  return docker ? { ...descriptor, mediaType: oci } : descriptor
}

/** A document of Docker with the media types that OCI has for the same things. */
function asOci(value: unknown): unknown {
  if (!isObject(value)) return value
  const lists = (name: string): JsonObject => {
    const found = property(value, name)
    return Array.isArray(found) ? { [name]: found.map(typed) } : {}
  }
  return {
    ...(typed(value) as JsonObject),
    ...('config' in value ? { config: typed(value['config']) } : {}),
    ...lists('layers'),
    ...lists('manifests'),
  }
}
