/** A value to choose from, and what it is an instance of. */
export interface Choice<Value> {
  value: Value
  traits: readonly string[]
}

/** Chooses the value whose traits have met the situations least, by the tours so far. */
export type Choose = <Value>(
  situations: readonly string[],
  choices: readonly Choice<Value>[],
) => Value | undefined

/** What one tour leaves out is in the next one, so that in the end each trait has met each situation. */
export function createChoose(): Choose {
  const met = new Set<string>()
  const counts = new Map<string, number>()
  return (situations, choices) => {
    const pairsOf = ({ traits }: Choice<unknown>) =>
      traits.flatMap((trait) => situations.map((situation) => `${situation} ${trait}`))
    // Among equals another one each time.
    const [key = ''] = situations
    const count = counts.get(key) ?? 0
    counts.set(key, count + 1)
    const from = count % (choices.length || 1)
    const turned = [...choices.slice(from), ...choices.slice(0, from)]
    const gains = turned.map((choice) => pairsOf(choice).filter((pair) => !met.has(pair)).length)
    const best = turned[gains.indexOf(Math.max(...gains))]
    for (const pair of best ? pairsOf(best) : []) met.add(pair)
    return best?.value
  }
}
