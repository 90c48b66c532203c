import type { Effects, ReplyInterceptor, RequestInterceptor } from './fault.ts'
import type { ReferenceOptions } from '../options.ts'
import type { Policy } from '../policy.ts'

/** The faults of one registry, ready to be used; without faults it changes nothing. */
export interface BuiltIn {
  options: (honest: ReferenceOptions) => ReferenceOptions
  policy: (honest: Policy) => Policy
  requests: readonly RequestInterceptor[]
  replies: readonly ReplyInterceptor[]
}

/** A fault or a disturbance, as far as building it in goes. */
export interface Buildable {
  id: string
  effects: () => Effects
}

/** Picks faults and disturbances by id. Throws where there is no such one. */
export function buildIn(ids: readonly string[], known: readonly Buildable[]): BuiltIn {
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
