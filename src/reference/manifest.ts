import { isUtf8 } from 'node:buffer'
import { digestOf, parseDigest } from './digest.ts'

export const imageManifestType = 'application/vnd.oci.image.manifest.v1+json'
export const imageIndexType = 'application/vnd.oci.image.index.v1+json'
export const dockerManifestType = 'application/vnd.docker.distribution.manifest.v2+json'
const dockerListType = 'application/vnd.docker.distribution.manifest.list.v2+json'

/** A reference from a manifest to other content of the repository. */
export interface ContentReference {
  kind: 'blob' | 'manifest'
  digest: string
}

/** What the registry has to know of a manifest; the bytes are kept as they came. */
export interface Manifest {
  digest: string
  mediaType: string
  bytes: Uint8Array
  /** Digest of the manifest that this one refers to as its subject. */
  subject?: string
  /** As the referrers list shows it: already falls back to the config's type. */
  artifactType?: string
  annotations?: Readonly<Record<string, string>>
  references: readonly ContentReference[]
}

/** A manifest that cannot be accepted; the message contains what is wrong with it. */
export class InvalidManifest extends Error {}

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parseDocument(bytes: Uint8Array): Json {
  let document: unknown
  try {
    if (!isUtf8(bytes)) throw new SyntaxError('not UTF-8')
    // Many times as fast as a TextDecoder; a byte order mark stays, and is not valid JSON.
    document = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString())
  } catch {
    throw new InvalidManifest('the manifest is not JSON in UTF-8')
  }
  if (!isObject(document)) throw new InvalidManifest('the manifest is not a JSON object')
  return document
}

/** The digest that a descriptor names, or nothing where the content may lie elsewhere. */
function readDescriptor(value: unknown, field: string): { digest: string; elsewhere: boolean } {
  if (!isObject(value)) throw new InvalidManifest(`${field} is not a descriptor`)
  const { digest, urls } = value
  if (typeof digest !== 'string' || parseDigest(digest) === undefined) {
    throw new InvalidManifest(`${field} has no well formed digest`)
  }
  return { digest, elsewhere: Array.isArray(urls) && urls.length > 0 }
}

function* referencesOf(document: Json, mediaType: string): Generator<ContentReference> {
  const isIndex = mediaType === imageIndexType || mediaType === dockerListType
  const isImage = mediaType === imageManifestType || mediaType === dockerManifestType
  const fields = isIndex ? (['manifests'] as const) : isImage ? (['config', 'layers'] as const) : []
  for (const field of fields) {
    const value = document[field]
    if (value === undefined || value === null) continue
    if (field !== 'config' && !Array.isArray(value)) throw new InvalidManifest(`${field} is not a list`)
    for (const entry of Array.isArray(value) ? (value as unknown[]) : [value]) {
      const { digest, elsewhere } = readDescriptor(entry, field)
      if (!elsewhere) yield { kind: field === 'manifests' ? 'manifest' : 'blob', digest }
    }
  }
}

const filled = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** What the referrers list needs, for the two types that the specification gives a subject. */
function referrerFacts(
  document: Json,
  mediaType: string,
): Pick<Manifest, 'subject' | 'artifactType' | 'annotations'> {
  if (mediaType !== imageManifestType && mediaType !== imageIndexType) return {}
  const { subject, annotations, config } = document
  const fallback =
    mediaType === imageManifestType && isObject(config) ? filled(config['mediaType']) : undefined
  const artifactType = filled(document['artifactType']) ?? fallback
  return {
    ...(subject === undefined || subject === null
      ? {}
      : { subject: readDescriptor(subject, 'subject').digest }),
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(isObject(annotations) ? { annotations: annotations as Record<string, string> } : {}),
  }
}

const mediaTypeShape = /^[A-Za-z0-9][\w!#$&^.+-]*\/[A-Za-z0-9][\w!#$&^.+-]*$/

function mediaTypeOf(document: Json, contentType: string | undefined): string {
  // Parameters of the Content-Type are ignored, as the specification recommends.
  const typed = filled(contentType?.split(';')[0]?.trim())
  const declared = filled(document['mediaType'])
  for (const type of [typed, declared]) {
    if (type !== undefined && !mediaTypeShape.test(type))
      throw new InvalidManifest('the media type is malformed')
  }
  if (typed !== undefined && declared !== undefined && typed.toLowerCase() !== declared.toLowerCase()) {
    throw new InvalidManifest(`the Content-Type is ${typed}, but mediaType is ${declared}`)
  }
  if (typed !== undefined) return typed
  if (declared !== undefined) return declared
  return Array.isArray(document['manifests']) ? imageIndexType : imageManifestType
}

/**
 * Reads a pushed manifest: any JSON object is one, but where its type is known its descriptors must be
 * well formed. The digest is sha256 unless one is declared, which is not verified here.
 * Throws InvalidManifest.
 */
export function readManifest(bytes: Uint8Array, contentType?: string, digest?: string): Manifest {
  const document = parseDocument(bytes)
  const mediaType = mediaTypeOf(document, contentType)
  return {
    digest: digest ?? digestOf(bytes),
    mediaType,
    bytes,
    references: [...referencesOf(document, mediaType)],
    ...referrerFacts(document, mediaType),
  }
}
