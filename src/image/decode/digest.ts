import { createHash } from 'node:crypto'
import { blake3 } from '@noble/hashes/blake3.js'

/** The registered algorithms (descriptor.md, Registered algorithms; blake3 from dev on). */
export const algorithms = ['sha256', 'sha512', 'blake3'] as const
export type Algorithm = (typeof algorithms)[number]

/** A digest taken apart. `registered` is absent where the algorithm is not one of `algorithms`. */
export interface Digest {
  text: string
  algorithm: string
  encoded: string
  registered?: Algorithm
}

/** The grammar of a digest (descriptor.md, Digests). */
const grammar = /^([a-z0-9]+(?:[+._-][a-z0-9]+)*):([a-zA-Z0-9=_-]+)$/

/** Hexadecimal digits of each registered algorithm. */
export const hexLength: Record<Algorithm, number> = { sha256: 64, sha512: 128, blake3: 64 }

export const isRegistered = (algorithm: string): algorithm is Algorithm =>
  (algorithms as readonly string[]).includes(algorithm)

/** Takes a digest apart; undefined where it does not match the grammar. */
export function parseDigest(text: string): Digest | undefined {
  // Longer than any algorithm needs: nothing that a path or a message should carry.
  if (text.length > 1024) return undefined
  const match = grammar.exec(text)
  if (!match) return undefined
  const [, algorithm = '', encoded = ''] = match
  return { text, algorithm, encoded, ...(isRegistered(algorithm) ? { registered: algorithm } : {}) }
}

/** True where a registered algorithm's encoded part has its lower-case hexadecimal form. */
export const isWellFormed = ({ registered, encoded }: Digest): boolean =>
  registered === undefined || (encoded.length === hexLength[registered] && /^[a-f0-9]+$/.test(encoded))

/** A hash under way. */
export interface Hasher {
  algorithm: Algorithm
  update: (bytes: Uint8Array) => void
  /** `algorithm:hex`; call once. */
  digest(): string
}

export function createHasher(algorithm: Algorithm): Hasher {
  const hash = algorithm === 'blake3' ? blake3.create() : createHash(algorithm)
  return {
    algorithm,
    update: (bytes) => void hash.update(bytes),
    digest: () => `${algorithm}:${Buffer.from(hash.digest()).toString('hex')}`,
  }
}

/** Several hashes in one pass. */
export interface Hashers {
  readonly algorithms: readonly Algorithm[]
  update(bytes: Uint8Array): void
  /** Digests by algorithm; call once. */
  digests(): Partial<Record<Algorithm, string>>
}

/** A hash for each algorithm that is named, once. */
export function createHashers(wanted: Iterable<Algorithm>): Hashers {
  const hashers = [...new Set(wanted)].map(createHasher)
  const [first] = hashers
  return {
    algorithms: hashers.map(({ algorithm }) => algorithm),
    update:
      hashers.length === 1 && first
        ? first.update
        : (bytes: Uint8Array) => {
            for (const hasher of hashers) hasher.update(bytes)
          },
    digests: () => Object.fromEntries(hashers.map((hasher) => [hasher.algorithm, hasher.digest()])),
  }
}

/** Digest of bytes in memory. */
export function digestOf(bytes: Uint8Array, algorithm: Algorithm = 'sha256'): string {
  const hasher = createHasher(algorithm)
  hasher.update(bytes)
  return hasher.digest()
}
