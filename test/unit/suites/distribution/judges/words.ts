/**
 * A whole judgement that something is broken, written out: the judges make theirs with the engine's own
 * `broken`, which is not to be held against itself.
 */
export const broken = (title: string, expected: readonly string[], received: string): object => ({
  holds: false,
  title,
  expected,
  received,
})

/** A judgement that holds, with something to tell. */
export const noted = (note: string): object => ({ holds: true, note })
