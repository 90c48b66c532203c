import { median } from './figures.ts'
import { measure, type Command } from './process.ts'

export interface Comparison {
  /** The median, over all pairs, of what the first took divided by what the second took. */
  ratio: number
  /** Medians in milliseconds. */
  first: number
  second: number
}

/**
 * Measures two processes in turn, A B A B, so that whatever else the machine does meets both. One run
 * of each goes before, uncounted: it fills the disk cache (`warm`).
 */
export async function compare(
  first: Command,
  second: Command,
  pairs: number,
  { warm = true } = {},
): Promise<Comparison> {
  if (warm) {
    await measure(first)
    await measure(second)
  }
  const times: { first: number; second: number }[] = []
  for (let pair = 0; pair < pairs; pair++)
    times.push({
      // oxlint-disable-next-line no-await-in-loop -- one at a time is the point
      first: (await measure(first)).milliseconds,
      // oxlint-disable-next-line no-await-in-loop
      second: (await measure(second)).milliseconds,
    })
  return {
    ratio: median(times.map((pair) => pair.first / pair.second)),
    first: median(times.map((pair) => pair.first)),
    second: median(times.map((pair) => pair.second)),
  }
}
