import type { Reply } from '../../../src/reference/reply.ts'
import type { BaseEffect, Strike } from './base-effect.ts'
import type { Occasion } from './occasion.ts'
import { differs } from './strike.ts'

/** What an effect would have changed in a run of a registry without faults. */
export interface Rehearsal {
  effect: BaseEffect
  /** Before the registry handles a request that the effect concerns. */
  begin: (occasion: Occasion) => void
  /** Once it has replied; `changed` is called when the effect would have changed a reply: this one, or a later one. */
  end: (reply: Reply, occasion: Occasion, changed: () => void) => void
  /** Each reply of a known operation, before `end`. */
  look: (reply: Reply, occasion: Occasion) => void
}

/** Strikes whose change a later reply shows. */
interface Waiting {
  strike: Strike
  changed: () => void
}

const isChanged = (reply: Reply, next: Reply | undefined, occasion: Occasion): boolean =>
  // The same reply is that of an effect which has changed what is stored.
  next !== undefined && (next === reply || differs(reply, next, occasion))

/** Occasions must be those of `untouching`: an effect that is tried must not change what the next one finds. */
export function rehearse(effect: BaseEffect): Rehearsal {
  const strike = effect.make()
  const ended = new WeakSet<Occasion>()
  let waiting: Waiting[] = []
  return {
    effect,
    begin(occasion) {
      if (strike.before?.(occasion) !== undefined) ended.add(occasion)
    },
    look(reply, occasion) {
      strike.later?.(reply, occasion)
      if (waiting.length === 0) return
      waiting = waiting.filter(({ strike: each, changed }) => {
        const isSeen = isChanged(reply, each.later?.(reply, occasion), occasion)
        if (isSeen) changed()
        return !isSeen
      })
    },
    end(reply, occasion, changed) {
      if (effect.lasting) {
        // By itself, as if it was the only one.
        const own = effect.make()
        own.after?.(reply, occasion)
        waiting.push({ strike: own, changed })
      } else if (ended.has(occasion) || isChanged(reply, strike.after?.(reply, occasion), occasion)) changed()
    },
  }
}
