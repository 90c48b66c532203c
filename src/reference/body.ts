import type { IncomingRequest, RequestContext } from './context.ts'
import type { Refusal } from './refusals.ts'

/** More than the limit is read and thrown away up to this, so that the client receives the response. */
const drained = 64 * 1024 * 1024

export interface BodyLimit {
  bytes: number
  /** How more is refused. */
  refusal: Refusal
  /** The body means nothing and is not kept. */
  ignored?: true
}

/** What a request may send. */
export function bodyLimitOf({
  route,
  method,
  options,
}: Pick<RequestContext, 'route' | 'method' | 'options'>): BodyLimit {
  if (route.endpoint === 'manifest' && method === 'PUT') {
    return { bytes: options.manifestLimit, refusal: 'manifest-too-large' }
  }
  const takesBlob = method === 'POST' || method === 'PUT' || method === 'PATCH'
  if (takesBlob && (route.endpoint === 'uploads' || route.endpoint === 'upload')) {
    return { bytes: Math.min(options.blobLimit, options.capacity), refusal: 'blob-too-large' }
  }
  const forms = { bytes: 64 * 1024, refusal: 'blob-too-large' } as const
  return route.endpoint === 'token' && method === 'POST' ? forms : { ...forms, ignored: true }
}

/** Bytes that all bodies together may hold while they are on their way in. */
export interface Budget {
  take(bytes: number): boolean
  giveBack(bytes: number): void
}

export function createBudget(capacity: number): Budget {
  let taken = 0
  return {
    take(bytes) {
      if (taken + bytes > capacity) return false
      taken += bytes
      return true
    },
    giveBack(bytes) {
      taken -= bytes
    },
  }
}

/**
 * Reads a body within its limit and the budget; the refusal where there is more. Rejects where the client
 * goes away before the end, and then nothing of what it sent counts.
 */
export async function readBody(
  message: IncomingRequest,
  limit: BodyLimit,
  budget: Budget,
): Promise<Uint8Array | Refusal> {
  // Node reads and drops what is not consumed.
  if (limit.ignored) return new Uint8Array(0)
  const chunks: Uint8Array[] = []
  let size = 0
  let held = 0
  let refusal: Refusal | undefined
  try {
    for await (const chunk of message) {
      size += chunk.length
      if (refusal === undefined && size > limit.bytes) refusal = limit.refusal
      if (refusal === undefined && !budget.take(chunk.length)) refusal = 'storage-full'
      if (refusal === undefined) {
        held += chunk.length
        chunks.push(chunk)
      } else {
        chunks.length = 0
      }
      if (size > limit.bytes + drained) break
    }
  } finally {
    budget.giveBack(held)
  }
  if (refusal !== undefined) return refusal
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size)
}
