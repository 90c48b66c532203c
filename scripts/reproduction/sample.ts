import { createRandom } from '../../src/content/random.ts'

/** How many samples one after the other cover every requirement: one a day, a week. */
export const rotations = 7

interface Sampling {
  /** How many; more where the requirements whose turn it is take more. */
  size: number
  /** Which sample of the rotation: the number of a day. */
  rotation: number
}

/**
 * A sample that is another one each day. Every requirement has its day of the week, on which at least one of its faults is in the
 * sample; the rest of it is drawn.
 */
export function sampleOf<Mutant extends { requirement: string; fault: string }>(
  all: readonly Mutant[],
  { size, rotation }: Sampling,
): Mutant[] {
  const random = createRandom(`reproduction/${rotation}`)
  const shuffled = all
    .map((mutant) => ({ mutant, at: random.integer(2 ** 31) }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ mutant }) => mutant)
  const requirements = [...new Set(all.map(({ requirement }) => requirement))].toSorted()
  const turns = requirements.filter((_, at) => at % rotations === rotation % rotations)
  const first = turns.flatMap((id) => shuffled.find(({ requirement }) => requirement === id) ?? [])
  return [...new Set([...first, ...shuffled])].slice(0, Math.max(size, first.length))
}
