import { hash } from 'node:crypto'

/** The registered algorithms that content is made with here. */
export type Algorithm = 'sha256' | 'sha512'

/** `algorithm:hex` of the bytes (image specification, descriptor.md, Digests). */
export const digestOf = (bytes: Uint8Array, algorithm: Algorithm = 'sha256'): string =>
  `${algorithm}:${hash(algorithm, bytes)}`
