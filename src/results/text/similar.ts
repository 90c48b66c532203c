/** How many letters may be wrong in a name of this length. */
const tolerance = (length: number): number => (length < 6 ? 1 : length < 10 ? 2 : 3)

/** Case and separators are typed differently in options, variables and files. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[_.\s-]/g, '-')

/** Letters to insert, remove, replace or swap until one text is the other. */
export function editDistance(one: string, other: string): number {
  let before: number[] = []
  let row = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let at = 1; at <= one.length; at++) {
    const next = [at]
    for (let column = 1; column <= other.length; column++) {
      const same = one[at - 1] === other[column - 1]
      const swapped = one[at - 1] === other[column - 2] && one[at - 2] === other[column - 1]
      next.push(
        Math.min(
          row[column]! + 1,
          next[column - 1]! + 1,
          row[column - 1]! + (same ? 0 : 1),
          swapped ? (before[column - 2] ?? Infinity) + 1 : Infinity,
        ),
      )
    }
    before = row
    row = next
  }
  return row[other.length]!
}

/** The names that this one may be a misspelling of, the most similar first. */
export function similarNames(name: string, known: Iterable<string>): string[] {
  const typed = plain(name)
  // What is far longer than every name is not compared, since that takes time that grows with both.
  return [...known]
    .filter((each) => Math.abs(each.length - name.length) <= tolerance(each.length))
    .map((each) => ({ each, distance: editDistance(typed, plain(each)) }))
    .filter(({ each, distance }) => distance <= tolerance(each.length))
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ each }) => each)
}

/** `did you mean a or b?`; undefined where nothing is similar. */
export function didYouMean(similar: readonly string[]): string | undefined {
  const [last, ...others] = similar.slice(0, most).toReversed()
  if (last === undefined) return undefined
  return `did you mean ${others.length === 0 ? last : `${others.toReversed().join(', ')} or ${last}`}?`
}

/** As many suggestions as fit on a line or two. */
const most = 8
