/** Lets at most so many tasks run at once; the others wait in the order in which they came. */
export interface Limiter {
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

/** Throws RangeError unless `limit` is a whole number from 1. A task whose signal is aborted stops waiting and is run at once, to see that it is aborted. */
export function createLimiter(limit: number): Limiter {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new RangeError(`a limit of ${limit} requests at once is not possible; use 1 or more`)
  }
  let running = 0
  const waiting = new Set<() => void>()

  function acquire(signal: AbortSignal | undefined): Promise<void> | void {
    if (running < limit) {
      running += 1
      return
    }
    return new Promise<void>((resolve) => {
      const start = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      // The task is run all the same: it sees its own signal, and holds no place meanwhile.
      const leave = () => {
        if (!waiting.delete(start)) return
        running += 1
        resolve()
      }
      waiting.add(start)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  function release(): void {
    const next = waiting.values().next()
    if (next.done === true || running > limit) {
      running -= 1
      return
    }
    waiting.delete(next.value)
    next.value()
  }

  return {
    async run(task, signal) {
      await acquire(signal)
      try {
        return await task()
      } finally {
        release()
      }
    },
  }
}
