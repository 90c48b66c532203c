import type { Effects, Fault, ReplyInterceptor, RequestInterceptor } from './fault.ts'
import type { ReferenceOptions } from '../options.ts'
import type { Policy } from '../policy.ts'

/** The faults of one registry, ready to be used; without faults it changes nothing. */
export interface BuiltIn {
  options: (honest: ReferenceOptions) => ReferenceOptions
  policy: (honest: Policy) => Policy
  requests: readonly RequestInterceptor[]
  replies: readonly ReplyInterceptor[]
}

/** Picks faults by id. Throws, naming what exists nearby, where there is no such fault. */
export function buildIn(ids: readonly string[], known: readonly Fault[]): BuiltIn {
  const effects: Effects[] = ids.map((id) => {
    const fault = known.find((candidate) => candidate.id === id)
    if (fault === undefined)
      throw new Error(`there is no fault ${JSON.stringify(id)}: see the list of faults`)
    return fault.effects()
  })
  return {
    options: (honest) => effects.reduce((options, effect) => ({ ...options, ...effect.options }), honest),
    policy: (honest) =>
      effects.reduce((policy, effect) => ({ ...policy, ...effect.policy?.(policy) }), honest),
    requests: effects.flatMap(({ onRequest }) => (onRequest === undefined ? [] : [onRequest])),
    replies: effects.flatMap(({ onReply }) => (onReply === undefined ? [] : [onReply])),
  }
}
