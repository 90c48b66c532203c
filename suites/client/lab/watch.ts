import { watchUsage, type Usage, type UsageLimits } from '../../../src/client/usage.ts'

/** One invocation whose use of memory and disk is watched. */
export interface Watching {
  /** Aborted where the run is, or where the invocation uses more than it may. */
  signal: AbortSignal
  /** Takes what a client within this process has held. */
  held: (bytes: number | undefined) => void
  /** Ends it; returns the most that was seen, where there are limits. */
  end: () => Usage | undefined
}

/** Watches what an invocation uses, and ends it beyond its limits; without limits it does neither. */
export function watch(
  place: { home: string; folder: string },
  { limits, signal }: { limits: UsageLimits | undefined; signal: AbortSignal },
): Watching {
  if (!limits) return { signal, held: () => undefined, end: () => undefined }
  const exceeded = new AbortController()
  const ended = watchUsage(place, limits, () => exceeded.abort())
  let most: number | undefined
  return {
    signal: AbortSignal.any([signal, exceeded.signal]),
    held: (bytes) => void (most = bytes ?? most),
    end() {
      const usage = ended()
      return most === undefined ? usage : { ...usage, memory: most }
    },
  }
}
