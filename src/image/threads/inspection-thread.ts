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
  /** Another one for each blob that the thread has. */
  id: number
  limits: BlobLimits
}

/**
 * What a thread sends: bytes read of a blob, in the end what it found, and once that it waits for what it has, since that is decompressed
 * elsewhere.
 */
export type ThreadMessage = { id: number; read: number } | { id: number; found: BlobAnswer } | 'waits'

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

/** One blob that a thread has. */
interface UnderWay {
  settle: (answer: BlobAnswer | undefined) => void
  onRead: ((bytes: number) => void) | undefined
}

/** A thread that inspects blobs in files. It starts with the first one. */
export class InspectionThread {
  #onWait: (() => void) | undefined
  readonly #underWay = new Map<number, UnderWay>()
  #worker: Worker | undefined
  #last = 0

  /** `onWait` is called once, where a second blob at the same time would keep the thread busier. */
  constructor(onWait?: () => void) {
    this.#onWait = onWait
  }

  /**
   * Never rejects: a thread that dies is replaced for the next blob, and fails the one that it has. Where it has several, it is not known which
   * of them ended it: undefined for each.
   */
  inspect(
    request: Omit<ThreadRequest, 'id'>,
    onRead?: (bytes: number) => void,
  ): Promise<BlobAnswer | undefined> {
    return new Promise((settle) => {
      this.#last += 1
      this.#underWay.set(this.#last, { settle, onRead })
      this.#worker ??= this.#start()
      this.#worker.postMessage({ ...request, id: this.#last } satisfies ThreadRequest, [])
    })
  }

  /** Ends the thread; what is under way fails. */
  async stop(): Promise<void> {
    if (this.#worker) await this.#die(this.#worker, { failure: failureOf(interrupted) })
  }

  #start(): Worker {
    const worker = ahead.pop() ?? newWorker()
    const onEnd = (why: string) => {
      const error = new ImageError('unreadable', `reading ended unexpectedly (${why})`)
      void this.#die(worker, this.#underWay.size > 1 ? undefined : { failure: failureOf(error) })
    }
    worker.on('message', (message: ThreadMessage) => {
      if (message === 'waits') this.#waits()
      else if ('read' in message) this.#underWay.get(message.id)?.onRead?.(message.read)
      else {
        this.#underWay.get(message.id)?.settle(message.found)
        this.#underWay.delete(message.id)
      }
    })
    worker.on('error', (error) => onEnd(reasonOf(error)))
    worker.on('exit', (code) => {
      if (this.#worker === worker) onEnd(`exit code ${code}`)
    })
    return worker
  }

  /** The thread that replaces one that died waits too. */
  #waits(): void {
    this.#onWait?.()
    this.#onWait = undefined
  }

  #die(worker: Worker, answer: BlobAnswer | undefined): Promise<number> {
    if (this.#worker === worker) {
      this.#worker = undefined
      for (const { settle } of this.#underWay.values()) settle(answer)
      this.#underWay.clear()
    }
    return worker.terminate()
  }
}
