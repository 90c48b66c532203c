/** Lets at most so many tasks run at once; the others wait in the order in which they came, the urgent ones first. */
export interface Limiter {
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** The same places, for tasks that go before all that are less urgent; 0 where nothing is said. */
  at(urgency: number): Limiter
}

/** Throws RangeError unless `limit` is a whole number from 1. A task whose signal is aborted stops waiting and is run at once, to see that it is aborted. */
export function createLimiter(limit: number): Limiter {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new RangeError(`a limit of ${limit} requests at once is not possible; use 1 or more`)
  }
  let running = 0
  const waiting = new Map<() => void, number>()

  function acquire(signal: AbortSignal | undefined, urgency: number): Promise<void> | void {
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
      waiting.set(start, urgency)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  function mostUrgent(): (() => void) | undefined {
    let first: (() => void) | undefined
    let most = -Infinity
    for (const [start, urgency] of waiting) {
      if (urgency <= most) continue
      first = start
      most = urgency
    }
    return first
  }

  function release(): void {
    const next = running > limit ? undefined : mostUrgent()
    if (next === undefined) {
      running -= 1
      return
    }
    waiting.delete(next)
    next()
  }

  const at = (urgency: number): Limiter => ({
    at,
    async run(task, signal) {
      await acquire(signal, urgency)
      try {
        return await task()
      } finally {
        release()
      }
    },
  })
  return at(0)
}
