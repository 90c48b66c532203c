import { withoutUndefined } from '../../src/engine/optional.ts'
import { holds, type Judge } from '../../src/engine/judgement.ts'
import type { Exchange } from '../../src/registry/record/exchange.ts'
import { answerOf, answers } from '../distribution/judges/response.ts'
import { blobPath, manifestPath, uploadsPath, withQuery } from '../distribution/requests/paths.ts'
import type { Trip, TripContext } from './context.ts'
import type { RequirementId } from './requirements.ts'
import type { TripBlob, TripContent, TripManifest } from './content.ts'

/** What was pushed, or was there already. */
export interface Pushed {
  /** Digests that can be pulled. */
  blobs: ReadonlySet<string>
  manifests: ReadonlySet<string>
  /** Tags that lead to a root. */
  tags: readonly { tag: string; digest: string }[]
  /** The requirement by which the first part was rejected, if one was. */
  rejected?: RequirementId
}

/** Blobs on their way at once. */
const blobsAtOnce = 4
/** By which the time limits of requests with whole layers are multiplied. */
const timeFactor = 20

/**
 * Pushes all of an image: its blobs, its manifests from the inside out, and its tags. What the repository has already is left as it
 * is, so that nothing is removed afterwards that was there before.
 */
export async function pushAll(t: TripContext, trip: Trip, content: TripContent): Promise<Pushed> {
  const blobs = new Set<string>()
  await inParallel(content.blobs, async (blob) => {
    const isThere = await exists(t, blobPath(t.repository, blob.digest))
    if (isThere) keep(t, 'roundtrip.blob.accepted', blob.digest)
    if (isThere || (await pushBlob(t, trip, blob))) blobs.add(blob.digest)
  })
  const manifests = new Set<string>()
  for (const manifest of content.manifests) {
    const isWhole =
      manifest.blobs.every((digest) => blobs.has(digest)) &&
      manifest.manifests.every((digest) => manifests.has(digest))
    if (!isWhole) continue
    const isThere = await exists(t, manifestPath(t.repository, manifest.digest), manifest.mediaType)
    if (isThere) keep(t, 'roundtrip.manifest.accepted', manifest.digest)
    if (isThere || (await pushManifest(t, trip, manifest))) manifests.add(manifest.digest)
  }
  const tags = await pushTags(t, trip, content, manifests)
  return {
    blobs,
    manifests,
    tags,
    ...withoutUndefined({ rejected: rejections(t)[0] }),
  }
}

/** What is there already need not be pushed, and is not the run's to remove. */
function keep(t: TripContext, requirement: RequirementId, digest: string): void {
  t.keep(digest)
  t.check(requirement, holds(`${digest} is in the repository already`))
}

async function inParallel<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items]
  const worker = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: blobsAtOnce }, worker))
}

async function exists(t: TripContext, path: string, accept?: string): Promise<boolean> {
  const found = await t.send({
    method: 'HEAD',
    path,
    ...(accept === undefined ? {} : { headers: { Accept: accept } }),
  })
  return found.response?.status === 200
}

async function pushBlob(
  t: TripContext,
  { source }: Trip,
  { digest, size, name, data }: TripBlob,
): Promise<boolean> {
  const opened = await t.send({
    method: 'POST',
    path: uploadsPath(t.repository),
    headers: { 'Content-Length': '0' },
  })
  const isOpen = isAccepted(
    t,
    'roundtrip.blob.accepted',
    opened,
    answers(`the POST that starts the upload of ${name}`, 202),
  )
  if (!isOpen) return false
  const stored = await t.send({
    method: 'PUT',
    path: withQuery(t.next(opened), { digest }),
    headers: { 'Content-Type': 'application/octet-stream' },
    body: data ?? { chunks: () => source.stream(digest, t.signal), length: size },
    timeFactor,
    ...(digest.startsWith('sha256:') ? { bodyDigest: digest } : {}),
  })
  return accepted(t, 'roundtrip.blob.accepted', stored, `${name} (${digest})`)
}

async function pushManifest(
  t: TripContext,
  { source }: Trip,
  { digest, mediaType, name, size, lacks }: TripManifest,
): Promise<boolean> {
  const body = await source.read(digest, { as: 'manifest', limit: size })
  const pushed = await t.send({
    method: 'PUT',
    path: manifestPath(t.repository, digest),
    headers: { 'Content-Type': mediaType },
    body,
  })
  const [reason] = lacks
  if (reason !== undefined && answerOf(pushed).status !== 201) {
    t.unevaluated('roundtrip.manifest.accepted', `the registry rejects ${name}, of which ${reason}`)
    return false
  }
  return accepted(t, 'roundtrip.manifest.accepted', pushed, `${name} (${digest})`)
}

/** The tags of the roots of an image that have one. */
export const tagsOf = (roots: TripContent['roots'], wanted: string): Pushed['tags'] =>
  roots.flatMap(({ digest, tag }, index) => {
    if (index === 0) return [{ tag: wanted, digest }]
    return tag === undefined ? [] : [{ tag: `${wanted}-${tag}`.slice(0, 128), digest }]
  })

/** The image under its tag, and the other roots of a layout under theirs, with the tag as their beginning. */
async function pushTags(
  t: TripContext,
  { source, tag: wanted }: Trip,
  { roots, manifests: all }: TripContent,
  manifests: ReadonlySet<string>,
): Promise<Pushed['tags']> {
  const tags: { tag: string; digest: string }[] = []
  for (const { tag, digest: root } of tagsOf(roots, wanted)) {
    const manifest = all.find(({ digest }) => digest === root)
    if (!manifest || !manifests.has(root)) continue
    const pushed = await t.send({
      method: 'PUT',
      path: manifestPath(t.repository, tag),
      headers: { 'Content-Type': manifest.mediaType },
      body: await source.read(root, { as: 'manifest', limit: manifest.size }),
    })
    if (isAccepted(t, 'roundtrip.tag.accepted', pushed, answers(`the PUT of the tag ${tag}`, 201)))
      tags.push({ tag, digest: root })
  }
  return tags
}

/** Whether a push was accepted. A registry need not support algorithms other than sha256. */
function accepted(t: TripContext, requirement: RequirementId, pushed: Exchange, what: string): boolean {
  const { status } = answerOf(pushed)
  if (status !== 201 && status < 500 && !what.includes('(sha256:')) {
    t.unevaluated(
      requirement,
      `the registry returned ${status} for ${what}, whose algorithm it may not support`,
    )
    return false
  }
  return isAccepted(t, requirement, pushed, answers(`the PUT of ${what}`, 201))
}

const rejections = (t: TripContext): RequirementId[] =>
  t.gathered('rejected pushes of the round trip', () => [])

function isAccepted(
  t: TripContext,
  requirement: RequirementId,
  pushed: Exchange,
  judge: Judge<Exchange>,
): boolean {
  const holds = t.check(requirement, pushed, judge)
  if (!holds) rejections(t).push(requirement)
  return holds
}
