import type { RequestContext } from '../context.ts'
import type { Refusal } from '../errors.ts'
import type { ReferenceOptions, SpecVersion } from '../options.ts'
import type { Policy } from '../policy.ts'
import type { Reply } from '../reply.ts'
import type { EndpointName } from '../routing.ts'

/** Sees a request before its endpoint does: a reply ends it there, a context goes on in its place. */
export type RequestInterceptor = (ctx: RequestContext) => Reply | RequestContext
/** Sees every reply, refusals and challenges too, and gives the one that is sent. */
export type ReplyInterceptor = (reply: Reply, ctx: RequestContext) => Reply

/** What a fault changes. Anything that it must remember lives in the closure of `effects`. */
export interface Effects {
  /** Options that the fault needs to show, such as a small page. They win over the user's. */
  options?: Partial<ReferenceOptions>
  /** Decisions that are made otherwise; the honest ones are given. */
  policy?: (honest: Policy) => Partial<Policy>
  onRequest?: RequestInterceptor
  onReply?: ReplyInterceptor
}

/** One deliberate violation of one requirement, or the absence of something optional. */
export interface Fault {
  /** Lasting, lower case with dashes. */
  id: string
  /** The requirement that it breaks. */
  violates: string
  /** What the registry does, in the present tense. */
  title: string
  /** Versions in which that is a violation; absent for all that have the requirement. */
  at?: readonly SpecVersion[]
  /** Products in which it has been seen. */
  seenIn?: string
  /**
   * What a harness makes of the requirement. Absent: it fails where it is a MUST, else it warns. `note` stands
   * for a requirement that passes whatever is answered, and tells it; `blocked` for one that sums up others,
   * which tell the cause.
   */
  verdict?: 'fail' | 'warn' | 'unsupported' | 'blocked' | 'note'
  /** Other requirements that the same behaviour violates, since none can be broken without the other. */
  also?: readonly string[]
  /** Why `also` cannot be avoided. */
  because?: string
  /** Categories that a run has to claim to see it. */
  claims?: readonly string[]
  /** It strikes whatever happens at the same time, so it is shown by a run that decides nothing else. */
  alone?: true
  /** Called once for each registry. */
  effects: () => Effects
}

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

/** Changes, or answers, the requests that match. */
export const onRequest = (match: Match, change: RequestInterceptor): Effects => ({
  onRequest: (ctx) => (matches(match, ctx) ? change(ctx) : ctx),
})

/** Decides otherwise. */
export const decide = (policy: (honest: Policy) => Partial<Policy>): Effects => ({ policy })
