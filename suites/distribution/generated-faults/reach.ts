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
  inStates: readonly string[]
  underConditions: readonly string[]
}

/** What an effect has been seen under, as `condition state`. */
interface Reached {
  conditions: ReadonlySet<string>
  pairs: Set<string>
}

/** The pairs that are new for an effect: none for most of the traffic, where there is nothing to rehearse then. */
const newFor = ({ conditions: own, pairs }: Reached, { inStates, underConditions }: Watched): string[] =>
  underConditions
    .filter((condition) => own.has(condition))
    .flatMap((condition) => inStates.map((state) => `${condition} ${state}`))
    .filter((pair) => !pairs.has(pair))

export function createReach(): Reach {
  const reached = new Map(
    baseEffects.map((effect): [string, Reached] => [
      effect.id,
      { conditions: new Set(['always', ...effect.conditions.map(({ id }) => id)]), pairs: new Set() },
    ]),
  )
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
          pending.set(ctx, {
            occasion,
            untouched,
            concerned,
            inStates: ['anytime', ...holding(states, occasion)],
            underConditions: ['always', ...holding(conditions, occasion)],
          })
          for (const each of concerned) each.begin(untouched)
          return ctx
        },
        onReply(reply, ctx) {
          const watched = pending.get(ctx)
          if (watched === undefined) return reply
          const { occasion, untouched, concerned } = watched
          observer.end(occasion, reply)
          for (const each of rehearsals) each.look(reply, untouched)
          for (const { effect, end } of concerned) {
            const own = reached.get(effect.id)
            const pairs = own ? newFor(own, watched) : []
            if (pairs.length === 0) continue
            end(reply, untouched, () => {
              for (const each of pairs) own?.pairs.add(each)
            })
          }
          return reply
        },
      }
    },
    reaches: ({ effect, condition, state }) =>
      reached.get(effect.id)?.pairs.has(`${condition.id} ${state.id}`) ?? false,
  }
}
