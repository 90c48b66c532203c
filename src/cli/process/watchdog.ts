import { closeSync, existsSync, writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { WatchdogData } from './watchdog-thread.ts'

/** Often enough that one late beat is far from the limit. */
const beatEvery = 250

/** How long a run that was interrupted may be blocked: the user waits for its end. */
const limitAfterInterrupt = 5000

export interface WatchdogOptions {
  /** Milliseconds that the main thread may be blocked. */
  limit: number
  /** Called in the middle of what blocks the main thread: writes synchronously what it can, returns the exit code. */
  atEnd: () => number
}

export interface Watchdog {
  /** The run was interrupted: from now on the limit is shorter. */
  hurry(): void
  stop(): void
}

/** The code of the thread. In the sources, as a test runner loads them, there is none: then nothing is watched. */
const threadFile = new URL('watchdog-thread.js', import.meta.url)

/** The name of the global function that the thread calls through the debugger. */
const ending = 'ociAssayEndsBlockedRun'

/**
 * Ends the process from another thread when the main thread is blocked. Timers and signal handlers run in the
 * main thread, so that they cannot end a loop in it.
 */
export function startWatchdog({ limit, atEnd }: WatchdogOptions): Watchdog {
  if (!existsSync(fileURLToPath(threadFile))) return { hurry: () => undefined, stop: () => undefined }
  const state = new Int32Array(new SharedArrayBuffer(8))
  const beat = setInterval(() => Atomics.add(state, 0, 1), beatEvery)
  beat.unref()
  Object.assign(globalThis, { [ending]: () => endNow(atEnd) })
  const workerData: WatchdogData = {
    state,
    beatEvery,
    limit,
    limitAfterInterrupt: Math.min(limit, limitAfterInterrupt),
    ending: `globalThis.${ending}?.()`,
  }
  const worker = new Worker(threadFile, { workerData, resourceLimits: { maxOldGenerationSizeMb: 16 } })
  // Where the thread cannot be started, the run goes on without it.
  worker.on('error', () => undefined)
  worker.unref()
  return {
    hurry: () => void Atomics.store(state, 1, 1),
    stop() {
      clearInterval(beat)
      Reflect.deleteProperty(globalThis, ending)
      void worker.terminate()
    },
  }
}

function endNow(atEnd: () => number): never {
  let code = 3
  try {
    code = atEnd()
  } catch (error) {
    writeSync(2, `oci-assay: ${error instanceof Error ? error.message : String(error)}\n`)
  }
  // At its end Node would write there that it waits for the debugger to disconnect.
  closeSync(2)
  process.exit(code)
}
