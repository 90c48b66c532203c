import { answer, type BlobAnswer } from '../decode/answer.ts'
import { limitsOf, type BlobOutcome, type InspectOptions } from '../decode/blob.ts'
import { failureOf } from '../error.ts'
import { interrupted } from '../interruptible.ts'
import { inspectRange } from './inspect-range.ts'
import { hasThreads, InspectionThread } from './inspection-thread.ts'
import type { Job } from './job.ts'
import { threadsOf, worthThreads } from './worth.ts'

/**
 * Inspects blobs on all cores. The largest are begun and reported first, so that none is left for the
 * end. Never throws: a thread that dies fails its blob alone.
 */
export async function* inspectAll(
  jobs: readonly Job[],
  options: InspectOptions = {},
): AsyncGenerator<BlobOutcome> {
  const ordered = jobs.toSorted((one, other) => other.range.length - one.range.length)
  const total = ordered.reduce((sum, { range }) => sum + range.length, 0)
  const number = Math.max(1, Math.min(threadsOf(options), ordered.length))
  // One large blob too: a caller that waits for it can be interrupted, and knows how far it is.
  const threaded = total >= worthThreads && hasThreads()
  const lanes = laneQueue(
    Array.from({ length: number }, () => (threaded ? threadLane(options) : localLane(options))),
  )
  let ended = false

  const run = async (job: Job): Promise<BlobOutcome> => {
    const { request } = job
    const lane = await lanes.take()
    try {
      if (ended || options.signal?.aborted === true) return { request, failure: failureOf(interrupted) }
      return { request, ...(await lane.work(job)) }
    } finally {
      lanes.give(lane)
    }
  }
  const outcomes = ordered.map(run)
  try {
    for (const outcome of outcomes) yield await outcome
  } finally {
    // A caller that stops listening early wants no more work.
    ended = true
    await Promise.all(outcomes)
    await lanes.close()
  }
}

/** Hands out lanes one user at a time, in the order of requests. */
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
  work(job: Job): Promise<BlobAnswer>
  close(): Promise<unknown>
}

/** Does the work in this thread; inflating still goes to node's thread pool. */
const localLane = (options: InspectOptions): Lane => ({
  work: ({ request, range }) =>
    answer(inspectRange(range, request, limitsOf(options), options.onRead, options.signal)),
  close: () => Promise.resolve(),
})

/** A thread that inspects one blob at a time. */
function threadLane(options: InspectOptions): Lane {
  const { signal, onRead } = options
  const limits = limitsOf(options)
  const thread = new InspectionThread()
  const abort = () => void thread.stop()
  return {
    async work({ request, range }) {
      let reported = 0
      const onPart = (bytes: number) => {
        reported += bytes
        onRead?.(bytes)
      }
      signal?.addEventListener('abort', abort, { once: true })
      try {
        const found = await thread.inspect({ request, range, limits }, onPart)
        // What came after the last report of the thread.
        onRead?.(range.length - reported)
        return found
      } finally {
        signal?.removeEventListener('abort', abort)
      }
    },
    close: () => thread.stop(),
  }
}
