import { createHash, hash as hashOf } from 'node:crypto'
import type { Body } from './exchange.ts'

const sha256 = (bytes: Uint8Array): string => `sha256:${hashOf('sha256', bytes)}`

const nothing: Body = {
  size: 0,
  sha256: sha256(new Uint8Array()),
  bytes: new Uint8Array(),
  truncated: false,
}

/** The description of a body that is wholly in memory; `known` is its `sha256:…` where it is known already. */
export const bodyOf = (bytes: Uint8Array, known?: string): Body =>
  bytes.length === 0
    ? nothing
    : { size: bytes.length, sha256: known ?? sha256(bytes), bytes, truncated: false }

/** Counts and hashes a body as it streams, and keeps its first bytes. */
export interface BodyTally {
  readonly size: number
  add(chunk: Uint8Array): void
  /** Call once, when no more chunks come. */
  finish(): Body
}

/** `keep`: how many of the first bytes stay in memory. */
export function tallyBody(keep: number): BodyTally {
  let size = 0
  let kept = 0
  let hash: ReturnType<typeof createHash> | undefined
  const chunks: Uint8Array[] = []
  return {
    get size() {
      return size
    },
    add(chunk) {
      // Most bodies come in one piece, which is hashed at once when it is known to be all.
      if (size > 0) hash ??= chunks.reduce((begun, part) => begun.update(part), createHash('sha256'))
      else if (chunk.length > keep) hash = createHash('sha256')
      hash?.update(chunk)
      size += chunk.length
      if (kept >= keep) return
      // A copy, since what is kept must not hold on to a far larger buffer of the socket.
      const part = Uint8Array.from(chunk.subarray(0, keep - kept))
      kept += part.length
      chunks.push(part)
    },
    finish() {
      const bytes = chunks.length === 1 ? chunks[0]! : new Uint8Array(Buffer.concat(chunks))
      if (!hash) return bodyOf(bytes)
      return { size, sha256: `sha256:${hash.digest('hex')}`, bytes, truncated: kept < size }
    },
  }
}
