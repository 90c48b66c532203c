import { type Judge, type Judgement } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { deniedTo, lacksAuthorization } from '../../target/access.ts'
import type { RegistryContext } from '../../target/context.ts'
import {
  ended,
  endsAsRequested,
  followedRedirects,
  isRedirect,
  redirects,
  needsNoAuthorization,
  withoutRefusedHeads,
  type Followed,
} from '../../judges/redirect.ts'
import { answerOf, answers, sends } from '../../judges/response.ts'
import { acceptsIdentityAlone, isRetryAfter, isUnencoded, namesTarget } from '../judges.ts'
import { whereStatusIs } from '../../judges/where-status.ts'
import type { RequirementId } from '../../requirements.ts'

const statusOf = ({ response }: Exchange): number => response?.status ?? 0

/** Judges each of the exchanges; where there is none, the requirement is unsupported. */
function judgeEach(
  t: RegistryContext,
  requirement: RequirementId,
  seen: readonly Exchange[],
  judge: Judge<Exchange>,
  nothing: string,
): void {
  if (seen.length === 0) return t.unsupported(requirement, nothing)
  for (const exchange of seen) t.check(requirement, exchange, judge)
}

const withoutDenial = ({ error, ...exchange }: Exchange): Exchange =>
  error === undefined || error.code === 'unauthorised' ? exchange : { ...exchange, error }

export const tests: readonly Test[] = [
  // A registry of this specification answers 200 to GET /v2/, after authentication where it wants that.
  defineTest({
    id: 'http.support',
    title: 'requests /v2/',
    evaluates: ['http.support-check'],
    async run(t) {
      const got = await t.send({ method: 'GET', path: '/v2/' })
      if (lacksAuthorization(got) || answerOf(got).status === 403) {
        // The run would not have begun, if there were nothing to test.
        return t.skip('http.support-check', deniedTo(t, 'access /v2/', got))
      }
      t.check('http.support-check', got, answers('GET /v2/', 200))
    },
  }),

  // A 401 carries a challenge, and a 429 a Retry-After.
  defineTest({
    id: 'http.refusals',
    title: 'checks each 401 and 429 in the run',
    evaluates: ['http.challenge', 'http.retry-after'],
    phase: 'last',
    async run(t) {
      // What no token server gave a token for was answered, and is judged, all the same.
      const seen = t.exchanges().map(withoutDenial)
      const unauthorised = seen.filter((exchange) => statusOf(exchange) === 401)
      judgeEach(
        t,
        'http.challenge',
        unauthorised,
        whereStatusIs([401], sends('WWW-Authenticate', '<challenge>')),
        'no 401 was seen',
      )
      const limited = seen.filter((exchange) => statusOf(exchange) === 429)
      judgeEach(
        t,
        'http.retry-after',
        limited,
        whereStatusIs(
          [429],
          sends('Retry-After', '<seconds> or an HTTP-date', isRetryAfter, {
            matches: '^([0-9]+|[A-Z][a-z]{2}, .* GMT)$',
          }),
        ),
        'no 429 was seen',
      )
    },
  }),

  // Nearly all requests of the run accept identity alone: there no content comes in another coding.
  defineTest({
    id: 'http.coding',
    title: 'checks the encoding of all content in the run',
    evaluates: ['http.identity-encoding'],
    phase: 'last',
    async run(t) {
      const content = t
        .exchanges()
        .filter(
          (exchange) =>
            statusOf(exchange) === 200 &&
            acceptsIdentityAlone(exchange) &&
            /\/(?:blobs|manifests)\//.test(exchange.request.url),
        )
      judgeEach(t, 'http.identity-encoding', content, isUnencoded, 'no content was seen')
    },
  }),

  // A redirect has a Location; there the client, without its credentials, gets what it requested.
  defineTest({
    id: 'http.redirects',
    title: 'checks each redirect in the run',
    evaluates: [
      'http.redirect-location',
      'http.redirect-final-status',
      'http.redirect-without-authorization',
    ],
    phase: 'last',
    async run(t) {
      const seen = t.exchanges()
      const none = 'no redirect was seen'
      judgeEach(
        t,
        'http.redirect-location',
        seen.filter(isRedirect),
        whereStatusIs(redirects, namesTarget),
        none,
      )
      const judgeEnds = (requirement: RequirementId, judge: (followed: Followed) => Judgement) => {
        const all = followedRedirects(seen)
        const judged = withoutRefusedHeads(ended(all))
        const lost = all.find(({ end }) => end.error)?.end.error
        if (all.length === 0) t.unsupported(requirement, none)
        else if (judged.length === 0)
          t.unevaluated(requirement, lost?.message ?? 'no redirected GET was seen')
        for (const each of judged) t.check(requirement, judge(each), seenIn(each.from), seenIn(each.end))
      }
      judgeEnds('http.redirect-final-status', endsAsRequested)
      judgeEnds('http.redirect-without-authorization', needsNoAuthorization)
    },
  }),
]
