import type { Exchange } from './exchange.ts'

/** The name of this fact in the details of a target. */
export const otherOrigins = 'other origins'

/** How many are named; a registry can lead to any number. */
const named = 5

/**
 * The origins besides the target's own that requests were sent to, the most frequent first, each with the number of
 * its requests; undefined where there are none. What was refused before anything was sent is not among them.
 */
export function describeOtherOrigins(exchanges: readonly Exchange[], target: URL): string | undefined {
  const counts = new Map<string, number>()
  for (const { request, error } of exchanges) {
    if (error?.code === 'not-allowed' || !URL.canParse(request.url)) continue
    const { origin, protocol } = new URL(request.url)
    if (origin === target.origin || !/^https?:$/.test(protocol)) continue
    counts.set(origin, (counts.get(origin) ?? 0) + 1)
  }
  if (counts.size === 0) return undefined
  const sorted = [...counts].toSorted(([, one], [, other]) => other - one)
  const shown = sorted.slice(0, named).map(([origin, count]) => `${origin} (${count})`)
  const more = sorted.length - shown.length
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}
