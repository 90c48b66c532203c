import { digestOf, type Algorithm } from './digest.ts'
import { mediaTypes } from './media-types.ts'

/** Bytes that are pushed or pulled, with what identifies them. */
export interface Content {
  mediaType: string
  bytes: Uint8Array
  digest: string
}

/** A reference to content (image specification, descriptor.md). */
export interface Descriptor {
  mediaType: string
  digest: string
  size: number
  artifactType?: string
  annotations?: Record<string, string>
  urls?: readonly string[]
  data?: string
  platform?: {
    architecture: string
    os: string
    variant?: string
    'os.version'?: string
    'os.features'?: readonly string[]
  }
}

export const contentOf = (bytes: Uint8Array, mediaType: string, algorithm?: Algorithm): Content => ({
  mediaType,
  bytes,
  digest: digestOf(bytes, algorithm),
})

/** A JSON document as content; its bytes are what JSON.stringify makes of it. */
export const jsonContent = (document: unknown, mediaType: string, algorithm?: Algorithm): Content =>
  contentOf(new TextEncoder().encode(JSON.stringify(document)), mediaType, algorithm)

/** The descriptor of content, with further properties where they are passed. */
export const describe = (content: Content, more: Partial<Descriptor> = {}): Descriptor => ({
  mediaType: content.mediaType,
  digest: content.digest,
  size: content.bytes.length,
  ...more,
})

/** The empty JSON object in place of a config or a layer without content (manifest.md). */
export const emptyContent: Content = jsonContent({}, mediaTypes.empty)
