import { holds, type Judgement } from '../../../src/engine/judgement.ts'
import { seenIn } from '../../../src/registry/record/exchange.ts'
import { besideOthers, judgedIn } from '../../../src/registry/reproduce/condition.ts'
import { hasFailed } from '../../../src/registry/transport/failure/failure.ts'
import type { RegistryContext } from '../target/context.ts'
import type { Found } from './minimise.ts'
import { isReading } from './parts.ts'
import type { Performed } from './repeat.ts'
import type { Reported } from './reported.ts'
import { isReadAgain } from './settled.ts'

/** Whether it counts although it is not seen again alone: the exchange shows it, and it is not a failure of a moment. */
export const countsAsSeen = ({ evident, contradiction: { observed } }: Found): boolean =>
  evident === true && !hasFailed(observed.exchange)

/**
 * Reports what happened once, while other requests were in flight, and not again alone. What the exchange itself shows counts. Of
 * what it takes a history to see, what was read is looked at again, and counts where it stays so. That something right was refused
 * once did no harm, and is a note; it counts when it happens to another sequence as well. A failure may be that of a moment.
 *
 * What came right by itself is returned to be reported last: a failure of the same content may turn out to be its cause.
 */
export async function reportAsSeen(
  t: RegistryContext,
  performed: Performed,
  found: Found,
  reported: Reported,
): Promise<(() => void) | undefined> {
  const { contradiction, step, retried } = found
  if (contradiction.mayBeOfOthers === true || retried) return undefined
  const { id } = performed.sequence
  const { requirement, judgement, because, observed } = contradiction
  const evidence = [...because, observed].map(({ exchange }) => ({ ...seenIn(exchange), sequence: id }))
  const title = `${judgement.title}, while other requests were in flight`
  const seen = besideOthers({ ...judgement, title })
  const check = (what: Judgement) => t.check(requirement, judgedIn(observed.exchange, what), ...evidence)
  const report = (what: Judgement) => {
    if (!what.holds) reported.add({ ...contradiction, judgement: what }, true)
    check(what)
    return undefined
  }
  if (countsAsSeen(found)) return report(seen)
  const hasOnlyFailed = hasFailed(observed.exchange)
  if (!isReading(step))
    return report(!hasOnlyFailed && reported.isSeenElsewhere(contradiction, id) ? seen : holds(seen.title))
  if (await isReadAgain(t, performed, found)) return report(seen)
  if (hasOnlyFailed) return report(holds(seen.title))
  const passing = { ...seen, title: `${seen.title}, for a while`, severity: 'warn' as const }
  reported.add({ ...contradiction, judgement: passing }, true)
  return () => {
    if (!reported.hasFailureFor(contradiction)) check(passing)
  }
}
