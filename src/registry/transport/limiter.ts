/** Runs a limited number of tasks at once; the others wait in the order in which they came, the urgent ones first. */
export interface Limiter {
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /**
   * Runs a task with nothing beside it: no other task starts until it has ended, and those that are running have
   * `patience` milliseconds to end before it starts all the same.
   */
  alone<T>(task: () => Promise<T>, signal?: AbortSignal, patience?: number): Promise<T>
  /** The same places, for tasks that go before all that are less urgent; the default urgency is 0. */
  at(urgency: number): Limiter
}

/** Throws RangeError unless `limit` is a whole number from 1. A task whose signal is aborted stops waiting and is run at once, to see that it is aborted. */
export function createLimiter(limit: number): Limiter {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new RangeError(`a limit of ${limit} requests at once is not possible; use 1 or more`)
  }
  let running = 0
  const waiting = new Map<() => void, number>()
  /** Tasks that are to run alone, in the order in which they came; the first is called whenever another task ends. */
  const alone: (() => void)[] = []

  function acquire(signal: AbortSignal | undefined, urgency: number): Promise<void> | void {
    if (running < limit && alone.length === 0) {
      running += 1
      return
    }
    return new Promise<void>((resolve) => {
      const start = () => {
        signal?.removeEventListener('abort', leave)
        resolve()
      }
      // The task is run all the same: it sees its own signal, and occupies no place meanwhile.
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
    running -= 1
    fill()
  }

  /** Starts what may start now. */
  function fill(): void {
    const [first] = alone
    if (first) return first()
    while (running < limit) {
      const next = mostUrgent()
      if (next === undefined) return
      waiting.delete(next)
      running += 1
      next()
    }
  }

  /** Resolves when the task may start, with what is to be called when it has ended. */
  function acquireAlone(signal: AbortSignal | undefined, patience: number): Promise<() => void> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined
      const end = () => {
        alone.splice(alone.indexOf(isFirst), 1)
        fill()
      }
      const begin = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', begin)
        resolve(end)
      }
      const isFirst = () => {
        if (running === 0) begin()
        else timer ??= setTimeout(begin, patience)
      }
      alone.push(isFirst)
      // As with other tasks: it sees its own signal.
      if (signal?.aborted) begin()
      else signal?.addEventListener('abort', begin, { once: true })
      fill()
    })
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
    async alone(task, signal, patience = 1000) {
      const end = await acquireAlone(signal, patience)
      try {
        return await task()
      } finally {
        end()
      }
    },
  })
  return at(0)
}
