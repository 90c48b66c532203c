import type { Content } from '../../../../src/content/content.ts'
import { digestOf } from '../../../../src/content/digest.ts'
import { holds, type Judgement } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { isFailure, seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { isContentOf, namesDigestOf } from '../../judges/digest.ts'
import { answerOf, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { getManifest, ownManifest, putManifest } from '../../content/own-manifests.ts'
import { refusedAtOnce, type RefusedAtOnce } from '../../requests/valid-push.ts'
import { anyOf, contentIs, headerIs } from '../../../../src/registry/reproduce/condition.ts'

/** The requirement that each kind of push rests on. */
const requirementOf = {
  'manifest by tag': 'push.manifest.by-tag',
  'manifest by digest': 'push.manifest.by-digest',
  upload: 'push.session.start',
  blob: 'push.post-put.created',
} as const

/** A manifest of either, with its own digest in the header. */
const ofEither = (judgement: Judgement, ...manifests: readonly Content[]): Judgement =>
  judgement.holds
    ? judgement
    : {
        ...judgement,
        conditions: [
          anyOf(
            ...manifests.map(({ digest }) => [
              contentIs(digest),
              headerIs('Docker-Content-Digest', { is: [digest], optional: true }),
            ]),
          ),
        ],
      }

/** Pushes that meet: what comes of them may be the work of either, and never of both. */
export const tests: readonly Test[] = [
  // Of two manifests under one tag the later one counts, whichever that is: bytes and digest are its own.
  defineTest({
    id: 'push.manifest.tag-at-once',
    title: 'pushes two manifests under one tag at once',
    evaluates: ['pull.manifest.exact-bytes', 'pull.manifest.digest-header-value'],
    needs: ['push'],
    async run(t) {
      const [one, other] = [await ownManifest(t), await ownManifest(t)]
      const tag = t.tag('at-once')
      const puts = await Promise.all([putManifest(t, one, tag), putManifest(t, other, tag)])
      const [first] = puts
      // One of them may be refused, where tags do not move or where the other one holds a lock.
      if (!puts.some(succeeded)) {
        t.blocked('push.manifest.by-tag', `${formatRequest(first)} returned ${summarizeResponse(first)}`)
      }
      const got = await getManifest(t, tag)
      if (!succeeded(got))
        t.blocked('pull.manifest.by-tag', `${formatRequest(got)} returned ${summarizeResponse(got)}`)
      const { bytes } = answerOf(got).body
      const digest = digestOf(bytes)
      const evidence = [...puts, got].map(seenIn)
      const isEither = digest === one.digest || digest === other.digest
      t.require(
        'pull.manifest.exact-bytes',
        isEither ? holds() : ofEither(isContentOf('a manifest', one.digest)(got), one, other),
        ...evidence,
      )
      t.check(
        'pull.manifest.digest-header-value',
        ofEither(namesDigestOf(digest, bytes)(got), one, other),
        ...evidence,
      )
    },
  }),

  // What is accepted alone should be accepted while other pushes are under way: a note, as a run with one request at a time cannot see it.
  defineTest({
    id: 'push.refused-at-once',
    title: 'checks for pushes that were rejected only while others were in flight',
    evaluates: Object.values(requirementOf),
    needs: ['push'],
    phase: 'last',
    async run(t) {
      const seen = refusedAtOnce(t)
      for (const [kind, requirement] of Object.entries(requirementOf)) {
        const some = seen.filter(({ refused }) => kindOf(refused) === kind)
        const evidence = some
          .slice(0, 3)
          .flatMap(({ refused, accepted }) => [seenIn(refused), seenIn(accepted)])
        if (some.length > 0) t.check(requirement, reportRefused(some), ...evidence)
        else t.skip(requirement, 'no push of this kind was rejected only while others were in flight')
      }
    },
  }),
]

function kindOf({ request }: Exchange): keyof typeof requirementOf {
  const { pathname } = new URL(request.url)
  const reference = /\/manifests\/(?<reference>[^/]+)$/.exec(pathname)?.groups?.['reference']
  if (reference !== undefined) return reference.includes(':') ? 'manifest by digest' : 'manifest by tag'
  return request.method === 'POST' ? 'upload' : 'blob'
}

/** A note with the first of the refusals; failures of the server that pass are noted with all errors of the run. */
export function reportRefused(seen: readonly RefusedAtOnce[]): Judgement {
  const [first] = seen.filter(({ refused }) => !isFailure(refused))
  if (!first) return holds()
  const count = seen.length === 1 ? 'a push' : `${seen.length} pushes`
  return holds(
    `rejected ${count} while others were in flight, and accepted the same alone: ${formatRequest(first.refused)} returned ${summarizeResponse(first.refused)}`,
  )
}
