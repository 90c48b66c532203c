/** The code of the thread that watches the main thread of a run; see watchdog.ts. It imports nothing, to start soon. */
import { Session } from 'node:inspector'
import { workerData } from 'node:worker_threads'

export interface WatchdogData {
  /** First the number of beats of the main thread, then 1 where the run was interrupted. */
  state: Int32Array
  /** All times in milliseconds. */
  beatEvery: number
  /** How long the main thread may not respond. */
  limit: number
  /** The same for a run that was interrupted. */
  limitAfterInterrupt: number
  /** An expression that ends the process when the main thread evaluates it. */
  ending: string
}

/** How long the main thread may take to end the process; afterwards it is killed. */
const grace = 5000

const { state, beatEvery, limit, limitAfterInterrupt, ending } = workerData as WatchdogData

let last = Atomics.load(state, 0)
let missed = 0
const timer = setInterval(() => {
  const now = Atomics.load(state, 0)
  // Counted in turns of this thread: after a machine was asleep or the process was stopped, nothing is blocked.
  missed = now === last ? missed + 1 : 0
  last = now
  const most = Atomics.load(state, 1) === 1 ? limitAfterInterrupt : limit
  if (missed * beatEvery < most) return
  clearInterval(timer)
  end()
}, beatEvery)

/** A blocked thread still responds to a debugger, also in a loop or within a regular expression. */
function end(): void {
  const session = new Session()
  session.connectToMainThread()
  session.post('Runtime.evaluate', { expression: ending })
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), grace)
}
