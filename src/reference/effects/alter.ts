import type { RequestContext } from '../context.ts'
import type { Refusal, RefusalTerms } from '../refusals.ts'
import { refused } from '../context.ts'
import { reply as replyOf, withBody, withHeader, withoutHeader, withStatus, type Reply } from '../reply.ts'
import {
  changePolicy,
  onReply,
  onRequest,
  type Effects,
  type Match,
  type ReplyInterceptor,
} from './effects.ts'

/** The alterations that most faults consist of. */

/** Another status with the same body. */
export const restatus = (match: Match, status: number): Effects =>
  onReply(match, (reply) => withStatus(reply, status))

/** Another status and nothing else, as of a proxy in front. */
export const bare = (status: number, headers: Readonly<Record<string, string>> = {}): Reply =>
  replyOf(status, status === 204 ? headers : { 'Content-Length': '0', ...headers })

export const instead = (match: Match, status: number): Effects => onReply(match, () => bare(status))

/** The request is refused before its endpoint looks at it. */
export const refusing = (match: Match, refusal: Refusal): Effects =>
  onRequest(match, (ctx) => refused(ctx, refusal))

/** The request gets a bare status without being handled. */
export const ending = (match: Match, status: number): Effects => onRequest(match, () => bare(status))

export const without = (match: Match, ...names: readonly string[]): Effects =>
  onReply(match, (reply) => names.reduce(withoutHeader, reply))

export const setting = (
  match: Match,
  name: string,
  value: string | ((reply: Reply, ctx: RequestContext) => string),
): Effects =>
  onReply(match, (reply, ctx) =>
    withHeader(reply, name, typeof value === 'string' ? value : value(reply, ctx)),
  )

/** Refusals with another status, code or message. */
export const changingRefusal = (refusal: Refusal, terms: Partial<RefusalTerms>): Effects =>
  changePolicy(({ refusals }) => ({
    refusals: { ...refusals, [refusal]: { ...refusals[refusal], ...terms } },
  }))

/** Changes the JSON object that a reply holds; another body stays as it is. */
export const editing = (
  match: Match,
  edit: (document: Record<string, unknown>, ctx: RequestContext) => unknown,
): Effects => onReply(match, (reply, ctx) => withBody(reply, JSON.stringify(edit(documentOf(reply), ctx))))

export const documentOf = ({ body }: Reply): Record<string, unknown> =>
  JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown>

/** Several alterations at once, each on what the one before has left. */
export function together(...effects: readonly Effects[]): Effects {
  const replies = effects.flatMap(({ onReply: change }) => (change === undefined ? [] : [change]))
  const all: ReplyInterceptor = (reply, ctx) => replies.reduce((seen, change) => change(seen, ctx), reply)
  return {
    options: Object.assign({}, ...effects.map(({ options }) => options ?? {})) as NonNullable<
      Effects['options']
    >,
    policy: (honest) =>
      effects.reduce((policy, { policy: change }) => ({ ...policy, ...change?.(policy) }), honest),
    onRequest(ctx) {
      let current = ctx
      for (const { onRequest: change } of effects) {
        const outcome = change?.(current) ?? current
        if ('status' in outcome) return outcome
        current = outcome
      }
      return current
    },
    onReply: all,
  }
}

/** The first digit of a digest replaced: well formed, and of nothing. */
export const falseDigest = (digest: string): string =>
  digest.replace(/:(.)/, (_, first: string) => `:${first === '0' ? '1' : '0'}`)
