import { setMaxListeners } from 'node:events'
import type { RunLimit } from './limit.ts'

/** What ends the tests of a run before they have all ended: its limit, or what makes going on senseless. */
export interface Stop {
  readonly signal: AbortSignal
  /** Ends the tests where there is a reason. */
  abort(reason: string | undefined): void
  /** The first such reason. An interrupt is not among them: the user knows of it. */
  aborted(): string | undefined
  /** Listens to the limit no longer, and stops its clock. */
  release(): void
}

export function stopAt(limit: RunLimit): Stop {
  const stop = new AbortController()
  // Every test listens for the end of the run.
  setMaxListeners(0, stop.signal)
  let aborted: string | undefined
  const abort = (reason: string | undefined) => {
    if (reason === undefined) return
    aborted ??= reason
    stop.abort(reason)
  }
  const end = () => {
    const ending = limit.ending()
    if (ending?.cause === 'interrupted') stop.abort(ending.reason)
    else abort(ending?.reason)
  }
  if (limit.signal.aborted) end()
  limit.signal.addEventListener('abort', end, { once: true })
  return {
    signal: stop.signal,
    abort,
    aborted: () => aborted,
    release() {
      limit.stopClock()
      limit.signal.removeEventListener('abort', end)
    },
  }
}
