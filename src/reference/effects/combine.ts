import type { ReferenceSettings } from '../options.ts'
import type { Policy } from '../policy.ts'
import type { Effects, ReplyInterceptor, RequestInterceptor } from './effects.ts'

/** The effects of one registry together, each on what the ones before it have left. */
export interface CombinedEffects {
  options: (honest: ReferenceSettings) => ReferenceSettings
  policy: (honest: Policy) => Policy
  heads: readonly RequestInterceptor[]
  requests: readonly RequestInterceptor[]
  replies: readonly ReplyInterceptor[]
}

/** Without effects it changes nothing. */
export const combine = (effects: readonly Effects[]): CombinedEffects => ({
  options: (honest) => effects.reduce((options, effect) => ({ ...options, ...effect.options }), honest),
  policy: (honest) => effects.reduce((policy, effect) => ({ ...policy, ...effect.policy?.(policy) }), honest),
  heads: effects.flatMap(({ onHead }) => (onHead === undefined ? [] : [onHead])),
  requests: effects.flatMap(({ onRequest }) => (onRequest === undefined ? [] : [onRequest])),
  replies: effects.flatMap(({ onReply }) => (onReply === undefined ? [] : [onReply])),
})
