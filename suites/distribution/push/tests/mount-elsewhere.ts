import type { Content } from '../../../../src/content/content.ts'
import { holds, warning, type Judge } from '../../../../src/engine/judgement.ts'
import { orAnswered } from '../../../../src/registry/reproduce/condition.ts'
import { defineTest, type Test } from '../../define.ts'
import { header, seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { lacksOnly } from '../../judges/absence.ts'
import { answerOf, answers, succeeded } from '../../judges/response.ts'
import { accepts, serves } from '../../judges/stored.ts'
import { pushBlob } from '../../content/set-up.ts'
import { chunking, chunkingThatWorks, chunkOf } from '../uploads/in-chunks.ts'
import { close, following, joined, patch, pull, randomBlob, rangeOf } from '../uploads/upload.ts'
import { mount } from './mount.ts'

/** 202 is right; a registry that finds the blob elsewhere does more than was requested. */
const mountsFromNowhere: Judge<Exchange> = (exchange) =>
  answerOf(exchange).status === 201
    ? holds('mounts a blob although its source does not exist')
    : warning(answers('a mount from a repository that does not exist', 202)(exchange))

/** A repository that does not exist yet may have to be created by other means, and may get an upload instead of a mount. */
const mayMount =
  (what: string): Judge<Exchange> =>
  (exchange) =>
    [201, 202].includes(answerOf(exchange).status) ? holds() : lacksOnly(what, '201', '202')(exchange)

/** An upload was started instead of a mount. */
const startsUpload = (exchange: Exchange): boolean =>
  answerOf(exchange).status === 202 && header(answerOf(exchange).headers, 'location') !== undefined

/** Mounts a blob and pulls it; true where it was mounted. */
async function mountAndPull(
  t: RegistryContext,
  { digest }: Content,
  { from, to, what }: { from: string; to: string; what: string },
): Promise<{ mounted: Exchange; isMounted: boolean }> {
  const mounted = await mount(t, digest, from, { to })
  t.check('push.mount.created', mounted, mayMount(`a mount ${what}`))
  const isMounted = answerOf(mounted).status === 201
  if (isMounted) {
    const pulled = await pull(t, digest, to)
    const judge = serves(`a blob that was mounted ${what}`, digest)
    t.check('push.mount.stored', judge(pulled), seenIn(mounted), seenIn(pulled))
  }
  return { mounted, isMounted }
}

/** Mounts into and from other repositories than the usual two. */
export const tests: readonly Test[] = [
  // A repository comes into being with a mount as with a push, and a blob is mounted from a repository of several components too.
  defineTest({
    id: 'push.mount.into-new',
    title: 'mounts a blob into a repository that does not exist yet, and from there',
    evaluates: ['push.mount.created'],
    mayEvaluate: ['push.mount.stored'],
    needs: ['push', 'mount'],
    async run(t) {
      const blob = randomBlob(t)
      await pushBlob(t, blob, t.secondRepository)
      const fresh = `${t.repository}/mounted/${t.random.hex(8)}`
      const into = { from: t.secondRepository, to: fresh, what: 'into a repository that did not exist' }
      const { mounted, isMounted } = await mountAndPull(t, blob, into)
      const isThere =
        isMounted ||
        (startsUpload(mounted) &&
          succeeded(await close(t, t.next(mounted), blob.digest, { bytes: blob.bytes })))
      if (isThere)
        await mountAndPull(t, blob, {
          from: fresh,
          to: t.repository,
          what: 'from a repository of several components',
        })
    },
  }),

  // A source that does not exist should not end a push: the upload that is started instead takes chunks like any other.
  defineTest({
    id: 'push.mount.unknown-from',
    title: 'requests a mount from a repository that does not exist, and uploads in a chunk',
    evaluates: ['push.mount.unknown-from'],
    mayEvaluate: ['push.mount.fallback-session', 'push.chunked.patch-accepted'],
    needs: ['push'],
    async run(t) {
      const { length } = await chunking(t)
      const blob = joined([chunkOf(t, length)])
      await pushBlob(t, blob, t.secondRepository)
      const mounted = await mount(t, blob.digest, `${t.repository}-absent-${t.random.hex(8)}`)
      t.check('push.mount.unknown-from', mounted, mountsFromNowhere)
      if (startsUpload(mounted)) await uploadInChunk(t, t.next(mounted), blob)
    },
  }),
]

/**
 * Uploads a blob in one chunk. Where the chunk is refused, a whole blob shows whether the upload exists: then chunks are what
 * is refused, and else the upload.
 */
async function uploadInChunk(t: RegistryContext, at: string, { digest, bytes }: Content): Promise<void> {
  await chunkingThatWorks(t)
  const patched = await patch(t, at, bytes, rangeOf(bytes, 0))
  const next = succeeded(patched) ? following(t, patched, at) : at
  const closed = await close(t, next, digest, ...(succeeded(patched) ? [] : [{ bytes }]))
  const what = 'a mount that was not performed'
  // Which success it is depends on the way, and is judged of each way elsewhere.
  const isTaken = accepts(`the final PUT of an upload after ${what}`)
  // A session that takes the chunk is one; what it has then is more than the blob.
  const judged = succeeded(patched) ? isTaken(closed) : orAnswered(patched, ['2xx'], isTaken(closed))
  if (!t.check('push.mount.fallback-session', judged, seenIn(patched), seenIn(closed))) return
  const takesChunk = answers(`a chunk after ${what}`, 202)
  t.check('push.chunked.patch-accepted', takesChunk(patched), seenIn(patched))
}
