import { answer, type BlobAnswer } from '../decode/answer.ts'
import { limitsOf, type BlobLimits, type BlobOutcome, type InspectOptions } from '../decode/blob.ts'
import { failureOf } from '../error.ts'
import { interrupted } from '../interruptible.ts'
import { inspectRange, type RangeOptions } from './inspect-range.ts'
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
  const threads: InspectionThread[] = []
  const lanes = laneQueue<Lane>()
  const newThread = (): Lane => {
    // While one blob is decompressed, the thread has time for another.
    const thread = new InspectionThread(() => lanes.give(threadLane(thread, options)))
    threads.push(thread)
    return threadLane(thread, options)
  }
  // One large blob too: a caller that waits for it can be interrupted, and knows how far it is.
  const threaded = total >= worthThreads && hasThreads()
  for (let lane = 0; lane < number; lane += 1) lanes.give(threaded ? newThread() : localLane(options))
  let ended = false

  const run = async (job: Job): Promise<BlobOutcome> => {
    const { request } = job
    const lane = await lanes.take()
    try {
      if (ended || options.signal?.aborted === true) return { request, failure: failureOf(interrupted) }
      return { request, ...(await lane(job)) }
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
    await Promise.all(threads.map((thread) => thread.stop()))
  }
}

/** Hands out lanes one user at a time, in the order of requests. */
function laneQueue<Of>() {
  const free: Of[] = []
  const waiting: ((lane: Of) => void)[] = []
  return {
    take(): Promise<Of> | Of {
      return free.pop() ?? new Promise((resolve) => waiting.push(resolve))
    },
    give(lane: Of) {
      const next = waiting.shift()
      if (next) next(lane)
      else free.push(lane)
    },
  }
}

/** Inspects one blob at a time. */
type Lane = (job: Job) => Promise<BlobAnswer>

/** Does the work in this thread; inflating still goes to node's thread pool. */
const localLane =
  (options: InspectOptions): Lane =>
  ({ request, range }) =>
    answer(inspectRange(range, request, limitsOf(options), options))

/** Has a thread inspect one blob, beside others that it has. */
function threadLane(thread: InspectionThread, { signal, onRead, ...options }: InspectOptions): Lane {
  const limits = limitsOf(options)
  return async (job) => {
    let reported = 0
    const onPart = (bytes: number) => {
      reported += bytes
      onRead?.(bytes)
    }
    const found =
      (await inspectIn(thread, { ...job, limits }, { signal, onRead: onPart })) ??
      (await inspectAlone({ ...job, limits }, signal))
    // What came after the last report of the thread.
    onRead?.(job.range.length - reported)
    return found
  }
}

async function inspectIn(
  thread: InspectionThread,
  job: Job & { limits: BlobLimits },
  { signal, onRead }: Pick<RangeOptions, 'signal' | 'onRead'>,
): Promise<BlobAnswer | undefined> {
  const abort = () => void thread.stop()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    return await thread.inspect(job, onRead)
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

/** Inspects a blob again whose thread died while it had others: only the one that ends a thread by itself fails. */
async function inspectAlone(
  job: Job & { limits: BlobLimits },
  signal: AbortSignal | undefined,
): Promise<BlobAnswer> {
  if (signal?.aborted === true) return { failure: failureOf(interrupted) }
  const thread = new InspectionThread()
  const found = await inspectIn(thread, job, { signal })
  await thread.stop()
  return found ?? { failure: failureOf(interrupted) }
}
