import { contentOf, type Content } from '../../../../src/content/content.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import { holds } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import { deniedTo, lacksAuthorization } from '../../target/access.ts'
import type { RegistryContext } from '../../target/context.ts'
import { eventually } from '../../requests/eventually.ts'
import { refuses } from '../../judges/refusal.ts'
import { answers, succeeded } from '../../judges/response.ts'
import { accepts, serves } from '../../judges/stored.ts'
import { blobPath, withQuery } from '../../requests/paths.ts'
import { openSession, pushBlob } from '../../content/set-up.ts'
import {
  blobControl,
  deleteBlob,
  deletePushedBlob,
  getBlob,
  isGoneForHead,
  judgeDeleted,
  judgeServedAnew,
  mustBeDeleted,
} from '../deletion.ts'

const needs = ['push', 'delete-blob']
const accepted = 'management.blob.accepted'

/** A blob that nothing refers to: what becomes of those in use is not settled. */
const looseBlob = (t: RegistryContext): Content => contentOf(t.random.bytes(300), mediaTypes.octetStream)

/** Deleting blobs. */
export const tests: readonly Test[] = [
  // A deletion is answered with 202. No sentence requires that the blob is gone then, so that is a note and no more.
  defineTest({
    id: 'management.blob.delete',
    title: 'deletes an unreferenced blob',
    evaluates: [accepted, 'management.blob.gone'],
    mayEvaluate: ['pull.blob.get'],
    needs,
    async run(t) {
      const blob = looseBlob(t)
      const head = () => t.send({ method: 'HEAD', path: blobPath(t.repository, blob.digest) })
      await pushBlob(t, blob)
      // Fills the caches that may keep it.
      await head()
      const deleted = await deletePushedBlob(t, blob)
      await judgeDeleted(t, accepted, { deleted, what: 'a blob', control: blobControl(t, blob) })
      const got = await getBlob(t, blob.digest)
      const judgement = succeeded(got)
        ? holds('still serves a blob right after its deletion')
        : answers('a GET of a deleted blob', 404)(got)
      t.check('management.blob.gone', judgement, seenIn(deleted), seenIn(got))
      if (succeeded(got) || !judgement.holds) return
      const headed = await head()
      const left = isGoneForHead('a deleted blob')(headed)
      t.check('management.blob.gone', holds(left.holds ? undefined : left.title), seenIn(got), seenIn(headed))
    },
  }),

  // What does not exist cannot be deleted; where blobs cannot be deleted at all, that may be the answer instead.
  defineTest({
    id: 'management.blob.delete-unknown',
    title: 'deletes a blob that does not exist',
    evaluates: ['management.blob.unknown'],
    needs: ['push'],
    mayNeed: ['delete-blob'],
    async run(t) {
      const deleted = await deleteBlob(t, digestOf(t.random.bytes(32)))
      if (lacksAuthorization(deleted)) {
        const denied = deniedTo(t, `delete in ${t.repository}`, deleted)
        return t.unevaluated('management.blob.unknown', denied, { denied: true })
      }
      const right = t.has('delete-blob') ? [404] : [404, 400, 405]
      t.check('management.blob.unknown', deleted, refuses('a DELETE of an unknown blob', { right }))
    },
  }),

  // The same blob in another repository stays.
  defineTest({
    id: 'management.blob.delete-in-one-repository',
    title: 'deletes a blob in one of two repositories',
    evaluates: [accepted, 'management.blob.other-repository-kept'],
    mayEvaluate: ['pull.blob.get'],
    needs,
    async run(t) {
      const blob = looseBlob(t)
      await Promise.all([pushBlob(t, blob), pushBlob(t, blob, t.secondRepository)])
      const deleted = await deletePushedBlob(t, blob)
      await judgeDeleted(t, accepted, { deleted, what: 'a blob', control: blobControl(t, blob) })
      const got = await getBlob(t, blob.digest, t.secondRepository)
      const judgement = serves('a blob that was deleted in another repository', blob.digest)(got)
      t.check('management.blob.other-repository-kept', judgement, seenIn(deleted), seenIn(got))
      await judgeServedAnew(t, got, blobControl(t, blob, t.secondRepository))
    },
  }),

  // A deleted blob can be pushed again, and is there again.
  defineTest({
    id: 'management.blob.push-deleted',
    title: 'pushes a blob again after its deletion',
    evaluates: ['management.blob.push-again'],
    needs,
    async run(t) {
      const requirement = 'management.blob.push-again'
      const blob = looseBlob(t)
      await pushBlob(t, blob)
      mustBeDeleted(t, accepted, await deletePushedBlob(t, blob))
      const put = await t.send({
        method: 'PUT',
        path: withQuery(t.next(await openSession(t)), { digest: blob.digest }),
        headers: { 'Content-Type': mediaTypes.octetStream },
        body: blob.bytes,
      })
      if (!t.check(requirement, put, accepts('a blob that was deleted before'))) return
      const { judgement, exchange } = await eventually(
        t,
        () => getBlob(t, blob.digest),
        serves('a blob that was pushed again after its deletion', blob.digest),
      )
      t.check(requirement, judgement, seenIn(put), seenIn(exchange))
    },
  }),
]
