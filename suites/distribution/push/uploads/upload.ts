import { claimsUploaded, rangeEnd } from '../judges/range.ts'
import { withoutUndefined } from '../../../../src/engine/optional.ts'
import { contentOf, type Content } from '../../../../src/content/content.ts'
import type { Algorithm } from '../../../../src/content/digest.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import type { RegistryRequest } from '../../../../src/registry/client.ts'
import { header, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { answerOf, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { blobPath, withQuery } from '../../requests/paths.ts'
import { sendUntilAnswered } from '../../requests/send-until-answered.ts'
import { openSession } from '../../content/set-up.ts'

/** The requests of an upload session, each as a client sends it (Pushing blobs). */

const octetStream = { 'Content-Type': mediaTypes.octetStream }

/** A small blob of this test's own. */
export const randomBlob = (t: RegistryContext, algorithm?: Algorithm): Content =>
  contentOf(t.random.bytes(256), mediaTypes.octetStream, algorithm)

/** One blob of several parts. */
export const joined = (parts: readonly Uint8Array[], algorithm?: Algorithm): Content =>
  contentOf(Uint8Array.from(Buffer.concat(parts)), mediaTypes.octetStream, algorithm)

/** Starts an upload; its URL. The test is blocked where none can be started. */
export const begin = async (
  t: RegistryContext,
  repository = t.repository,
  query: Record<string, string> = {},
): Promise<string> => t.next(await openSession(t, repository, query))

/** The Content-Range of a chunk that starts at byte `first` of its blob. */
export const rangeOf = (bytes: Uint8Array, first: number): string => `${first}-${first + bytes.length - 1}`

/** Sends a chunk; the range is text so that it may be wrong, and absent where none is to be sent. */
export const patch = (
  t: RegistryContext,
  at: string,
  bytes: Uint8Array,
  range: string | undefined,
): Promise<Exchange> =>
  t.send({
    method: 'PATCH',
    path: at,
    headers: { ...octetStream, ...withoutUndefined({ 'Content-Range': range }) },
    body: bytes,
  })

/** A last piece of a blob that is sent with the closing PUT; `first` is its place where it is a chunk. */
export interface FinalPiece {
  bytes: Uint8Array
  first?: number
}

/** Closes an upload under a digest, which is text so that it may be wrong, or left out. */
export const close = (
  t: RegistryContext,
  at: string,
  digest: string | undefined,
  final?: FinalPiece,
  about: Pick<RegistryRequest, 'repeatFailures'> = {},
): Promise<Exchange> =>
  t.send({
    ...about,
    method: 'PUT',
    path: digest === undefined ? at : withQuery(at, { digest }),
    ...(final === undefined
      ? { headers: { 'Content-Length': '0' } }
      : {
          headers: {
            ...octetStream,
            ...(final.first === undefined ? {} : { 'Content-Range': rangeOf(final.bytes, final.first) }),
          },
          body: final.bytes,
        }),
  })

export const statusOf = (t: RegistryContext, at: string): Promise<Exchange> =>
  t.send({ method: 'GET', path: at })

export const cancel = (t: RegistryContext, at: string): Promise<Exchange> =>
  t.send({ method: 'DELETE', path: at, headers: { 'Content-Length': '0' } })

/** Where an upload goes on: the Location of the last answer, or the URL so far where it has none. */
export const following = (t: RegistryContext, answer: Exchange, at: string): string =>
  header(answerOf(answer).headers, 'location') === undefined ? at : t.next(answer)

/**
 * Sends a chunk for what comes after it; returns where the upload goes on. Ends the test where the chunk is refused, or where the registry itself
 * states that it has fewer bytes: what comes after it would be about that.
 */
export async function sendChunk(
  t: RegistryContext,
  at: string,
  bytes: Uint8Array,
  first: number,
): Promise<string> {
  const sent = await patch(t, at, bytes, rangeOf(bytes, first))
  if (!succeeded(sent)) {
    t.blocked('push.chunked.patch-accepted', `${formatRequest(sent)} returned ${summarizeResponse(sent)}`)
  }
  endIfLost(t, sent, first + bytes.length)
  return following(t, sent, at)
}

/** Ends a test whose chunk was accepted, where the registry states that it has fewer than these bytes. */
export function endIfLost(t: RegistryContext, sent: Exchange, uploaded: number): void {
  const end = rangeEnd(sent)
  if (end === undefined || end + 1 >= uploaded) return
  t.check(lostChunk, sent, claimsUploaded(uploaded))
  t.blocked(lostChunk, `${formatRequest(sent)} returned Range: 0-${end} after ${uploaded} bytes`)
}

/** What a test that sends a chunk in passing may find too, see sendChunk. */
export const lostChunk = 'push.chunked.patch-range-end'

/** Bytes of a pulled blob that are kept, where the sha256 of all of them replaces the rest. */
const keptOf = (digest: string) => (digest.startsWith('sha256:') ? { bodyLimit: 4096 } : {})

export const pull = (t: RegistryContext, digest: string, repository = t.repository): Promise<Exchange> =>
  t.send({ method: 'GET', path: blobPath(repository, digest), ...keptOf(digest) })

/** Follows the Location of a finished push; a place that cannot be reached is something to judge. */
export const pullAtLocation = (t: RegistryContext, created: Exchange): Promise<Exchange> =>
  sendUntilAnswered(t, { method: 'GET', path: t.next(created) })
