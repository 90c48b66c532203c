import type { Violated } from '../../../../src/engine/judgement.ts'
import { headerValues } from '../../../../src/registry/record/exchange.ts'
import type { RequirementId } from '../../requirements.ts'
import { statusOf, type Observed } from '../observed.ts'

/**
 * Whether a refusal may come of the Accept header, which leaves out the type of what is stored: whether a registry serves it
 * nevertheless is open. An absent Accept leaves out nothing (RFC 9110, section 12.5.1), nor does one when the type is not known.
 */
export function isRefusedByType(observed: Observed, type: string | undefined): boolean {
  const status = statusOf(observed) ?? 0
  return status >= 400 && status <= 499 && leavesOut(observed, type)
}

function leavesOut({ request }: Observed, type: string | undefined): boolean {
  const accepted = headerValues(request.headers, 'accept').join(',')
  if (accepted.trim() === '' || type === undefined) return false
  const ranges = accepted.split(',').map((each) => each.split(';', 1)[0]?.trim() ?? '')
  return !ranges.some((range) => range === '*/*' || range === 'application/*' || range === type)
}

/** How Accept leaves out the type of what is stored, whichever of these it is, for titles; undefined where it does not. */
export const acceptWithout = (
  observed: Observed,
  types: readonly (string | undefined)[],
): string | undefined =>
  types.some((type) => leavesOut(observed, type)) ? 'with an Accept without its type' : undefined

/**
 * How Accept leaves the type open, for titles: undefined where it names types. Content negotiation is not settled in the
 * specification, so that a refusal of such a request warns.
 */
export function openAccept(observed: Observed): string | undefined {
  const accepted = headerValues(observed.request.headers, 'accept').join(',').trim()
  if (accepted === '') return 'without Accept'
  return accepted === '*/*' ? 'with Accept: */*' : undefined
}

/** Whether types in Accept have weights (RFC 9110, section 12.4.2), which some registries take for a part of the type. */
const isWeighted = ({ request: { headers } }: Observed): boolean =>
  headerValues(headers, 'accept').some((value) => /;\s*q=/i.test(value))

/** Whether what is refused may be a matter of an Accept that leaves the type open, and of nothing that was done before. */
export function isOpenRefusal(observed: Observed): boolean {
  const status = statusOf(observed) ?? 0
  return openAccept(observed) !== undefined && status >= 400 && status <= 499
}

/** What explains that a manifest is not served to a request that lists types in several Accept headers. */
export const explainedByAcceptLines = ({ request: { headers } }: Observed): RequirementId[] =>
  headerValues(headers, 'accept').length > 1 ? ['pull.manifest.accept-lists'] : []

/** The judgement of a manifest that is not served, a warning where Accept leaves its type open. */
export function refusalOf(observed: Observed, judgement: Violated): Violated {
  const open = openAccept(observed)
  if (isWeighted(observed)) return { ...judgement, title: `${judgement.title}, with weights in Accept` }
  if (open === undefined || !isOpenRefusal(observed)) return judgement
  return { ...judgement, title: `${judgement.title}, ${open}`, severity: 'warn' }
}
