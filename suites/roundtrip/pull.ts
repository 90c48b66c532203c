import { createHash } from 'node:crypto'
import { holds, violated, type Judge } from '../../src/engine/judgement.ts'
import { header, seenIn, type Exchange } from '../../src/registry/record/exchange.ts'
import { chunksOf } from '../../src/image/source/registry/chunks.ts'
import { nextUrl } from '../../src/registry/lists/link.ts'
import { answerOf, answers } from '../distribution/judges/response.ts'
import { blobPath, manifestPath, tagsPath } from '../distribution/requests/paths.ts'
import type { Trip, TripContext } from './context.ts'
import type { TripBlob, TripContent, TripManifest } from './content.ts'
import { describeBytes, documentDifference, firstDifference, recompression } from './difference.ts'
import type { Pushed } from './push.ts'

/** By which the time limits of requests with whole layers are multiplied. */
const timeFactor = 20

/** Pulls all that was pushed, by digest and by tag, and compares every byte. */
export async function pullAll(
  t: TripContext,
  trip: Trip,
  content: TripContent,
  pushed: Pushed,
): Promise<void> {
  for (const manifest of content.manifests)
    if (pushed.manifests.has(manifest.digest)) await pullManifest(t, trip, manifest)
  for (const blob of content.blobs) if (pushed.blobs.has(blob.digest)) await pullBlob(t, trip, blob)
  for (const { tag, digest } of pushed.tags) {
    const manifest = content.manifests.find((each) => each.digest === digest)
    if (manifest) await pullTag(t, trip, manifest, tag)
  }
}

const get = (t: TripContext, reference: string, { mediaType, size }: TripManifest): Promise<Exchange> =>
  t.send({
    method: 'GET',
    path: manifestPath(t.repository, reference),
    headers: { Accept: mediaType },
    // Somewhat more, to see what else there is.
    bodyLimit: 2 * size + 65_536,
  })

async function pullManifest(t: TripContext, { source }: Trip, manifest: TripManifest): Promise<void> {
  const { digest, name, mediaType, size } = manifest
  const what = `${name} (${digest})`
  const pulled = await get(t, digest, manifest)
  if (!t.check('roundtrip.manifest.pulled', pulled, answers(`the GET of ${what}`, 200))) return
  const sent = await source.read(digest, { as: 'manifest', limit: size })
  t.check('roundtrip.manifest.bytes', pulled, hasBytes(what, sent))
  const type = header(answerOf(pulled).headers, 'content-type')
  t.check(
    'roundtrip.manifest.media-type',
    type?.split(';')[0]?.trim() === mediaType
      ? holds()
      : violated(`returned another media type for ${what}`, mediaType, type ?? 'no Content-Type'),
    seenIn(pulled),
  )
}

/** The body is these bytes; what differs is described. */
const hasBytes =
  (what: string, sent: Uint8Array): Judge<Exchange> =>
  (exchange) => {
    const { body } = answerOf(exchange)
    if (Buffer.compare(body.bytes, sent) === 0) return holds()
    const difference = documentDifference(sent, body.bytes) ?? `has other bytes`
    const expected = `${sent.length} bytes of sha256:${createHash('sha256').update(sent).digest('hex')}`
    return violated(`${what} ${difference}`, expected, `${body.size} bytes of ${body.sha256}`)
  }

async function pullTag(t: TripContext, { source }: Trip, manifest: TripManifest, tag: string): Promise<void> {
  const pulled = await get(t, tag, manifest)
  const sent = await source.read(manifest.digest, { as: 'manifest', limit: manifest.size })
  const found = answers(`the GET of the tag ${tag}`, 200)(pulled)
  t.check(
    'roundtrip.tag.pulled',
    found.holds ? hasBytes(`the tag ${tag}`, sent)(pulled) : found,
    seenIn(pulled),
  )
  t.check('roundtrip.tag.listed', ...(await listing(t, tag)))
}

/** Pages of tags: a registry may have no end of them. */
const mostPages = 10_000

async function listing(t: TripContext, tag: string) {
  let path: string | undefined = tagsPath(t.repository)
  const seen = new Set<string>()
  for (;;) {
    const listed: Exchange = await t.send({ method: 'GET', path, bodyLimit: 64 * 1024 * 1024 })
    const status = answers('the GET of the tag list', 200)(listed)
    if (!status.holds) return [status, seenIn(listed)] as const
    if (tagsOf(listed).includes(tag)) return [holds(), seenIn(listed)] as const
    const next: string | undefined = nextUrl(listed)
    if (next === undefined || seen.has(next) || seen.size > mostPages)
      return [violated(`does not list the tag ${tag}`, tag, 'a list without it'), seenIn(listed)] as const
    seen.add(next)
    path = next
  }
}

function tagsOf(exchange: Exchange): unknown[] {
  try {
    const { tags } = JSON.parse(Buffer.from(answerOf(exchange).body.bytes).toString('utf8')) as {
      tags?: unknown
    }
    return Array.isArray(tags) ? tags : []
  } catch {
    return []
  }
}

async function* inMemory(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function pullBlob(
  t: TripContext,
  { source }: Trip,
  { digest, name, size, data }: TripBlob,
): Promise<void> {
  const what = `${name} (${digest})`
  const request = { method: 'GET', path: blobPath(t.repository, digest), timeFactor }
  const hash = createHash('sha512')
  let length = 0
  const pulled = await t.send({
    ...request,
    bodyLimit: 64,
    onChunk(chunk) {
      length += chunk.length
      hash.update(chunk)
    },
  })
  if (!t.check('roundtrip.blob.pulled', pulled, answers(`the GET of ${what}`, 200))) return
  const sent = (): AsyncIterable<Uint8Array> => (data ? inMemory(data) : source.stream(digest, t.signal))
  const own = createHash('sha512')
  for await (const chunk of sent()) own.update(chunk)
  if (length === size && own.digest('hex') === hash.digest('hex')) {
    t.check('roundtrip.blob.bytes', holds(), seenIn(pulled))
    return
  }
  const again = chunksOf(
    (onChunk) => t.send({ ...request, bodyLimit: 64, onChunk }),
    () => undefined,
  )
  const difference = await firstDifference(sent(), again)
  const isWhole = difference?.offset === 0
  const changed = isWhole ? recompression(difference.sent, difference.received) : undefined
  t.check(
    'roundtrip.blob.bytes',
    violated(
      `${what} ${changed ?? 'has other bytes'}`,
      `${size} bytes of ${digest}`,
      `${length} bytes of ${answerOf(pulled).body.sha256}${difference ? `, ${describeBytes(difference)}` : ''}`,
    ),
    seenIn(pulled),
  )
}
