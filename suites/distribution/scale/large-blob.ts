import { madeContent, type MadeContent } from '../../../src/content/made.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { isConnectionError, succeeded, summarizeResponse } from '../judges/response.ts'
import { begin, following } from '../push/uploads/upload.ts'
import { blobPath, withQuery } from '../requests/paths.ts'
import type { RegistryContext } from '../target/context.ts'
import { slow } from './scale-test.ts'
import { sizeWords } from '../../../src/registry/record/size-words.ts'

/** Blobs as large as the registry takes them, up and down as a stream: no more than a piece of them is in memory. */

/** An upload, as far as it came. */
export interface LargeUpload {
  content: MadeContent
  digest: string
  /** Requests with content, in their order. */
  parts: readonly Exchange[]
  /** The closing PUT, which contains everything where there are no parts; absent where a part was refused. */
  closed?: Exchange
}

/** A way to push a blob in the session at this URL. */
type Way = (t: RegistryContext, content: MadeContent, at: string) => Promise<LargeUpload>

const octetStream = { 'Content-Type': mediaTypes.octetStream }
/** A registry that refuses what is large may close the connection before it has read everything. */
const large = { ...slow, judgesTransport: true } as const

/** An answer arrived, and it is a success. */
export const isTaken = (exchange: Exchange | undefined): boolean =>
  exchange !== undefined && exchange.error === undefined && succeeded(exchange)

const close = (t: RegistryContext, at: string, digest: string): Promise<Exchange> =>
  t.send({
    method: 'PUT',
    path: withQuery(at, { digest }),
    headers: { 'Content-Length': '0' },
    ...large,
  })

/** The whole blob in the closing PUT, as a stream of known length. */
export const byOnePut: Way = async (t, content, at) => {
  const digest = await content.digest()
  const closed = await t.send({
    method: 'PUT',
    path: withQuery(at, { digest }),
    headers: octetStream,
    body: { chunks: () => content.stream(), length: content.size },
    ...large,
  })
  return { content, digest, parts: [], closed }
}

/** Chunks of this many bytes, each with its Content-Range. */
export const byChunks =
  (length: number): Way =>
  async (t, content, at) => {
    const { size } = content
    const digest = await content.digest()
    const parts: Exchange[] = []
    let url = at
    for (let first = 0; first < size; first += length) {
      const end = Math.min(size, first + length)
      const part = await t.send({
        method: 'PATCH',
        path: url,
        headers: { ...octetStream, 'Content-Range': `${first}-${end - 1}` },
        body: { chunks: () => content.stream(first, end), length: end - first },
        ...large,
      })
      parts.push(part)
      if (!isTaken(part)) return { content, digest, parts }
      url = following(t, part, url)
    }
    return { content, digest, parts, closed: await close(t, url, digest) }
  }

/** One PATCH of unknown length without Content-Range, as common clients push. */
export const byStream: Way = async (t, content, at) => {
  const part = await t.send({
    method: 'PATCH',
    path: at,
    headers: octetStream,
    body: { chunks: () => content.stream() },
    ...large,
  })
  const digest = part.request.body?.sha256 ?? ''
  if (!isTaken(part)) return { content, digest, parts: [part] }
  return { content, digest, parts: [part], closed: await close(t, following(t, part, at), digest) }
}

/** Less is not tried: what takes no blob of this size has another reason. */
const floor = 16 * 1024 ** 2

/** The last answer of an upload, which shows whether it was taken. */
export const lastOf = ({ parts, closed }: LargeUpload): Exchange | undefined => closed ?? parts.at(-1)

/** Whether a smaller blob may be taken: a 4xx, no room left, a connection that was closed meanwhile, or no time. */
function mayBeForSize(exchange: Exchange | undefined): boolean {
  if (!exchange) return false
  const { response, error } = exchange
  if (error) return isConnectionError(exchange) || error.code === 'timeout'
  const status = response?.status ?? 0
  return (status >= 400 && status < 500) || status === 507
}

/** What was pushed at last, and why it is not larger; absent where everything was taken. */
export interface Largest {
  upload: LargeUpload
  /** `1 GiB returned 413`. */
  remark?: string
}

/**
 * Pushes the largest blob, half of it where that is refused, and so on down to a floor; the last upload may be refused too. A
 * size that was refused once is not tried again by the tests after this one.
 */
export async function pushLargest(t: RegistryContext, way: Way): Promise<Largest> {
  const reached = t.gathered('scale/size of a blob', (): { size: number; remark?: string } => ({
    size: t.largestBlob,
  }))
  for (;;) {
    const at = await begin(t)
    const upload = await way(t, madeContent(t.random.hex(16), reached.size), at)
    const last = lastOf(upload)
    if (isTaken(last) || !mayBeForSize(last) || reached.size / 2 < Math.min(floor, t.largestBlob))
      return { upload, ...(reached.remark === undefined ? {} : { remark: reached.remark }) }
    reached.remark ??= `${sizeWords(reached.size)} ${last ? whyNot(last) : ''}`
    reached.size = Math.floor(reached.size / 2)
    // What the session holds is room that the next one needs.
    await t.send({ method: 'DELETE', path: at, headers: { 'Content-Length': '0' }, judgesTransport: true })
  }
}

/** `returned 413`, or how the connection ended. */
export const whyNot = (exchange: Exchange): string =>
  exchange.error ? `failed: ${exchange.error.message}` : `returned ${summarizeResponse(exchange)}`

/** Pulls the whole blob; its bytes are hashed as they come, and not kept. */
export const pullLarge = (t: RegistryContext, { digest, content }: LargeUpload): Promise<Exchange> =>
  t.send({
    method: 'GET',
    path: blobPath(t.repository, digest),
    bodyLimit: 4096,
    bodyMaximum: content.size + 1024 ** 2,
    ...slow,
  })

/** Deletes it at once where that can be done: the next one needs the room. */
export async function dropLarge(t: RegistryContext, { digest }: LargeUpload): Promise<void> {
  if (t.has('delete-blob'))
    await t.send({ method: 'DELETE', path: blobPath(t.repository, digest), judgesTransport: true, ...slow })
}
