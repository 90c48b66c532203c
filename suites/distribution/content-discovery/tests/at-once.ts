import { describe } from '../../../../src/content/content.ts'
import { holds, type Judgement } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import { entryOf } from '../../judges/referrers.ts'
import { answers, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { ownManifest, putManifest } from '../../content/own-manifests.ts'
import { pushManifest } from '../../content/set-up.ts'
import { getReferrers, referringManifest, type ReferrersList } from '../lists/known-referrers.ts'

/**
 * Enough that a registry which writes the list anew for each of them loses some: one that does lost half of
 * twelve in each of eighty tries that nothing else disturbed.
 */
const burst = 12

/** A list may be late. What is lost stays lost, and no run is held up for a note. */
const pauses = [300]

/**
 * A run with one request at a time cannot see it, and each run has to report the same of a registry: so what is
 * lost is a note, and not a verdict.
 */
const noteLost = ({ entries }: ReferrersList, wanted: readonly string[]): Judgement => {
  const lost = wanted.filter((digest) => !entryOf(entries, digest)).length
  return holds(lost === 0 ? undefined : `lost ${lost} of ${wanted.length} referrers that were pushed at once`)
}

/** Referrers that come together, as the signature, the SBOM and the provenance of a build do. */
export const tests: readonly Test[] = [
  // Each that was taken should be listed, however many others were pushed at the same time.
  defineTest({
    id: 'discovery.referrers.at-once',
    title: 'pushes many referrers of one manifest at once, and lists them',
    evaluates: ['discovery.referrers.complete'],
    needs: ['push', 'referrers'],
    async run(t) {
      const subject = await ownManifest(t)
      await pushManifest(t, subject)
      const referrers = []
      for (let made = 0; made < burst; made += 1)
        referrers.push(await referringManifest(t, describe(subject)))
      const puts = await Promise.all(referrers.map((each) => putManifest(t, each, each.digest)))
      const taken = referrers.filter((_, at) => puts[at] && succeeded(puts[at]))
      const [first] = puts
      if (taken.length < 2 && first)
        t.blocked('push.manifest.by-digest', `${formatRequest(first)} returned ${summarizeResponse(first)}`)
      const wanted = taken.map(({ digest }) => digest)
      const list = await getReferrers(t, subject.digest, { awaited: wanted, pauses })
      const listed = answers('the referrers of a manifest', 200)(list.first)
      if (!listed.holds) t.blocked('discovery.referrers.listed', listed.title)
      t.check('discovery.referrers.complete', noteLost(list, wanted), seenIn(list.first))
    },
  }),
]
