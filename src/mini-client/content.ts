import { hash } from 'node:crypto'

export const types = {
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  index: 'application/vnd.oci.image.index.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  empty: 'application/vnd.oci.empty.v1+json',
  dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
  dockerList: 'application/vnd.docker.distribution.manifest.list.v2+json',
} as const

export interface Descriptor {
  mediaType: string
  digest: string
  size: number
  artifactType?: string
  annotations?: Record<string, string>
  data?: string
  urls?: string[]
  platform?: { os: string; architecture: string; variant?: string }
}

/** A manifest or an index, as far as the client looks at it. */
export interface Document {
  schemaVersion?: number
  mediaType?: string
  artifactType?: string
  config?: Descriptor
  layers?: Descriptor[]
  manifests?: Descriptor[]
  subject?: Descriptor
  annotations?: Record<string, string>
}

/** Bytes with their type and digest. */
export interface Content {
  mediaType: string
  digest: string
  bytes: Uint8Array
}

/** Why the client does not go on; its message is all that is printed. */
export class Refused extends Error {}

export const digestOf = (bytes: Uint8Array, algorithm = 'sha256'): string =>
  `${algorithm}:${hash(algorithm, bytes)}`

/** Whether the bytes have the digest; an algorithm that is not known is not verified. */
export function matches(bytes: Uint8Array, digest: string): boolean {
  const [algorithm = ''] = digest.split(':')
  if (algorithm !== 'sha256' && algorithm !== 'sha512') throw new Refused(`cannot verify ${algorithm}`)
  return digestOf(bytes, algorithm) === digest
}

export function parse(bytes: Uint8Array): Document {
  const document: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
  if (typeof document !== 'object' || document === null) throw new Refused('the manifest is not an object')
  return document
}

export const isIndex = (type: string): boolean => type === types.index || type === types.dockerList
export const isManifest = (type: string): boolean => type === types.manifest || type === types.dockerManifest

export const describe = ({ mediaType, digest, bytes }: Content): Descriptor => ({
  mediaType,
  digest,
  size: bytes.length,
})
