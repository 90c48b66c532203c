import { holds, violated, type Judgement } from '../../../src/engine/judgement.ts'
import { header, type Exchange } from '../../../src/registry/record/exchange.ts'
import { absent, seenAt, type ClientJudge, type Found, type Seen } from '../seen.ts'

/** How the commands ended, for people: the first that failed, with the last line that it wrote. */
export function ending({ invocations }: Pick<Seen, 'invocations'>): string {
  const failed = invocations.find(({ status }) => status !== 0)
  if (!failed) return 'exit status 0'
  const said = (failed.stderr.trim() || failed.stdout.trim()).split('\n').at(-1)?.trim() ?? ''
  const how = failed.status === undefined ? 'ended by a signal' : `exit status ${failed.status}`
  return said === '' ? how : `${how}: ${said}`
}

/** The client does it: `fails to pull …` where it does not. */
export const does =
  <Facts>(what: string): ClientJudge<Facts> =>
  (seen) =>
    seen.succeeded ? holds() : violated(`fails to ${what}`, 'exit status 0', ending(seen))

/**
 * The client refuses content that it fetched. One that never fetched it does not show anything; one that fails before it has the whole
 * content fails for another reason.
 */
export const refuses =
  <Facts>(what: string, fetched: (seen: Seen<Facts>) => readonly Exchange[]): ClientJudge<Facts> =>
  (seen) => {
    const at = fetched(seen)
    if (at.length === 0) return absent(`the client does not request ${what}`)
    return seenAt(at, seen.succeeded ? violated(`accepts ${what}`, 'a failure', 'exit status 0') : holds())
  }

/** Each of these, for a judge that needs all of them. */
export const both =
  <Facts>(...judges: readonly ClientJudge<Facts>[]): ClientJudge<Facts> =>
  (seen) => {
    let last: Found = holds()
    for (const judge of judges) {
      last = judge(seen)
      if ('absent' in last || !last.holds) return last
    }
    return last
  }

/**
 * What a client shows, or requests although it could have compared, is used. A request after a HEAD is none: it is how a client comes to
 * the content that it verifies.
 */
export function uses(seen: Seen, digest: string, whose: string): Judgement {
  const shown = seen.output.includes(digest)
  const named = seen.exchanges.findIndex(
    ({ request, response }) =>
      request.method !== 'HEAD' && header(response?.headers ?? [], 'Docker-Content-Digest') === digest,
  )
  const requested =
    named < 0 ? [] : seen.exchanges.slice(named + 1).filter(({ request }) => request.url.includes(digest))
  if (!seen.succeeded || (!shown && requested.length === 0)) return holds()
  return violated(
    `uses a digest that ${whose} does not have`,
    `the digest of the content, or a failure`,
    shown ? `${digest} in its output` : `${requested[0]?.request.method} ${requested[0]?.request.url}`,
  )
}
