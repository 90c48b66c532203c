/** A piece of two texts: in both, in what was expected only, or in what was received only. */
export interface Piece {
  kind: 'both' | 'expected' | 'received'
  text: string
}

/** Longer lists are compared by their beginnings and ends only. */
const mostItems = 600

/**
 * Two lists of lines or words against each other: the longest common subsequence stays, the rest is
 * expected or received only. Where both are long, what lies between the common beginning and the
 * common end counts as different.
 */
export function difference(expected: readonly string[], received: readonly string[]): Piece[] {
  const shorter = Math.min(expected.length, received.length)
  let begin = 0
  while (begin < shorter && expected[begin] === received[begin]) begin += 1
  let end = 0
  while (end < shorter - begin && expected.at(-1 - end) === received.at(-1 - end)) end += 1
  const middle = between(
    expected.slice(begin, expected.length - end),
    received.slice(begin, received.length - end),
  )
  return [
    ...pieces('both', expected.slice(0, begin)),
    ...middle,
    ...pieces('both', expected.slice(expected.length - end)),
  ]
}

const pieces = (kind: Piece['kind'], texts: readonly string[]): Piece[] =>
  texts.map((text) => ({ kind, text }))

function between(expected: readonly string[], received: readonly string[]): Piece[] {
  if (
    expected.length > mostItems ||
    received.length > mostItems ||
    expected.length === 0 ||
    received.length === 0
  )
    return [...pieces('expected', expected), ...pieces('received', received)]
  // common[i][j]: how much is common to expected from i on and received from j on.
  const width = received.length + 1
  const common = new Uint16Array((expected.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = expected.length - 1; i >= 0; i -= 1) {
    for (let j = received.length - 1; j >= 0; j -= 1) {
      common[i * width + j] =
        expected[i] === received[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const found: Piece[] = []
  let [i, j] = [0, 0]
  while (i < expected.length || j < received.length) {
    const [one, other] = [expected[i], received[j]]
    if (one !== undefined && one === other) {
      found.push({ kind: 'both', text: one })
      i += 1
      j += 1
    } else if (one !== undefined && (other === undefined || at(i + 1, j) >= at(i, j + 1))) {
      found.push({ kind: 'expected', text: one })
      i += 1
    } else if (other !== undefined) {
      found.push({ kind: 'received', text: other })
      j += 1
    }
  }
  return found
}

/** Words, numbers and digests as wholes, everything else by itself. */
const tokens = (text: string): string[] => text.match(/[\p{L}\p{N}_.:-]+|\s+|./gsu) ?? []

/** Texts that have less in common than this share of their words are compared as wholes. */
const enough = 0.3

/** Two short texts word by word; undefined where they have little in common, or are the same. */
export function wordDifference(expected: string, received: string): Piece[] | undefined {
  if (expected === received || expected.length + received.length > 4000) return undefined
  const found = difference(tokens(expected), tokens(received))
  const weight = (kind: Piece['kind']) =>
    found.filter((piece) => piece.kind === kind).reduce((sum, { text }) => sum + text.trim().length, 0)
  const both = weight('both')
  const share = both / Math.max(1, both + Math.max(weight('expected'), weight('received')))
  const words = found.filter(({ kind, text }) => kind === 'both' && /[\p{L}\p{N}]/u.test(text)).length
  return share >= enough || words >= 3 ? found : undefined
}
