import { seenIn, type Exchange } from '../../../src/registry/record/exchange.ts'
import type { CapabilityState } from '../define.ts'
import type { RegistryContext } from '../target/context.ts'
import { lacksOnly, leavesOpen } from '../judges/absence.ts'
import { summarizeResponse } from '../judges/response.ts'
import type { RequirementId } from '../requirements.ts'

/**
 * What it amounts to that an optional feature was not found, for the requirement to have it. `expected` are the
 * responses of a registry with the feature, and those other than a 4xx of one without.
 */
export function absent(
  t: RegistryContext,
  requirement: RequirementId,
  exchange: Exchange,
  { what, expected }: { what: string; expected: readonly string[] },
): CapabilityState {
  const reason = `${what} returned ${summarizeResponse(exchange)}`
  if (leavesOpen(exchange)) {
    t.unevaluated(requirement, reason)
    return { state: 'unknown', reason }
  }
  const judgement = lacksOnly(what, ...expected)(exchange)
  if (judgement.holds) {
    t.unsupported(requirement, reason, seenIn(exchange))
    return { state: 'unsupported', reason }
  }
  t.check(requirement, judgement, seenIn(exchange))
  return { state: 'nonconformant', requirement, reason: judgement.title }
}
