import { violated, holds, warning, type Judge, type Judgement } from '../../../src/engine/judgement.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { namedDigest, namesDigest, namesDigestOf } from './digest.ts'
import { answerOf, answers, isInconclusive } from './response.ts'
import { answered, judgedIn, statusIs } from '../../../src/registry/reproduce/condition.ts'

/** Judges of redirects: a way from one exchange to the next one, and what is at its end. */

export const redirects = [301, 302, 303, 307, 308]

const statusOf = ({ response }: Exchange): number => response?.status ?? 0

export const isRedirect = (exchange: Exchange): boolean => redirects.includes(statusOf(exchange))

const originOf = ({ request }: Exchange): string => new URL(request.url).origin

/** The last redirect on a way, and the response at its end. */
export interface Followed {
  from: Exchange
  end: Exchange
}

/**
 * All redirects that were followed to their end. What has an exchange after it (another redirect, another try) is
 * not an end.
 */
export function followedRedirects(seen: readonly Exchange[]): Followed[] {
  const byId = new Map(seen.map((exchange) => [exchange.id, exchange]))
  const passed = new Set(seen.flatMap(({ via }) => via))
  return seen.flatMap((end) => {
    if (passed.has(end.id)) return []
    const from = end.via.map((id) => byId.get(id)).findLast((hop) => hop !== undefined && isRedirect(hop))
    // One that leads back to itself has nothing before it.
    const circle = end.error?.code === 'redirect-loop' ? end : undefined
    const start = from ?? circle
    return start ? [{ from: start, end }] : []
  })
}

/** Those of which something can be judged. */
export const ended = (all: readonly Followed[]): Followed[] => all.filter(({ end }) => !isInconclusive(end))

const wayOf = ({ from, end }: Followed): string => `${originOf(from)} ${originOf(end)}`

/**
 * Leaves out each HEAD that its storage refuses where it serves GET: URLs are signed for one method. The
 * requirement on HEAD reports that; as a statement about the redirect it would be the same finding again.
 */
export function withoutRefusedHeads(all: readonly Followed[]): Followed[] {
  const served = new Set(
    all.filter(({ end }) => end.request.method === 'GET' && statusOf(end) < 300 && !end.error).map(wayOf),
  )
  return all.filter((each) => {
    const { request } = each.end
    const status = statusOf(each.end)
    // A 401 demands credentials, whatever the method.
    return request.method !== 'HEAD' || status < 400 || status === 401 || !served.has(wayOf(each))
  })
}

/** The end of a redirect to another host needs no Authorization, which clients do not send there. */
export function needsNoAuthorization({ from, end }: Followed): Judgement {
  const status = statusOf(end)
  const refused = originOf(from) !== originOf(end) && (status === 401 || status === 403)
  return refused
    ? violated(
        `redirected to another host that returns ${status} without credentials`,
        'a location that needs no Authorization',
        `${status} from ${originOf(end)}`,
        statusIs('1xx', '2xx', '3xx', '400', '402', '404', '405', '406', '408', '409', '41x', '5xx'),
      )
    : holds()
}

/** A redirect ends in a response of its own, and not in a failure or a further redirect. */
export function endsAsRequested({ end }: Followed): Judgement {
  const status = statusOf(end)
  const isDead = status === 0 || status >= 500 || isRedirect(end)
  const found = end.error?.message ?? `${status} from ${originOf(end)}`
  return isDead
    ? violated(
        'redirected to a location that does not return the requested content',
        'the content, or a 4xx',
        found,
        answered,
        statusIs('2xx', '4xx'),
      )
    : holds()
}

/** The redirects that led to an exchange, oldest first. */
export const redirectsTo = ({ via }: Exchange, seen: readonly Exchange[]): Exchange[] =>
  via.length === 0 ? [] : seen.filter((each) => via.includes(each.id) && isRedirect(each))

/** What a HEAD of content that exists returned; `got` is the same GET, sent where the HEAD was redirected and refused. */
export const answersHead =
  (what: string, got: Exchange | undefined): Judge<Exchange> =>
  (exchange) => {
    const judgement = answers(`a HEAD of ${what}`, 200)(exchange)
    if (judgement.holds || got?.error || got?.response?.status !== 200) return judgement
    const { status } = answerOf(exchange)
    const host = originOf(exchange)
    return violated(
      `redirected a HEAD of ${what} to a host that returns ${status}, but 200 for a GET`,
      '200',
      `${status} from ${host} to HEAD, 200 from ${originOf(got)} to GET`,
      statusIs(200),
    )
  }

/**
 * A response names the digest of its content. A storage behind a redirect knows nothing of the header: where the
 * redirect itself has it, that only the last response lacks it is a warning.
 */
export const namesDigestOnTheWay =
  (hops: readonly Exchange[]): Judge<Exchange> =>
  (exchange) => {
    const judgement = namesDigest(exchange)
    const hop = hops.find((each) => namedDigest(each) !== undefined)
    if (judgement.holds || !hop) return judgement
    const received = `no such header; the ${statusOf(hop)} before it has ${namedDigest(hop) ?? ''}`
    return warning({ ...judgement, received })
  }

/** Wherever on its way a response names a digest, it is that of the content. */
export const namesDigestOfOnTheWay =
  (digest: string, bytes: Uint8Array | undefined, hops: readonly Exchange[]): Judge<Exchange> =>
  (exchange) => {
    const judge = namesDigestOf(digest, bytes)
    const wrong = hops.map((hop) => judgedIn(hop, judge(hop))).find(({ holds }) => !holds)
    return wrong ?? judge(exchange)
  }
