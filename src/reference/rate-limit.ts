/**
 * Counts requests in windows of a fixed length: undefined while there is room, else the whole seconds after
 * which to try again.
 */
export function createRateLimit(
  limit: { requests: number; windowSeconds: number } | undefined,
  now: () => number,
): () => number | undefined {
  let begun = Number.NEGATIVE_INFINITY
  let count = 0
  return () => {
    if (limit === undefined) return undefined
    const length = limit.windowSeconds * 1000
    if (now() >= begun + length) {
      begun = now()
      count = 0
    }
    count += 1
    return count > limit.requests ? Math.max(1, Math.ceil((begun + length - now()) / 1000)) : undefined
  }
}
