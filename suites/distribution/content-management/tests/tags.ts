import { defineTest, type Test } from '../../define.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import { refuses } from '../../judges/refusal.ts'
import { serves } from '../../judges/stored.ts'
import { getManifest } from '../../content/own-manifests.ts'
import { pushManifest } from '../../content/set-up.ts'
import {
  deletable,
  deleteManifest,
  deletePushedTag,
  headManifest,
  judgeDeleted,
  manifestControl,
  untilGone,
} from '../deletion.ts'
import { judgeUnlisted } from '../listing.ts'

const needs = ['push', 'delete-tag']

/** Deleting by tag: the name goes, and nothing else. */
export const tests: readonly Test[] = [
  // A deleted tag is answered with 404 and listed no more, while another tag of its manifest stays.
  defineTest({
    id: 'management.tag.delete-one-of-two',
    title: 'deletes one of two tags of a manifest',
    evaluates: [
      'management.tag.accepted',
      'management.tag.gone',
      'management.tag.not-listed',
      'management.tag.other-tags-kept',
    ],
    mayEvaluate: ['pull.manifest.by-tag'],
    needs,
    async run(t) {
      const manifest = await deletable(t)
      const [doomed, kept] = [t.tag('doomed'), t.tag('kept')]
      await Promise.all([pushManifest(t, manifest, doomed), pushManifest(t, manifest, kept)])
      await headManifest(t, doomed)
      const deleted = await deletePushedTag(t, manifest, doomed)
      await judgeDeleted(t, 'management.tag.accepted', {
        deleted,
        what: 'a tag',
        control: manifestControl(t, manifest, { reference: doomed }),
      })
      const gone = await untilGone(t, doomed, 'a deleted tag')
      t.check('management.tag.gone', gone.judgement, seenIn(deleted), seenIn(gone.exchange))
      const other = await getManifest(t, kept)
      const judgement = serves('a tag whose manifest lost another tag', manifest.digest)(other)
      t.check('management.tag.other-tags-kept', judgement, seenIn(deleted), seenIn(other))
      await judgeUnlisted(t, 'management.tag.not-listed', [doomed], 'a deleted tag')
    },
  }),

  // The manifest itself stays within reach by its digest, also where that was its only tag.
  defineTest({
    id: 'management.tag.delete-only-one',
    title: 'deletes the only tag of a manifest',
    evaluates: ['management.tag.accepted', 'management.tag.manifest-kept'],
    mayEvaluate: ['pull.manifest.by-tag'],
    needs,
    async run(t) {
      const manifest = await deletable(t)
      const tag = t.tag('only')
      await pushManifest(t, manifest, tag)
      const deleted = await deletePushedTag(t, manifest, tag)
      await judgeDeleted(t, 'management.tag.accepted', {
        deleted,
        what: 'a tag',
        control: manifestControl(t, manifest, { reference: tag }),
      })
      const got = await getManifest(t, manifest.digest)
      const judgement = serves('a manifest whose tag was deleted', manifest.digest)(got)
      t.check('management.tag.manifest-kept', judgement, seenIn(deleted), seenIn(got))
    },
  }),

  // A tag that does not exist cannot be deleted.
  defineTest({
    id: 'management.tag.delete-unknown',
    title: 'deletes a tag that does not exist',
    evaluates: ['management.tag.unknown'],
    needs,
    async run(t) {
      const deleted = await deleteManifest(t, t.tag('unknown'))
      t.check('management.tag.unknown', deleted, refuses('a DELETE of an unknown tag', { right: [404] }))
    },
  }),
]
