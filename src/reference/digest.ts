import { createHash } from 'node:crypto'

export interface Digest {
  /** The whole text, `algorithm:encoded`. */
  text: string
  algorithm: string
  encoded: string
}

const shape = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([A-Za-z0-9=_-]+)$/
/** What the registered algorithms demand of their encoded part: lower-case hex of a fixed length. */
const encodedShapes: Readonly<Record<string, RegExp>> = {
  sha256: /^[a-f0-9]{64}$/,
  sha512: /^[a-f0-9]{128}$/,
  blake3: /^[a-f0-9]{64}$/,
}

/** Takes a digest apart (image specification, Descriptors, Digests); undefined where it is malformed. */
export function parseDigest(text: string): Digest | undefined {
  const match = shape.exec(text)
  if (match === null || text.length > 1024) return undefined
  const [, algorithm = '', encoded = ''] = match
  const required = Object.hasOwn(encodedShapes, algorithm) ? encodedShapes[algorithm] : undefined
  return required !== undefined && !required.test(encoded) ? undefined : { text, algorithm, encoded }
}

/** The digest of some bytes, `sha256:…` unless another algorithm of node:crypto is named. */
export const digestOf = (bytes: Uint8Array, algorithm = 'sha256'): string =>
  `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
