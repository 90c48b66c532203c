/** Why a run ends before it has evaluated everything. */
export interface Ending {
  cause: 'interrupted' | 'time-over'
  /** For people, as the reason of what was not evaluated. */
  reason: string
}

/** The one limit of a run, which ends every phase of it: an interrupt from outside, or the end of its time. */
export interface RunLimit {
  /** Aborted by whichever comes first. Everything that waits or loops listens to it. */
  readonly signal: AbortSignal
  /** What came first; undefined where the run may go on. */
  ending(): Ending | undefined
  /** True once the run was interrupted, also after its time was over. */
  interrupted(): boolean
  /** Stops the clock: what follows has a limit of its own. */
  stopClock(): void
}

/** A timer that is longer fires at once. */
const longestTimer = 2 ** 31 - 1

/** Starts the clock of a run. `seconds`: no limit where it is absent. */
export function limitRun({ signal, seconds }: { signal?: AbortSignal; seconds?: number }): RunLimit {
  const controller = new AbortController()
  let ending: Ending | undefined
  const end = (cause: Ending['cause'], reason: string) => {
    if (ending) return
    ending = { cause, reason }
    controller.abort(reason)
  }
  const interrupt = () => end('interrupted', 'the run was interrupted before it was evaluated')
  if (signal?.aborted) interrupt()
  else signal?.addEventListener('abort', interrupt, { once: true })
  const timer =
    seconds === undefined
      ? undefined
      : setTimeout(
          () => end('time-over', `the time for the whole run, ${seconds} s, was over`),
          Math.min(seconds * 1000, longestTimer),
        )
  return {
    signal: controller.signal,
    ending: () => ending,
    interrupted: () => signal?.aborted ?? false,
    stopClock: () => clearTimeout(timer),
  }
}

/** Rejects with what `error` makes of the ending as soon as the run is to end, whatever it is waiting for. */
export function unlessEnded<Value>(
  limit: RunLimit,
  work: Promise<Value>,
  error: (ending: Ending) => Error,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = () => {
      const ending = limit.ending()
      if (ending) reject(error(ending))
    }
    if (limit.signal.aborted) end()
    limit.signal.addEventListener('abort', end, { once: true })
    work.then(resolve, reject).finally(() => limit.signal.removeEventListener('abort', end))
  })
}
