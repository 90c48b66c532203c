import { digest } from './digest.ts'
import { mediaType } from './media-type.ts'
import { properties } from './properties.ts'

/** Descriptors and digests in all documents (descriptor.md). */
export const requirements = [...mediaType, ...digest, ...properties]
