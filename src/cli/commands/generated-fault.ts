import type { MakeEffects } from '../../reference/effects/effects.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { didYouMean } from '../../results/text/similar.ts'
import { nearIds } from './unknown-id.ts'

/** Whether an id is that of a generated fault: `<effect>~<condition>~<state>`. */
export const isGenerated = (id: string): boolean => id.includes('~')

/** The name itself where it is known, else similar ones. */
function near(name: string, known: readonly string[]): readonly string[] {
  const names = [...new Set(known)]
  return names.includes(name) ? [name] : nearIds(name, names)
}

/**
 * The effects of a generated fault. They are loaded where one is named: only the mutation run needs them otherwise.
 * Throws Failure where there is no such fault, with those that have similar parts.
 */
export async function effectsOfGenerated(id: string): Promise<MakeEffects> {
  const { enliven, generatedFault, generateFaults } =
    await import('../../../suites/distribution/generated-faults/generate.ts')
  const fault = generatedFault(id)
  if (fault) return enliven(fault).effects
  const faults = generateFaults()
  const [effect = '', condition = '', state = ''] = id.split('~')
  const effects = near(
    effect,
    faults.map((each) => each.effect.id),
  )
  const ofEffects = faults.filter((each) => effects.includes(each.effect.id))
  const conditions = near(
    condition,
    ofEffects.map((each) => each.condition.id),
  )
  const states = near(
    state,
    ofEffects.map((each) => each.state.id),
  )
  const similar = ofEffects.filter(
    (each) => conditions.includes(each.condition.id) && states.includes(each.state.id),
  )
  throw new Failure(
    `unknown generated fault ${JSON.stringify(id)}`,
    exitCodes.usage,
    didYouMean(similar.map((each) => each.id)) ??
      didYouMean(effects.map((each) => `${each}~always~anytime`)) ??
      'an id has the form <effect>~<condition>~<state>, such as get-404~by-tag~after-move',
  )
}
