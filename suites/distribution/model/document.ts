import type { Descriptor } from '../../../src/content/content.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import type { Body } from '../../../src/registry/record/exchange.ts'
import { isDescriptor, isTexts, isValidManifest } from './validity.ts'

/** What a pushed manifest says, as far as it binds the registry. */
export interface ManifestDocument {
  /** As it was pushed under, parameters aside. */
  contentType: string
  /** Bytes. */
  size: number
  /** `sha256:…` of its bytes, whatever algorithm it was pushed under. */
  sha256: string
  /** The field; undefined where it is absent. */
  mediaType?: string
  isIndex: boolean
  /** Whether a registry has no reason to refuse it, as far as the document alone shows. */
  isValid: boolean
  /** Blobs that must be there. */
  blobs: readonly Descriptor[]
  /** Manifests that must be there. */
  manifests: readonly Descriptor[]
  subject?: string
  artifactType?: string
  /** The media type of the config of an image manifest. */
  configType?: string
  annotations?: Readonly<Record<string, string>>
  /** What makes it unusual: a refusal may concern one of these alone. */
  traits: ReadonlySet<Trait>
}

export type Trait =
  | 'index'
  | 'nested-index'
  | 'empty-index'
  | 'docker'
  | 'artifact'
  | 'no-layers'
  | 'unknown-config-type'
  | 'unknown-layer-type'
  | 'unknown-fields'
  | 'embedded-data'
  | 'without-media-type'
  | 'subject'
  | 'sha512'
  | 'large'

const known = new Set(
  'schemaVersion mediaType artifactType config layers manifests subject annotations'.split(' '),
)
const configTypes: readonly string[] = [mediaTypes.config, mediaTypes.dockerConfig, mediaTypes.empty]
const layerTypes: readonly string[] = [
  mediaTypes.layer,
  mediaTypes.layerGzip,
  mediaTypes.layerZstd,
  mediaTypes.dockerLayer,
]
const indexTypes: readonly string[] = [mediaTypes.index, mediaTypes.dockerManifestList]
const dockerTypes: readonly string[] = [mediaTypes.dockerManifest, mediaTypes.dockerManifestList]
/** Bytes from which a registry may find a manifest too large; 4 megabytes SHOULD be taken (Pushing Manifests). */
const large = 1024 * 1024

/** Reads the manifest of a push. Undefined where it is not a JSON object, or not known whole. */
export function readDocument(body: Body | undefined, contentType: string): ManifestDocument | undefined {
  if (body === undefined || body.truncated) return undefined
  const document = parse(body.bytes)
  if (document === undefined) return undefined
  const type = contentType.split(';', 1)[0]?.trim() ?? ''
  const isIndex = indexTypes.includes(type)
  const { mediaType, subject, artifactType, annotations, config } = document
  const layers = descriptorsIn(document['layers'])
  const manifests = isIndex ? descriptorsIn(document['manifests']) : []
  const ownConfig = isIndex ? [] : descriptorsIn([config])
  const about = {
    ...(typeof mediaType === 'string' ? { mediaType } : {}),
    ...(hasDigest(subject) ? { subject: subject.digest } : {}),
    ...(typeof artifactType === 'string' ? { artifactType } : {}),
    ...(ownConfig[0] ? { configType: ownConfig[0].mediaType } : {}),
    ...(isTexts(annotations) ? { annotations } : {}),
  }
  const blobs = isIndex ? [] : [...ownConfig, ...layers].filter(isNeeded)
  const known = {
    contentType: type,
    size: body.size,
    sha256: body.sha256,
    isIndex,
    isValid: isValidManifest(document, type),
    blobs,
    manifests,
    ...about,
  }
  return { ...known, traits: traitsOf(document, known, { layers, config: ownConfig[0] }) }
}

/** What is served from elsewhere is not pushed; a registry may refuse a non-distributable layer as missing nevertheless. */
const isNeeded = ({ urls, mediaType }: Descriptor): boolean =>
  urls === undefined || /nondistributable|foreign/.test(mediaType)

function parse(bytes: Uint8Array): Record<string, unknown> | undefined {
  try {
    const document: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return typeof document === 'object' && document !== null && !Array.isArray(document)
      ? (document as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** A registry may take a subject that is not a whole descriptor. */
const hasDigest = (value: unknown): value is { digest: string } =>
  typeof value === 'object' && value !== null && 'digest' in value && typeof value.digest === 'string'

const descriptorsIn = (value: unknown): Descriptor[] =>
  Array.isArray(value) ? value.filter(isDescriptor) : []

function traitsOf(
  document: Record<string, unknown>,
  {
    contentType,
    isIndex,
    manifests,
    size,
    artifactType,
    subject,
    mediaType,
  }: Omit<ManifestDocument, 'traits'>,
  { layers, config }: { layers: readonly Descriptor[]; config: Descriptor | undefined },
): ReadonlySet<Trait> {
  const found = new Set<Trait>()
  const add = (trait: Trait, holds: boolean) => void (holds && found.add(trait))
  add('index', isIndex)
  add(
    'nested-index',
    manifests.some((each) => indexTypes.includes(each.mediaType)),
  )
  add('empty-index', isIndex && manifests.length === 0)
  add('docker', dockerTypes.includes(contentType))
  add('artifact', !isIndex && (artifactType !== undefined || config?.mediaType === mediaTypes.empty))
  add('no-layers', !isIndex && layers.length === 0)
  add('unknown-config-type', config !== undefined && !configTypes.includes(config.mediaType))
  add(
    'unknown-layer-type',
    layers.some((each) => !layerTypes.includes(each.mediaType)),
  )
  add(
    'unknown-fields',
    Object.keys(document).some((key) => !known.has(key)),
  )
  add(
    'embedded-data',
    [...layers, ...manifests, ...(config ? [config] : [])].some(({ data }) => data !== undefined),
  )
  add('without-media-type', mediaType === undefined)
  add('subject', subject !== undefined)
  add('large', size > large)
  return found
}
