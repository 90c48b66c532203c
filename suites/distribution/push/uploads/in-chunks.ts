import type { Content } from '../../../../src/content/content.ts'
import { NotEvaluated } from '../../../../src/engine/record.ts'
import { header, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { answerOf, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { openSession } from '../../content/set-up.ts'
import { close, following, joined, patch, rangeOf } from './upload.ts'

/** One whole upload in two chunks, as far as it came. */
export interface ChunkedUpload {
  opened: Exchange
  blob: Content
  /** The answer to each chunk with the bytes of the blob after it; the last one may be a refusal. */
  chunks: readonly { answer: Exchange; uploaded: number }[]
  /** The closing PUT, where all chunks were taken. */
  closed?: Exchange
}

/** How this registry takes chunks: found out once, by the upload that the other tests rest on. */
export interface Chunking {
  /** Bytes of a chunk that is not the last. */
  length: number
  /** Uploads with the smallest chunks that it announces. */
  upload: ChunkedUpload
  /** The upload in small chunks that it refused although it takes larger ones and announces no minimum. */
  refused?: ChunkedUpload
  /** The value of OCI-Chunk-Min-Length. */
  announced?: string
}

/** Small, and yet more than what a registry might take for a mistake. */
const small = 1000
/** The least size of a part in common object stores: the usual reason for a minimum. */
const partOfObjectStore = 5 * 1024 ** 2
/** Longer chunks are not sent, whatever is announced. */
const longest = 64 * 1024 ** 2

/** The least length of chunks that the answer to a POST announces; undefined for none or no number. */
export function minimumOf(announced: string | undefined): number | undefined {
  return announced !== undefined && /^\d{1,15}$/.test(announced) ? Number(announced) : undefined
}

/** A chunk of its own content, also where it is too long for random bytes to be quick. */
export function chunkOf(t: RegistryContext, length: number): Uint8Array {
  const noise = t.random.bytes(Math.min(length, 4096))
  const bytes = new Uint8Array(length)
  for (let at = 0; at < length; at += noise.length) bytes.set(noise.subarray(0, length - at), at)
  return bytes
}

/** True for an upload that came to its end. */
export const completed = ({ closed }: ChunkedUpload): boolean => closed !== undefined && succeeded(closed)

async function uploadInChunks(t: RegistryContext, least: number): Promise<ChunkedUpload> {
  const opened = await openSession(t)
  const minimum = minimumOf(header(answerOf(opened).headers, 'oci-chunk-min-length')) ?? 0
  if (minimum > longest) {
    throw new NotEvaluated(
      `a minimum chunk size of ${minimum} is announced: chunks of that size are not sent`,
    )
  }
  const length = Math.max(least, minimum)
  // Of different lengths, so that a place inside a chunk cannot pass for one in the blob.
  const parts = [chunkOf(t, length), chunkOf(t, length + 23)]
  const blob = joined(parts)
  const chunks: { answer: Exchange; uploaded: number }[] = []
  let at = t.next(opened)
  let uploaded = 0
  for (const part of parts) {
    const answer = await patch(t, at, part, rangeOf(part, uploaded))
    uploaded += part.length
    chunks.push({ answer, uploaded })
    if (!succeeded(answer)) return { opened, blob, chunks }
    at = following(t, answer, at)
  }
  return { opened, blob, chunks, closed: await close(t, at, blob.digest) }
}

/** Uploads a blob in chunks, once for all tests: as small ones as it announces, and larger ones if it refuses. */
export const chunking = (t: RegistryContext): Promise<Chunking> =>
  t.once('push/chunking', async () => {
    const upload = await uploadInChunks(t, small)
    const announced = header(answerOf(upload.opened).headers, 'oci-chunk-min-length')
    const minimum = minimumOf(announced)
    const found = announced === undefined ? {} : { announced }
    const length = Math.max(small, minimum ?? 0)
    if (completed(upload) || minimum !== undefined) return { ...found, length, upload }
    const large = await uploadInChunks(t, partOfObjectStore)
    return completed(large)
      ? { ...found, length: partOfObjectStore, upload: large, refused: upload }
      : { ...found, length, upload }
  })

/** The same for a test that rests on chunks being taken: blocked where they are not. */
export async function chunkingAccepted(t: RegistryContext): Promise<Chunking> {
  const found = await chunking(t)
  for (const { answer } of found.upload.chunks) {
    if (!succeeded(answer)) {
      t.blocked(
        'push.chunked.patch-accepted',
        `${formatRequest(answer)} returned ${summarizeResponse(answer)}`,
      )
    }
  }
  return found
}

/** The same for a test that also rests on the closing: blocked where that fails. */
export async function chunkingThatWorks(t: RegistryContext): Promise<Chunking> {
  const found = await chunkingAccepted(t)
  const { closed } = found.upload
  if (closed && !succeeded(closed)) {
    t.blocked('push.chunked.closed', `${formatRequest(closed)} returned ${summarizeResponse(closed)}`)
  }
  return found
}
