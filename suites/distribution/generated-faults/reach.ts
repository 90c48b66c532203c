import type { RequestContext } from '../../../src/reference/context.ts'
import type { MakeEffects } from '../../../src/reference/effects/effects.ts'
import type { Value } from './dimension.ts'
import { baseEffects } from './effects/index.ts'
import { concerns, type GeneratedFault } from './generate.ts'
import type { Occasion } from './occasion.ts'
import { createObserver } from './observer.ts'
import { rehearse, type Rehearsal } from './rehearsal.ts'
import { states } from './states.ts'
import { untouching } from './untouching.ts'

/** Which faults the traffic of a run triggers, found out for all of them in one run of a registry without any. */
export interface Reach {
  /** Watches one registry, and changes nothing. */
  effects: MakeEffects
  /** Whether the fault would have changed any reply, or what is stored. */
  reaches: (fault: GeneratedFault) => boolean
}

const conditions: readonly Value[] = [
  ...new Map(
    baseEffects.flatMap((effect) => effect.conditions.map((value) => [value.id, value] as const)),
  ).values(),
]

const holding = (values: readonly Value[], occasion: Occasion): string[] =>
  values
    .filter(
      ({ kinds, operations }) =>
        (kinds?.includes(occasion.kind) ?? true) && (operations?.includes(occasion.operation) ?? true),
    )
    .filter(({ holds }) => holds(occasion))
    .map(({ id }) => id)

interface Watched {
  occasion: Occasion
  /** The same one for effects that are tried. */
  untouched: Occasion
  concerned: readonly Rehearsal[]
  met: readonly string[]
}

const metIn = (occasion: Occasion): string[] => {
  const inState = ['anytime', ...holding(states, occasion)]
  return ['always', ...holding(conditions, occasion)].flatMap((condition) =>
    inState.map((state) => `${condition} ${state}`),
  )
}

export function createReach(): Reach {
  const reached = new Map(baseEffects.map(({ id }) => [id, new Set<string>()]))
  return {
    effects() {
      const observer = createObserver()
      const rehearsals = baseEffects.map(rehearse)
      const pending = new WeakMap<RequestContext, Watched>()
      return {
        onRequest(ctx) {
          const occasion = observer.begin(ctx)
          if (occasion === undefined) return ctx
          const untouched = untouching(occasion)
          const concerned = rehearsals.filter(({ effect }) => concerns(effect, occasion))
          pending.set(ctx, { occasion, untouched, concerned, met: metIn(occasion) })
          for (const each of concerned) each.begin(untouched)
          return ctx
        },
        onReply(reply, ctx) {
          const watched = pending.get(ctx)
          if (watched === undefined) return reply
          const { occasion, untouched, concerned, met } = watched
          observer.end(occasion, reply)
          for (const each of rehearsals) each.look(reply, untouched)
          for (const { effect, end } of concerned) {
            const own = reached.get(effect.id)
            end(reply, untouched, () => {
              for (const each of met) own?.add(each)
            })
          }
          return reply
        },
      }
    },
    reaches: ({ effect, condition, state }) =>
      reached.get(effect.id)?.has(`${condition.id} ${state.id}`) ?? false,
  }
}
