import { withoutUndefined } from '../../../../src/engine/optional.ts'
import { violated, holds, type Judge } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import type { RegistryRequest } from '../../../../src/registry/client.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { lacksAuthorization } from '../../target/access.ts'
import type { RegistryContext } from '../../target/context.ts'
import { namesDigestOf } from '../../judges/digest.ts'
import { answerOf, answers, each, summarizeResponse } from '../../judges/response.ts'
import { pullableAt, serves } from '../../judges/stored.ts'
import { sendsLocation } from '../judges/upload.ts'
import { uploadsPath } from '../../requests/paths.ts'
import { openSession, pushBlob } from '../../content/set-up.ts'
import { checkLocation, locationOf } from '../uploads/location.ts'
import { close, pull, pullAtLocation, randomBlob } from '../uploads/upload.ts'
import { orAnswered, statusIs } from '../../../../src/registry/reproduce/condition.ts'

/** Requests a mount of a blob into a repository; `from` is left out where it is not named. */
export const mount = (
  t: RegistryContext,
  digest: string,
  from?: string,
  { to = t.repository, ...about }: { to?: string } & Pick<RegistryRequest, 'repeatFailures'> = {},
): Promise<Exchange> =>
  t.send({
    ...about,
    method: 'POST',
    path: uploadsPath(to, { mount: digest, ...withoutUndefined({ from }) }),
    headers: { 'Content-Length': '0' },
    scopes: [`repository:${from ?? t.secondRepository}:pull`],
  })

const theBlob = 'a mounted blob'

/** Nothing can have been mounted that is nowhere. */
const mountsNothing: Judge<Exchange> = (exchange) =>
  answerOf(exchange).status === 201
    ? violated(
        'claimed to have mounted a blob that does not exist',
        '202',
        summarizeResponse(exchange),
        statusIs(202),
      )
    : holds()

/** The session in place of a mount of a blob that is there takes that blob. */
async function judgeUnperformed(t: RegistryContext): Promise<void> {
  const blob = randomBlob(t)
  await pushBlob(t, blob, t.secondRepository)
  const mounted = await mount(t, blob.digest, t.secondRepository)
  if (answerOf(mounted).status !== 202) return
  const put = await close(t, t.next(mounted), blob.digest, { bytes: blob.bytes })
  const taken = answers('a PUT after a mount of an existing blob that was not performed', 201)
  // Where the mount is performed, nothing is left to be put.
  t.check('push.mount.fallback-session', orAnswered(mounted, [201], taken(put)), seenIn(mounted), seenIn(put))
}

/** Blobs taken over from another repository. */
export const tests: readonly Test[] = [
  // A mount that was done is answered 201 with a Location, and the blob is served from its new repository. Another client that
  // mounts it at the same time need not wait: it may get an upload instead.
  defineTest({
    id: 'push.mount.whole',
    title: 'mounts a blob from another repository twice at once and pulls it',
    evaluates: [
      'push.mount.created',
      'push.mount.location',
      'push.mount.location-pullable',
      'push.mount.stored',
      'push.mount.digest-header-value',
    ],
    needs: ['push', 'mount'],
    async run(t) {
      const blob = randomBlob(t)
      await pushBlob(t, blob, t.secondRepository)
      const request = () => mount(t, blob.digest, t.secondRepository, { repeatFailures: false })
      const both = await Promise.all([request(), request()])
      const [mounted = both[0], other = both[1]] = both.toSorted(
        (one, another) => answerOf(one).status - answerOf(another).status,
      )
      t.require('push.mount.created', mounted, answers('a mount', 201))
      t.check('push.mount.created', other, answers('one of two mounts of a blob at once', 201, 202))
      t.check('push.mount.digest-header-value', mounted, namesDigestOf(blob.digest, blob.bytes))
      const pulled = await pull(t, blob.digest)
      t.check('push.mount.stored', serves(theBlob, blob.digest)(pulled), seenIn(mounted), seenIn(pulled))
      t.require('push.mount.location', mounted, sendsLocation)
      const followed = await pullAtLocation(t, mounted)
      t.check('push.mount.location-pullable', followed, pullableAt(theBlob, blob.digest))
    },
  }),

  // What is nowhere cannot be mounted: an upload is started instead, and takes the blob.
  defineTest({
    id: 'push.mount.fallback',
    title: 'requests a mount of a blob that does not exist, then pushes it',
    evaluates: ['push.mount.absent', 'push.mount.fallback', 'push.mount.fallback-session'],
    mayEvaluate: locationOf.put,
    needs: ['push'],
    mayNeed: ['mount'],
    async run(t) {
      const blob = randomBlob(t)
      const mounted = await mount(t, blob.digest, t.secondRepository)
      // Where the source may not be accessed at all, this shows it: the reason is that of all other tests.
      if (lacksAuthorization(mounted) || answerOf(mounted).status === 403)
        await openSession(t, t.secondRepository)
      t.require('push.mount.absent', mounted, mountsNothing)
      const what = 'a mount of a blob that does not exist'
      t.require('push.mount.fallback', mounted, each(answers(what, 202), sendsLocation))
      // A registry that performs no mounts returns a session for what is there as well.
      if (!t.has('mount')) await judgeUnperformed(t)
      const put = await close(t, t.next(mounted), blob.digest, { bytes: blob.bytes })
      const taken = answers('a PUT after a mount that was not performed', 201)
      if (!t.check('push.mount.fallback-session', put, taken)) return
      await checkLocation(t, 'put', put, 'a blob whose mount was not performed', blob.digest)
    },
  }),

  // Without a source a registry may look for the blob itself; one that does not starts an upload.
  defineTest({
    id: 'push.mount.without-from',
    title: 'requests a mount without from',
    evaluates: ['push.mount.without-from', 'push.mount.automatic'],
    mayEvaluate: ['push.mount.stored', ...locationOf.mount],
    needs: ['push'],
    async run(t) {
      const blob = randomBlob(t)
      await pushBlob(t, blob, t.secondRepository)
      const mounted = await mount(t, blob.digest)
      t.check('push.mount.without-from', mounted, answers('a mount without from', 201, 202))
      const { status } = answerOf(mounted)
      if (status !== 201) {
        const reason = `a mount without from returned ${summarizeResponse(mounted)}`
        if (status !== 202) t.blocked('push.mount.without-from', reason)
        return t.unsupported('push.mount.automatic', reason, seenIn(mounted))
      }
      t.check('push.mount.automatic', holds(), seenIn(mounted))
      // That a registry may look for the blob is no matter of whether it has it after it said so.
      const mountedBlob = 'a blob that was mounted without from'
      const isThere = serves(mountedBlob, blob.digest)
      if (!t.check('push.mount.stored', await pull(t, blob.digest), isThere)) return
      await checkLocation(t, 'mount', mounted, mountedBlob, blob.digest)
    },
  }),
]
