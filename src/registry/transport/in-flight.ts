import { setMaxListeners } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'

/**
 * Requests that change something are not torn off when a run is interrupted: the registry would
 * carry them out all the same, and nobody would know what is to be removed.
 */
export interface UnderWay {
  /**
   * Does a request that may create something. Its signal is aborted so long after the one that is
   * given, unless that one is aborted already.
   */
  run<T>(signal: AbortSignal | undefined, send: (signal: AbortSignal | undefined) => Promise<T>): Promise<T>
  /** Ends when all of them have ended. */
  settled(): Promise<void>
}

/** `grace` in milliseconds: an interrupted run has ended within two seconds. */
export function createUnderWay(grace = 1500): UnderWay {
  const pending = new Set<Promise<unknown>>()
  const later = new WeakMap<AbortSignal, AbortSignal>()

  /** Aborted so long after the signal; all requests under one signal share it. */
  function laterThan(signal: AbortSignal): AbortSignal {
    const known = later.get(signal)
    if (known) return known
    const controller = new AbortController()
    // Each request of a test listens, and a test may send many at once.
    setMaxListeners(0, controller.signal)
    // Unreferenced: what is still under way keeps the process, and where nothing is, nobody waits for this.
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
