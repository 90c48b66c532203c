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

/** `grace` in milliseconds. */
export function createUnderWay(grace = 2000): UnderWay {
  const pending = new Set<Promise<unknown>>()

  async function patiently<T>(signal: AbortSignal, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const later = new AbortController()
    let timer: NodeJS.Timeout | undefined
    const onAbort = () => {
      timer = setTimeout(() => later.abort(signal.reason), grace)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await send(later.signal)
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    }
  }

  return {
    async run(signal, send) {
      const sent = !signal || signal.aborted ? send(signal) : patiently(signal, send)
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
