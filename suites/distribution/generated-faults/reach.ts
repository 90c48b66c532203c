import type { RequestContext } from '../../../src/reference/context.ts'
import type { MakeEffects } from '../../../src/reference/effects/effects.ts'
import type { Value } from './dimension.ts'
import { baseEffects } from './effects/index.ts'
import type { GeneratedFault } from './generate.ts'
import type { KeyKind } from './history.ts'
import { kindsOf, type Occasion, type Operation } from './occasion.ts'
import { createObserver } from './observer.ts'
import { states } from './states.ts'

/** Which faults the traffic of a run could have triggered, found out in one run of a registry without any. */
export interface Reach {
  /** Watches one registry, and changes nothing. */
  effects: MakeEffects
  /** False where no request was under the fault's condition and in its state. An effect may still have had nothing to change. */
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

const placeOf = (operation: Operation, kind: KeyKind): string => `${operation} ${kind}`

export function createReach(): Reach {
  const met = new Set<string>()
  const watch = (occasion: Occasion): void => {
    const place = placeOf(occasion.operation, occasion.kind)
    const inState = ['anytime', ...holding(states, occasion)]
    for (const condition of ['always', ...holding(conditions, occasion)])
      for (const state of inState) met.add(`${place} ${condition} ${state}`)
  }
  return {
    effects() {
      const observer = createObserver()
      const pending = new WeakMap<RequestContext, Occasion>()
      return {
        onRequest(ctx) {
          const occasion = observer.begin(ctx)
          if (occasion === undefined) return ctx
          pending.set(ctx, occasion)
          watch(occasion)
          return ctx
        },
        onReply(reply, ctx) {
          const occasion = pending.get(ctx)
          if (occasion !== undefined) observer.end(occasion, reply)
          return reply
        },
      }
    },
    reaches: ({ effect, condition, state }) =>
      effect.operations.some((operation) =>
        kindsOf(operation).some(
          (kind) =>
            (effect.kinds?.includes(kind) ?? true) &&
            met.has(`${placeOf(operation, kind)} ${condition.id} ${state.id}`),
        ),
      ),
  }
}
