import { holds, type Violated, type Judge } from '../../../src/engine/judgement.ts'
import { seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import { splitUrl } from '../../../src/registry/transport/url.ts'
import type { RegistryContext } from '../target/context.ts'
import type { RequirementId } from '../requirements.ts'

/** Judging over all that the registry answered in a run, for tests of the last phase. */

/** A registry that errs in one way does so often: this many exchanges show it as well as hundreds. */
const mostEvidence = 5

/**
 * Whole answers of the registry itself: not of token servers, nor of the storage that it redirects to,
 * since what those send is not the registry's.
 */
export function answersOfRun(t: RegistryContext): Exchange[] {
  const seen = t.exchanges()
  const support = seen.find(({ request }) => new URL(request.url).pathname.endsWith('/v2/'))
  const [first] = seen
  const home = first && splitUrl((support ?? first).request.url)?.origin
  return seen.filter(
    ({ test, request, response, error }) =>
      test !== undefined &&
      response !== undefined &&
      error === undefined &&
      home !== undefined &&
      splitUrl(request.url)?.origin === home,
  )
}

/**
 * Judges each exchange; what is wrong in the same way is reported once, with some of the exchanges that
 * show it. Where there is no exchange the requirement is unsupported, for the reason that is passed.
 */
export function judgeRun(
  t: RegistryContext,
  requirement: RequirementId,
  seen: readonly Exchange[],
  judge: Judge<Exchange>,
  nothing: string,
): void {
  if (seen.length === 0) return t.unsupported(requirement, nothing)
  const found = new Map<string, { judgement: Violated; exchanges: Exchange[] }>()
  for (const exchange of seen) {
    const judgement = judge(exchange)
    if (judgement.holds) continue
    const known = found.get(judgement.title)
    if (known) known.exchanges.push(exchange)
    else found.set(judgement.title, { judgement, exchanges: [exchange] })
  }
  if (found.size === 0) t.check(requirement, holds())
  for (const { judgement, exchanges } of found.values()) {
    const often = exchanges.length > 1 ? ` (in ${exchanges.length} answers)` : ''
    const summed = { ...judgement, received: `${judgement.received}${often}` }
    t.check(requirement, summed, ...evidenceOf(exchanges).map(seenIn))
  }
}

/** Some of them; the last one, which a script repeats, is of a scripted test where one is. */
function evidenceOf(exchanges: readonly Exchange[]): Exchange[] {
  const scripted = exchanges.filter(({ spare }) => spare === undefined)
  const others = exchanges.filter(({ spare }) => spare !== undefined)
  const some = scripted.slice(0, mostEvidence)
  return [...others.slice(0, mostEvidence - some.length), ...some]
}
