import { setMaxListeners } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Requests in flight that may create something. They are not aborted at once when a run is interrupted: the registry
 * would carry them out all the same, and what is to be removed would not be known.
 */
export interface WritesInFlight {
  /**
   * Sends such a request. Its signal is aborted a grace period after the one that is passed in, unless that one is
   * aborted already.
   */
  run<T>(signal: AbortSignal | undefined, send: (signal: AbortSignal | undefined) => Promise<T>): Promise<T>
  /** Resolves when all of them have ended. */
  settled(): Promise<void>
}

/** `grace` in milliseconds: an interrupted run has ended within two seconds. */
export function createWritesInFlight(grace = 1500): WritesInFlight {
  const pending = new Set<Promise<unknown>>()
  const later = new WeakMap<AbortSignal, AbortSignal>()

  /** Aborted a grace period after the signal; all requests under one signal share it. */
  function laterThan(signal: AbortSignal): AbortSignal {
    const known = later.get(signal)
    if (known) return known
    const controller = new AbortController()
    // Each request of a test listens, and a test may send many at once.
    setMaxListeners(0, controller.signal)
    // Unreferenced: a request in flight keeps the process, and without one nothing waits for this.
    const onAbort = () => void setTimeout(() => controller.abort(signal.reason), grace).unref()
    signal.addEventListener('abort', onAbort, { once: true })
    later.set(signal, controller.signal)
    return controller.signal
  }

  return {
    async run(signal, send) {
      const sent = send(!signal || signal.aborted ? signal : laterThan(signal))
      pending.add(sent)
      try {
        return await sent
      } finally {
        pending.delete(sent)
      }
    },
    async settled() {
      while (pending.size > 0) await Promise.allSettled(pending)
      // Their exchanges are recorded in the same turn, but after this.
      await nextTurn()
    },
  }
}
