import type { MakeEffects } from '../../../src/reference/effects/effects.ts'
import type { RequirementId } from '../requirements.ts'
import type { BaseEffect } from './base-effect.ts'
import type { Value } from './dimension.ts'
import { baseEffects } from './effects/index.ts'
import { isImpossible } from './impossible.ts'
import { kindsOf, type Occasion } from './occasion.ts'
import { states } from './states.ts'
import { striking } from './strike.ts'

/** A base effect under a condition, in a state. */
export interface GeneratedFault {
  /** `<effect>~<condition>~<state>` */
  id: string
  effect: BaseEffect
  condition: Value
  state: Value
  title: string
  violates: readonly RequirementId[]
}

/** What a fault does in one registry, and how often it has. */
export interface LiveFault {
  effects: MakeEffects
  /** Replies that it changed, and changes of what is stored. */
  fired: () => number
}

export const always: Value = { id: 'always', title: 'always', holds: () => true }
export const anytime: Value = { id: 'anytime', title: 'at any time', holds: () => true }

const allows = <Item>(list: readonly Item[] | undefined, item: Item): boolean =>
  list === undefined || list.includes(item)

/** Whether there can be a request that all of them concern. */
function meet(effect: BaseEffect, condition: Value, state: Value): boolean {
  const values = [condition, state]
  if (values.some(({ id }) => effect.without?.includes(id))) return false
  if (isImpossible(effect.id, condition.id, state.id)) return false
  const presence = [effect, ...values].flatMap(({ present }) => present ?? [])
  if (presence.includes(true) && presence.includes(false)) return false
  const isMissing = presence.includes(false)
  return effect.operations.some(
    (operation) =>
      values.every(({ operations }) => allows(operations, operation)) &&
      kindsOf(operation).some(
        (kind) =>
          [effect, ...values].every(({ kinds }) => allows(kinds, kind)) &&
          values.every(({ kindsOfMissing }) => !isMissing || allows(kindsOfMissing, kind)),
      ),
  )
}

const faultOf = (effect: BaseEffect, condition: Value, state: Value): GeneratedFault => ({
  id: `${effect.id}~${condition.id}~${state.id}`,
  effect,
  condition,
  state,
  title: [
    effect.title,
    ...[condition, state].flatMap(({ id, title }) => (id === 'always' || id === 'anytime' ? [] : title)),
  ].join(', '),
  violates: effect.violates,
})

const combinationsOf = (effect: BaseEffect): GeneratedFault[] =>
  [always, ...effect.conditions].flatMap((condition) =>
    [anytime, ...states]
      .filter((state) => meet(effect, condition, state))
      .map((state) => faultOf(effect, condition, state)),
  )

/** All faults, in lasting order: of each effect first the one that strikes always and at any time. */
export const generateFaults = (): GeneratedFault[] => baseEffects.flatMap(combinationsOf)

/** The fault of an id; undefined where there is none. */
export function generatedFault(id: string): GeneratedFault | undefined {
  const [name] = id.split('~')
  const effect = baseEffects.find((each) => each.id === name)
  return effect && combinationsOf(effect).find((fault) => fault.id === id)
}

/** Whether a request is one of those that an effect is about. */
export const concerns = ({ operations, kinds }: BaseEffect, { operation, kind }: Occasion): boolean =>
  operations.includes(operation) && allows(kinds, kind)

/** The fault, to be built into one registry. */
export const enliven = ({ effect, condition, state }: GeneratedFault): LiveFault =>
  striking(effect.make(), {
    concerns: (occasion) => concerns(effect, occasion),
    holds: (occasion) => condition.holds(occasion) && state.holds(occasion),
  })
