import { createHash } from 'node:crypto'
import type { GeneratedFault } from '../../../suites/distribution/generated-faults/generate.ts'

/** Candidates that each choice is made from. */
const candidates = 48

const valuesOf = ({ condition, state }: GeneratedFault): readonly string[] => [
  `condition ${condition.id}`,
  `state ${state.id}`,
]

const first = (queue: readonly { rank: string }[]): string => queue[0]?.rank ?? ''

/** The faults of each effect, in an order that looks random. */
function queuesOf(faults: readonly GeneratedFault[], seed: string): GeneratedFault[][] {
  const queues = new Map<string, { fault: GeneratedFault; rank: string }[]>()
  for (const fault of faults) {
    const rank = createHash('sha256').update(`${seed} ${fault.id}`).digest('hex')
    const queue = queues.get(fault.effect.id) ?? []
    queues.set(fault.effect.id, queue)
    queue.push({ fault, rank })
  }
  return [...queues.values()]
    .map((queue) => queue.toSorted((one, other) => (one.rank < other.rank ? -1 : 1)))
    .toSorted((one, other) => (first(one) < first(other) ? -1 : 1))
    .map((queue) => queue.map(({ fault }) => fault))
}

/**
 * `count` faults that look random, in the order of the list: each effect as often as any other where it has as many faults, and of
 * conditions and states those that were chosen least. The same seed chooses the same ones as long as the list is the same.
 */
export function sampleOf(faults: readonly GeneratedFault[], count: number, seed: string): GeneratedFault[] {
  const queues = queuesOf(faults, seed)
  const uses = new Map<string, number>()
  const chosen = new Set<GeneratedFault>()
  const choose = (queue: GeneratedFault[]): void => {
    const weights = queue
      .slice(0, candidates)
      .map((fault) => valuesOf(fault).reduce((sum, value) => sum + (uses.get(value) ?? 0), 0))
    const [fault] = queue.splice(weights.indexOf(Math.min(...weights)), 1)
    if (fault === undefined) return
    chosen.add(fault)
    for (const value of valuesOf(fault)) uses.set(value, (uses.get(value) ?? 0) + 1)
  }
  while (chosen.size < Math.min(count, faults.length))
    for (const queue of queues) if (queue.length > 0 && chosen.size < count) choose(queue)
  return faults.filter((fault) => chosen.has(fault))
}
