import { statusOf, type Observed } from './observed.ts'

/** A change of one key: a tag, a manifest or a blob of a repository. */
export interface Write<Value> {
  /** What the key holds from then on; undefined is nothing. */
  value: Value | undefined
  /** False where the response leaves open whether it took place. */
  certain: boolean
  by: Observed
}

/** What a key may hold at some time, and which write put it there; none where it was so from the start. */
export interface Possible<Value> {
  value: Value | undefined
  by?: Observed
}

/** A server may still be at work on what it did not answer, or only a gateway in front of it: it may take place late. */
const mayComeLate = ({ certain, by }: Write<unknown>): boolean => {
  const status = statusOf(by)
  return !certain && (status === undefined || status === 502 || status === 504)
}

/** When something was under way: milliseconds since the run started. */
type Period = Pick<Observed, 'start' | 'end'>

/**
 * What a key may hold for somebody who looks at it during this period, in any order of what overlaps: the writes that had
 * ended before and that no other certain write replaced, and those that were under way. Undefined where nothing is known,
 * since no certain write had ended and the key is not known to have held nothing (`fresh`).
 */
export function possibleIn<Value>(
  writes: readonly Write<Value>[],
  period: Period,
  fresh: boolean,
): Possible<Value>[] | undefined {
  const [only] = writes
  // The usual case, met a hundred thousand times in a run.
  if (writes.length === 1 && only?.certain === true && only.by.end <= period.start && only.by !== period)
    return [only]
  const begun = writes.filter(({ by }) => by.start < period.end && by !== period)
  const settled = begun.filter(({ certain, by }) => certain && by.end <= period.start)
  if (settled.length === 0 && !fresh) return undefined
  const isReplaced = (write: Write<Value>) =>
    !mayComeLate(write) && settled.some((other) => other !== write && other.by.start >= write.by.end)
  const possible: Possible<Value>[] = begun.filter((write) => !isReplaced(write))
  return settled.length === 0 ? [{ value: undefined }, ...possible] : possible
}

/** The operations that made a key hold what it may hold, each once. */
export const writersOf = (possible: readonly Possible<unknown>[] = []): Observed[] => [
  ...new Set(possible.flatMap(({ by }) => (by ? [by] : []))),
]
