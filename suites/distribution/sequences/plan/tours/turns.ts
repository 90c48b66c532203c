/** Takes the values of a list in turn, for each key by itself. */
export type Turn = <Value>(key: string, values: readonly [Value, ...Value[]]) => Value

/** Turns go on from tour to tour, so that what one has left out is in the next one. */
export function turns(): Turn {
  const counts = new Map<string, number>()
  return (key, values) => {
    // Each key begins elsewhere, so that what is done first is not always done in the same way.
    const count = counts.get(key) ?? counts.size
    counts.set(key, count + 1)
    return values[count % values.length] ?? values[0]
  }
}
