import { digestOf } from '../../../src/content/digest.ts'
import type { Body } from '../../../src/registry/record/exchange.ts'

/** How a blob came into its repository (Pushing blobs, Mounting a blob from another repository). */
export type Way = 'post-put' | 'single-post' | 'chunks' | 'final-chunk' | 'mount'

/** A blob that was pushed. */
export interface StoredBlob extends Partial<Content> {
  way: Way
}

/** The content of one or more bodies, as far as it is known. */
export interface Content {
  /** Bytes. */
  size: number
  /** Absent where not all of them were kept. */
  bytes?: Uint8Array
  /** `sha256:…`; absent where it was not computed. */
  sha256?: string
}

const empty = new Uint8Array()

/** Joins the chunks of a blob. */
export function joined(chunks: readonly Body[]): Content {
  const size = chunks.reduce((sum, chunk) => sum + chunk.size, 0)
  // What the rest of it would have been is not known.
  if (chunks.some(({ partial }) => partial)) return { size }
  const [first, ...others] = chunks.filter((chunk) => chunk.size > 0)
  if (first === undefined) return { size, bytes: empty, sha256: digestOf(empty) }
  if (others.length === 0)
    return { size, sha256: first.sha256, ...(first.truncated ? {} : { bytes: first.bytes }) }
  if (chunks.some(({ truncated }) => truncated)) return { size }
  const bytes = new Uint8Array(Buffer.concat(chunks.map((chunk) => chunk.bytes)))
  return { size, bytes, sha256: digestOf(bytes) }
}

/** Whether content has a digest; undefined where that cannot be computed here. */
export function hasDigest({ bytes, sha256 }: Content, digest: string): boolean | undefined {
  if (digest.startsWith('sha256:')) return sha256 === undefined ? undefined : sha256 === digest
  if (digest.startsWith('sha512:'))
    return bytes === undefined ? undefined : digestOf(bytes, 'sha512') === digest
  return undefined
}
