import type { RequestContext } from '../../../src/reference/context.ts'
import type { MakeEffects } from '../../../src/reference/effects/effects.ts'
import type { Reply } from '../../../src/reference/reply.ts'
import type { Strike } from './base-effect.ts'
import type { Occasion } from './occasion.ts'
import { createObserver } from './observer.ts'

/** When an effect strikes. */
export interface Aim {
  /** The request is one of those that the effect is about. */
  concerns: (occasion: Occasion) => boolean
  /** Condition and state hold. */
  holds: (occasion: Occasion) => boolean
}

interface Pending {
  occasion: Occasion
  isHit: boolean
  /** The effect has replied itself. */
  ended?: boolean
}

const fieldsOf = ({ headers }: Reply): string =>
  headers
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .toSorted((one, other) => (one < other ? -1 : 1))
    .join('\n')

/** Whether a client can see a difference. */
export function differs(one: Reply, other: Reply, { ctx: { method } }: Occasion): boolean {
  if (one.status !== other.status || fieldsOf(one) !== fieldsOf(other)) return true
  return method !== 'HEAD' && Buffer.compare(one.body, other.body) !== 0
}

/** Builds an effect into one registry, where it strikes as aimed, and counts how often it changed anything. */
export function striking(strike: Strike, aim: Aim): { effects: MakeEffects; fired: () => number } {
  const observer = createObserver()
  const pending = new WeakMap<RequestContext, Pending>()
  let fired = 0

  /** What is sent, once the effect has had its say about it. */
  const changed = (reply: Reply, next: Reply | undefined, occasion: Occasion): Reply => {
    if (next === undefined) return reply
    // The same reply is that of an effect which has changed what is stored.
    if (next === reply || differs(reply, next, occasion)) fired += 1
    return reply.delay === undefined ? next : { ...next, delay: reply.delay }
  }

  return {
    fired: () => fired,
    effects: () => ({
      onRequest(ctx) {
        const occasion = observer.begin(ctx)
        if (occasion === undefined) return ctx
        const isHit = aim.concerns(occasion) && aim.holds(occasion)
        const entry: Pending = { occasion, isHit }
        pending.set(ctx, entry)
        const reply = isHit ? strike.before?.(occasion) : undefined
        if (reply === undefined) return ctx
        fired += 1
        entry.ended = true
        return reply
      },
      onReply(reply, ctx) {
        const entry = pending.get(ctx)
        if (entry === undefined) return reply
        const { occasion, isHit, ended } = entry
        observer.end(occasion, reply)
        const later = changed(reply, strike.later?.(reply, occasion), occasion)
        return isHit && !ended ? changed(later, strike.after?.(later, occasion), occasion) : later
      },
    }),
  }
}
