import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { fileURLToPath } from 'node:url'
import type { BlobFacts, BlobLimits, BlobRequest } from './blob.ts'
import { inspectRange, type FileRange } from './file-range.ts'
import { reasonOf } from './problem.ts'
import { failureOf, ImageError, type BlobOutcome, type InspectOptions } from './source.ts'

/** One blob to inspect, and where it lies. */
export interface Job {
  request: BlobRequest
  range: FileRange
}

/** What a thread is sent, and what it answers. */
export interface ThreadTask extends Job {
  limits: BlobLimits
}
export type ThreadAnswer = Omit<BlobOutcome, 'request'>

/** Below this many bytes altogether threads take longer to start than the work takes. */
const worthThreads = 16 * 1024 ** 2

const mostThreads = 8

/**
 * A small nursery, since chunks die young and a large one only keeps their memory longer; and an end
 * to what a hostile layer can make one thread remember.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 512 }

/** The thread's code; from sources run by a test runner there is none, and the work is done here. */
const threadFile = new URL('thread.js', import.meta.url)

function limitsOf(options: InspectOptions): BlobLimits {
  const limits = { ...options }
  delete limits.signal
  delete limits.threads
  return limits
}

/**
 * Inspects blobs on all cores. The largest are begun and told first, so that none is left for the
 * end. Never throws: a thread that dies fails its blob alone.
 */
export async function* inspectAll(
  jobs: readonly Job[],
  options: InspectOptions = {},
): AsyncGenerator<BlobOutcome> {
  const ordered = jobs.toSorted((one, other) => other.range.length - one.range.length)
  const total = ordered.reduce((sum, { range }) => sum + range.length, 0)
  const wanted = options.threads ?? Math.min(availableParallelism(), mostThreads)
  const number = Math.max(1, Math.min(wanted, ordered.length))
  // One large blob too: whoever waits for it can be interrupted, and can tell how far it is.
  const threaded = total >= worthThreads && existsSync(fileURLToPath(threadFile))
  const lanes = laneQueue(Array.from({ length: number }, () => (threaded ? threadLane() : localLane)))
  const limits = limitsOf(options)
  let ended = false

  const run = async ({ request, range }: Job): Promise<BlobOutcome> => {
    const lane = await lanes.take()
    try {
      if (ended || options.signal?.aborted === true) return { request, failure: interrupted }
      return { request, ...(await lane.work({ request, range, limits }, options.signal)) }
    } finally {
      lanes.give(lane)
    }
  }
  const outcomes = ordered.map(run)
  try {
    for (const outcome of outcomes) yield await outcome
  } finally {
    // Whoever stops listening early wants no more work.
    ended = true
    await Promise.all(outcomes)
    await lanes.close()
  }
}

const interrupted = { code: 'aborted', message: 'the run was interrupted' } as const

/** Hands out lanes one user at a time, in the order of asking. */
function laneQueue(all: readonly Lane[]) {
  const free = [...all]
  const waiting: ((lane: Lane) => void)[] = []
  return {
    take(): Promise<Lane> | Lane {
      return free.pop() ?? new Promise((resolve) => waiting.push(resolve))
    },
    give(lane: Lane) {
      const next = waiting.shift()
      if (next) next(lane)
      else free.push(lane)
    },
    close: () => Promise.all(all.map((lane) => lane.close())),
  }
}

interface Lane {
  work(task: ThreadTask, signal: AbortSignal | undefined): Promise<ThreadAnswer>
  close(): Promise<unknown>
}

/** Does the work in this thread; inflating still goes to node's thread pool. */
const localLane: Lane = {
  work: ({ request, range, limits }) => answer(inspectRange(range, request, limits)),
  close: () => Promise.resolve(),
}

/** Facts or a failure, never an exception. */
export const answer = (facts: Promise<BlobFacts>): Promise<ThreadAnswer> =>
  facts.then(
    (found) => ({ facts: found }),
    (error: unknown) => ({ failure: failureOf(error) }),
  )

/** A thread that is given one blob at a time. One that died is replaced for the next blob. */
function threadLane(): Lane {
  let worker: Worker | undefined
  let settle: ((found: ThreadAnswer) => void) | undefined

  const die = (thread: Worker, error: ImageError) => {
    if (worker === thread) worker = undefined
    settle?.({ failure: failureOf(error) })
    return thread.terminate()
  }
  const start = (): Worker => {
    const thread = new Worker(threadFile, { execArgv: [], resourceLimits })
    const broken = (why: string) =>
      void die(thread, new ImageError('unreadable', `reading ended unexpectedly (${why})`))
    thread.on('message', (found: ThreadAnswer) => settle?.(found))
    thread.on('error', (error) => broken(reasonOf(error)))
    thread.on('exit', (code) => {
      if (worker === thread) broken(`exit code ${code}`)
    })
    return thread
  }
  return {
    async work(task, signal) {
      const thread = (worker ??= start())
      const abort = () => void die(thread, new ImageError(interrupted.code, interrupted.message))
      try {
        return await new Promise<ThreadAnswer>((resolve) => {
          settle = resolve
          signal?.addEventListener('abort', abort, { once: true })
          thread.postMessage(task, [])
        })
      } finally {
        signal?.removeEventListener('abort', abort)
      }
    },
    async close() {
      const thread = worker
      worker = undefined
      await thread?.terminate()
    },
  }
}
