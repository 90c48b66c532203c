import type { RequestContext } from '../context.ts'
import type { Refusal } from '../refusals.ts'
import type { ReferenceSettings } from '../options.ts'
import type { Policy } from '../policy.ts'
import type { Reply } from '../reply.ts'
import type { EndpointName } from '../routing.ts'

/** Sees a request before its endpoint does: a returned reply ends it there, a context replaces it. */
export type RequestInterceptor = (ctx: RequestContext) => Reply | RequestContext
/** Sees every reply, refusals and challenges too, and returns the one that is sent. */
export type ReplyInterceptor = (reply: Reply, ctx: RequestContext) => Reply

/** What is changed about a registry. */
export interface Effects {
  /** Options that it takes to show, such as a small page. They win over the user's. */
  options?: Partial<ReferenceSettings>
  /** Changes to the policy; the honest one is passed. */
  policy?: (honest: Policy) => Partial<Policy>
  /** Sees the head of a request before its body is read: a returned reply ends it there. */
  onHead?: RequestInterceptor
  onRequest?: RequestInterceptor
  onReply?: ReplyInterceptor
}

/**
 * Makes the effects of one registry. Their state is in the closure, so that several registries can be
 * created with the same options.
 */
export type MakeEffects = () => Effects

/** Which replies or requests an interceptor is limited to; what is absent does not matter. */
export interface Match {
  endpoint?: EndpointName | readonly EndpointName[]
  method?: string | readonly string[]
  status?: number | readonly number[]
  refusal?: Refusal | readonly Refusal[]
  /** A condition of its own, for instance on the kind of content. */
  when?: (ctx: RequestContext, reply?: Reply) => boolean
}

const among = <Value>(wanted: Value | readonly Value[] | undefined, value: Value | undefined): boolean =>
  wanted === undefined || (Array.isArray(wanted) ? wanted.includes(value) : wanted === value)

export const matches = (match: Match, ctx: RequestContext, reply?: Reply): boolean =>
  among(match.endpoint, ctx.route.endpoint) &&
  among(match.method, ctx.method) &&
  among(match.status, reply?.status) &&
  among(match.refusal, reply?.refusal) &&
  match.when?.(ctx, reply) !== false

/** Changes the replies that match. */
export const onReply = (match: Match, change: ReplyInterceptor): Effects => ({
  onReply: (reply, ctx) => (matches(match, ctx, reply) ? change(reply, ctx) : reply),
})

/** Changes the requests that match, or replies to them. */
export const onRequest = (match: Match, change: RequestInterceptor): Effects => ({
  onRequest: (ctx) => (matches(match, ctx) ? change(ctx) : ctx),
})

/** Replies to requests that match before their bodies are read. */
export const onHead = (match: Match, change: RequestInterceptor): Effects => ({
  onHead: (ctx) => (matches(match, ctx) ? change(ctx) : ctx),
})

/** Makes some decisions of the registry differently. */
export const changePolicy = (policy: (honest: Policy) => Partial<Policy>): Effects => ({ policy })
