import { describe } from '../../../../src/content/content.ts'
import { violated } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import { eventually } from '../../requests/eventually.ts'
import { listsNone, listsReferrers, referrersOf } from '../../judges/referrers.ts'
import { answerOf, formatRequest, summarizeResponse } from '../../judges/response.ts'
import { referrersPath } from '../../requests/paths.ts'
import { pushManifest } from '../../content/set-up.ts'
import { deletable, deletePushed, mustBeDeleted } from '../deletion.ts'
import { referrersAre } from '../../../../src/registry/reproduce/condition.ts'

const artifactType = 'application/vnd.oci-assay.deleted'

/** The list of a manifest that nothing refers to but what the test pushes. */
const listed = (t: RegistryContext, exchange: Exchange) => {
  const { status } = answerOf(exchange)
  if (status !== 200)
    t.blocked(
      'discovery.referrers.listed',
      `${formatRequest(exchange)} returned ${summarizeResponse(exchange)}`,
    )
  return (
    referrersOf(exchange) ??
    t.blocked('discovery.referrers.index', `${formatRequest(exchange)} returned no index`)
  )
}

/** What a deletion does to the list of referrers. */
export const tests: readonly Test[] = [
  // A deleted referrer is listed no more, while another one of the same subject stays.
  defineTest({
    id: 'management.manifest.delete-referrer',
    title: 'deletes one of two manifests that refer to the same subject',
    evaluates: ['management.manifest.referrer-unlisted'],
    needs: ['push', 'delete-manifest', 'referrers'],
    async run(t) {
      const requirement = 'management.manifest.referrer-unlisted'
      const image = await deletable(t)
      const subject = describe(image)
      const [doomed, kept] = [
        await deletable(t, { subject, artifactType }),
        await deletable(t, { subject, artifactType }),
      ]
      await pushManifest(t, image)
      // One after the other: of several at the same time some registries lose one.
      await pushManifest(t, doomed)
      await pushManifest(t, kept)
      const request = () => t.send({ method: 'GET', path: referrersPath(t.repository, image.digest) })
      const both = await eventually(t, request, (list) =>
        listsReferrers(listed(t, list), [doomed.digest, kept.digest]),
      )
      if (!both.judgement.holds && both.judgement.severity !== 'warn') {
        t.blocked('discovery.referrers.complete', both.judgement.title)
      }
      const deleted = await deletePushed(t, doomed)
      mustBeDeleted(t, 'management.manifest.accepted', deleted)
      const { exchange, judgement } = await eventually(t, request, (list) => {
        const found = listed(t, list)
        const lost = listsReferrers(found, [kept.digest])
        return lost.holds
          ? listsNone(found, [doomed.digest], 'that was deleted')
          : violated(
              'dropped another referrer with the deleted one',
              kept.digest,
              'a list without it',
              referrersAre({ includes: [kept.digest], pages: true }),
            )
      })
      t.check(requirement, judgement, seenIn(deleted), seenIn(exchange))
    },
  }),
]
