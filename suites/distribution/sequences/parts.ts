import type { Sequence, Step } from './sequence.ts'

/** A step that is carried out by itself; those of one group overlap. */
export interface Part {
  step: Exclude<Step, { do: 'at-once' }>
  group?: number
}

/** The steps of a sequence without nesting. */
export const partsOf = ({ steps }: Pick<Sequence, 'steps'>): Part[] =>
  steps.flatMap((step, group): Part[] =>
    step.do === 'at-once' ? partsOf(step).map((part) => ({ step: part.step, group })) : [{ step }],
  )

/** The sequence with these steps alone; the last one of a group does not overlap with anything. */
export function withParts(sequence: Sequence, parts: readonly Part[]): Sequence {
  const steps: Step[] = []
  for (let at = 0; at < parts.length;) {
    const { step, group } = parts[at]!
    const others = parts.findIndex(
      (part, place) => place > at && (group === undefined || part.group !== group),
    )
    const end = others < 0 ? parts.length : others
    const together = parts.slice(at, end).map((part) => part.step)
    steps.push(together.length === 1 ? step : { do: 'at-once', steps: together })
    at = end
  }
  return { ...sequence, steps }
}

/** Whether a step changes nothing that the registry holds. */
export const isReading = ({ do: what }: Step): boolean =>
  what === 'read-manifest' ||
  what === 'read-blob' ||
  what === 'list-tags' ||
  what === 'list-referrers' ||
  what === 'status'
