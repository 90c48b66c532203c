import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { BlobAnswer } from '../decode/answer.ts'
import type { BlobLimits } from '../decode/blob.ts'
import { failureOf, ImageError } from '../error.ts'
import { interrupted } from '../interruptible.ts'
import { reasonOf } from '../problem.ts'
import type { Job } from './job.ts'

/** What a thread is sent. */
export interface ThreadRequest extends Job {
  limits: BlobLimits
}

/** What a thread sends: bytes read of a file, and in the end what it found. */
export type ThreadMessage = { read: number } | { found: BlobAnswer }

/**
 * A small nursery, since chunks die young and a large one only keeps their memory longer; and an end
 * to what a hostile layer can make one thread remember.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 512 }

/** The thread's code; from sources run by a test runner there is none, and the work is done without threads. */
const threadFile = new URL('thread.js', import.meta.url)
export const hasThreads = (): boolean => existsSync(fileURLToPath(threadFile))

/** Threads that are started and have nothing to do yet. */
const ahead: Worker[] = []

const newWorker = (): Worker => new Worker(threadFile, { execArgv: [], resourceLimits })

/** One that ends, or cannot be started, is replaced when it is needed. */
function forget(this: Worker): void {
  const at = ahead.indexOf(this)
  if (at !== -1) ahead.splice(at, 1)
}

/** Starts threads for what is going to be inspected: starting takes as long as loading what decides what that is. */
export function startAhead(number: number): void {
  for (let thread = 0; thread < number; thread += 1) {
    const worker = newWorker()
    worker.on('error', forget)
    worker.on('exit', forget)
    ahead.push(worker)
  }
}

/** Ends the threads that nothing has needed. */
export function stopAhead(): void {
  for (const worker of ahead.splice(0)) void worker.terminate()
}

/** A thread that inspects blobs in files, one at a time. It starts with the first one. */
export class InspectionThread {
  #worker: Worker | undefined
  /** What is under way. */
  #settle: ((answer: BlobAnswer) => void) | undefined
  #onRead: ((bytes: number) => void) | undefined

  /** Never rejects: a thread that dies fails the blob that it has, and is replaced for the next one. */
  inspect(request: ThreadRequest, onRead?: (bytes: number) => void): Promise<BlobAnswer> {
    return new Promise((settle) => {
      this.#settle = settle
      this.#onRead = onRead
      this.#worker ??= this.#start()
      this.#worker.postMessage(request, [])
    })
  }

  /** Ends the thread; what is under way fails. */
  async stop(): Promise<void> {
    if (this.#worker) await this.#die(this.#worker, interrupted)
  }

  #start(): Worker {
    const worker = ahead.pop() ?? newWorker()
    const onEnd = (why: string) =>
      void this.#die(worker, new ImageError('unreadable', `reading ended unexpectedly (${why})`))
    worker.on('message', (message: ThreadMessage) => {
      if ('read' in message) this.#onRead?.(message.read)
      else this.#settle?.(message.found)
    })
    worker.on('error', (error) => onEnd(reasonOf(error)))
    worker.on('exit', (code) => {
      if (this.#worker === worker) onEnd(`exit code ${code}`)
    })
    return worker
  }

  #die(worker: Worker, error: ImageError): Promise<number> {
    if (this.#worker === worker) {
      this.#worker = undefined
      this.#settle?.({ failure: failureOf(error) })
    }
    return worker.terminate()
  }
}
