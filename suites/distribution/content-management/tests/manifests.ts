import { describe, type Content } from '../../../../src/content/content.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import { blobsOf, imageConfig } from '../../../../src/content/manifest.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import { eventually } from '../../requests/eventually.ts'
import { judgeAbsent } from '../../target/access.ts'
import type { RegistryContext } from '../../target/context.ts'
import { declines } from '../../judges/absence.ts'
import { refuses } from '../../judges/refusal.ts'
import { answers, succeeded, summarizeResponse } from '../../judges/response.ts'
import { accepts, serves } from '../../judges/stored.ts'
import { getManifest, ownManifest, putValidManifest, sharedBlobs } from '../../content/own-manifests.ts'
import { pushBlobs, pushManifest } from '../../content/set-up.ts'
import {
  deletable,
  deleteManifest,
  deletePushed,
  getBlob,
  headManifest,
  judgeDeleted,
  judgeServedAnew,
  manifestControl,
  mustBeDeleted,
  untilGone,
} from '../deletion.ts'
import { judgeUnlisted } from '../listing.ts'

const needs = ['push', 'delete-manifest']
const accepted = 'management.manifest.accepted'

/** Deleting by digest: the manifest goes from this repository, with all tags that lead to it. */
export const tests: readonly Test[] = [
  // A deleted manifest is answered with 404.
  defineTest({
    id: 'management.manifest.delete-untagged',
    title: 'deletes a manifest without tags',
    evaluates: [accepted, 'management.manifest.gone'],
    mayEvaluate: ['pull.manifest.by-digest'],
    needs,
    async run(t) {
      const manifest = await pushed(t)
      const { digest } = manifest
      await headManifest(t, digest)
      const deleted = await deletePushed(t, manifest)
      await judgeDeleted(t, accepted, {
        deleted,
        what: 'a manifest',
        control: manifestControl(t, manifest),
      })
      const gone = await untilGone(t, digest, 'a deleted manifest')
      t.check('management.manifest.gone', gone.judgement, seenIn(deleted), seenIn(gone.exchange))
    },
  }),

  // So is each tag that led to it, and the list of tags has them no more. Refusing to delete what has tags is not forbidden.
  defineTest({
    id: 'management.manifest.delete-tagged',
    title: 'deletes a manifest with two tags',
    evaluates: [accepted, 'management.manifest.tags-gone', 'management.manifest.tags-not-listed'],
    mayEvaluate: ['pull.manifest.by-digest'],
    needs,
    async run(t) {
      const manifest = await deletable(t)
      const tags = [t.tag('one'), t.tag('other')]
      const push = () => Promise.all(tags.map((tag) => pushManifest(t, manifest, tag)))
      await push()
      await Promise.all(tags.map((tag) => headManifest(t, tag)))
      const deleted = await deletePushed(t, manifest, push)
      if (declines(deleted)) {
        const reason = `a manifest with tags is not deleted: ${summarizeResponse(deleted)}`
        const rest = ['management.manifest.tags-gone', 'management.manifest.tags-not-listed'] as const
        return ([accepted, ...rest] as const).forEach((id) => t.unsupported(id, reason, seenIn(deleted)))
      }
      await judgeDeleted(t, accepted, {
        deleted,
        what: 'a manifest with tags',
        control: manifestControl(t, manifest),
      })
      const looks = await Promise.all(tags.map((tag) => untilGone(t, tag, 'a tag of a deleted manifest')))
      for (const { judgement, exchange } of looks) {
        t.check('management.manifest.tags-gone', judgement, seenIn(deleted), seenIn(exchange))
      }
      await judgeUnlisted(t, 'management.manifest.tags-not-listed', tags, 'a tag of a deleted manifest')
    },
  }),

  // Blobs that another manifest has stay, whatever they are there: a layer of the one may be the config of the other.
  defineTest({
    id: 'management.manifest.delete-sharing',
    title: 'deletes a manifest whose layer and config another manifest has the other way round',
    evaluates: ['pull.blob.get'],
    needs,
    async run(t) {
      // Of the usual types, which every registry takes.
      const [one, other] = [imageConfig(t.random, []), imageConfig(t.random, [])]
      await pushBlobs(t, [one, other])
      const of = (config: Content, layer: Content) =>
        ownManifest(t, {
          config: describe(config),
          layers: [describe(layer, { mediaType: mediaTypes.layer })],
        })
      const [first, kept] = [await of(one, other), await of(other, one)]
      for (const [manifest, reference] of [
        [kept, t.tag('sharing')],
        [first, first.digest],
      ] as const) {
        const put = await putValidManifest(t, manifest, reference)
        if (!succeeded(put))
          t.blocked('push.manifest.by-digest', `a PUT of it returned ${summarizeResponse(put)}`)
      }
      const deleted = await deletePushed(t, first)
      mustBeDeleted(t, accepted, deleted)
      for (const [blob, role] of [
        [one, 'layer'],
        [other, 'config'],
      ] as const) {
        const got = await getBlob(t, blob.digest)
        const what = `a GET of the ${role} of a manifest after another one with the same blob was deleted`
        t.check('pull.blob.get', answers(what, 200)(got), seenIn(deleted), seenIn(got))
      }
    },
  }),

  // What does not exist cannot be deleted.
  defineTest({
    id: 'management.manifest.delete-unknown',
    title: 'deletes a manifest that does not exist',
    evaluates: ['management.manifest.unknown'],
    needs,
    async run(t) {
      const { digest } = await deletable(t)
      const deleted = await deleteManifest(t, digest)
      const judge = refuses('a DELETE of an unknown manifest', { right: [404] })
      t.check('management.manifest.unknown', deleted, judge)
    },
  }),

  // Nor can anything in a repository that does not exist. A registry that hides which ones exist returns 401 or 403.
  defineTest({
    id: 'management.manifest.delete-in-unknown-repository',
    title: 'deletes a manifest in a repository that does not exist',
    evaluates: ['management.manifest.unknown-repository'],
    needs,
    async run(t) {
      const { digest } = await deletable(t)
      const repository = `${t.repository}-absent-${t.random.hex(8)}`
      const deleted = await deleteManifest(t, digest, repository)
      const judge = refuses('a DELETE of a manifest in an unknown repository', {
        right: [404],
        warned: [401, 403],
      })
      await judgeAbsent(t, 'management.manifest.unknown-repository', deleted, { repository, judge })
    },
  }),

  // The same manifest in another repository is another copy, whatever they share on disk.
  defineTest({
    id: 'management.manifest.delete-in-one-repository',
    title: 'deletes a manifest in one of two repositories',
    evaluates: [accepted, 'management.manifest.other-repository-kept'],
    mayEvaluate: ['pull.manifest.by-digest'],
    needs,
    async run(t) {
      const manifest = await deletable(t)
      await pushBlobs(t, blobsOf(await sharedBlobs(t)), t.secondRepository)
      await Promise.all([
        pushManifest(t, manifest),
        pushManifest(t, manifest, manifest.digest, t.secondRepository),
      ])
      const deleted = await deletePushed(t, manifest)
      await judgeDeleted(t, accepted, {
        deleted,
        what: 'a manifest',
        control: manifestControl(t, manifest),
      })
      await untilGone(t, manifest.digest, 'a deleted manifest')
      const got = await getManifest(t, manifest.digest, t.secondRepository)
      const judgement = serves('a manifest that was deleted in another repository', manifest.digest)(got)
      t.check('management.manifest.other-repository-kept', judgement, seenIn(deleted), seenIn(got))
      await judgeServedAnew(t, got, manifestControl(t, manifest, { repository: t.secondRepository }))
    },
  }),

  // Deleting does not ban: the same manifest can be pushed again, and is there again.
  defineTest({
    id: 'management.manifest.push-deleted',
    title: 'pushes a manifest again after its deletion',
    evaluates: ['management.manifest.push-again'],
    needs,
    async run(t) {
      const requirement = 'management.manifest.push-again'
      const manifest = await pushed(t)
      mustBeDeleted(t, accepted, await deletePushed(t, manifest))
      await untilGone(t, manifest.digest, 'a deleted manifest')
      const put = await putValidManifest(t, manifest, manifest.digest)
      if (!t.check(requirement, put, accepts('a manifest that was deleted before'))) return
      const { judgement, exchange } = await eventually(
        t,
        () => getManifest(t, manifest.digest),
        serves('a manifest that was pushed again after its deletion', manifest.digest),
      )
      t.check(requirement, judgement, seenIn(put), seenIn(exchange))
    },
  }),
]

/** A manifest that was pushed by its digest alone. */
async function pushed(t: RegistryContext) {
  const manifest = await deletable(t)
  await pushManifest(t, manifest)
  return manifest
}
