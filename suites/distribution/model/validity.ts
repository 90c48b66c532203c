import type { Descriptor } from '../../../src/content/content.ts'
import { digestOf } from '../../../src/content/digest.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import { isKnownAlgorithm, isMalformed } from './rules/digest-forms.ts'

/** Names of repositories; a registry refuses others. */
export const isRepositoryName = (text: string): boolean =>
  /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/.test(text)

export const isDescriptor = (value: unknown): value is Descriptor =>
  typeof value === 'object' &&
  value !== null &&
  'digest' in value &&
  typeof value.digest === 'string' &&
  'mediaType' in value &&
  typeof value.mediaType === 'string'

export const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((each) => typeof each === 'string')

const isMediaType = (value: unknown): boolean =>
  typeof value === 'string' && /^[^\s/;]+\/[^\s/;]+$/.test(value)

const isOptional = (value: unknown, is: (value: unknown) => boolean): boolean =>
  value === undefined || is(value)

/** Embedded content is that of its digest. */
function hasOwnData({ data, digest, size }: Descriptor): boolean {
  if (data === undefined) return true
  const bytes = Buffer.from(data, 'base64')
  const algorithm = digest.startsWith('sha512:') ? 'sha512' : 'sha256'
  return bytes.toString('base64') === data && bytes.length === size && digestOf(bytes, algorithm) === digest
}

const isValidDescriptor = (value: unknown): boolean =>
  isDescriptor(value) &&
  isMediaType(value.mediaType) &&
  !isMalformed(value.digest) &&
  isKnownAlgorithm(value.digest) &&
  Number.isSafeInteger(value.size) &&
  value.size >= 0 &&
  isOptional(value.artifactType, isMediaType) &&
  isOptional(value.annotations, isTexts) &&
  isOptional(value.urls, (urls) => Array.isArray(urls) && urls.every((url) => typeof url === 'string')) &&
  isOptional(value.platform, (platform) => typeof platform === 'object' && platform !== null) &&
  isOptional(value.data, (data) => typeof data === 'string') &&
  hasOwnData(value)

const isListOfDescriptors = (value: unknown): boolean =>
  Array.isArray(value) && value.every(isValidDescriptor)

/** Types of documents that a registry must know, and whether each is an index. */
const kinds: Readonly<Record<string, { isIndex: boolean; isDocker: boolean }>> = {
  [mediaTypes.manifest]: { isIndex: false, isDocker: false },
  [mediaTypes.index]: { isIndex: true, isDocker: false },
  [mediaTypes.dockerManifest]: { isIndex: false, isDocker: true },
  [mediaTypes.dockerManifestList]: { isIndex: true, isDocker: true },
}

/**
 * Whether a document is a manifest in each respect that a registry may look at (image specification): what is not may be
 * refused. `contentType` is what it is pushed as.
 */
export function isValidManifest(document: Record<string, unknown>, contentType: string): boolean {
  const kind = kinds[contentType]
  const { schemaVersion, mediaType, config, layers, manifests, subject, artifactType, annotations } = document
  if (kind === undefined || schemaVersion !== 2) return false
  if (mediaType !== contentType && (mediaType !== undefined || kind.isDocker)) return false
  // An artifact without content has to state its type.
  const isUntyped =
    artifactType === undefined && isDescriptor(config) && config.mediaType === mediaTypes.empty
  return (
    (kind.isIndex
      ? isListOfDescriptors(manifests)
      : isValidDescriptor(config) && isListOfDescriptors(layers) && !isUntyped) &&
    isOptional(subject, isValidDescriptor) &&
    isOptional(artifactType, isMediaType) &&
    isOptional(annotations, isTexts)
  )
}
