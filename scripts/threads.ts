import { availableParallelism } from 'node:os'
import { parentPort, Worker } from 'node:worker_threads'

/** One job on its way to a thread, and its result on the way back. */
interface Numbered<Content> {
  number: number
  content: Content
}

interface Threads {
  /** The module that every thread runs; it calls `answerJobs`. */
  module: URL
  /** What every thread is given. */
  data?: unknown
  /** As many as there are cores where it is absent. */
  threads?: number | undefined
}

/** Runs in one thread at once: most of the time one computes while another waits for a pause to end. */
const abreast = 2

/**
 * Runs all jobs, on all cores. `onDone` is called after each. A thread that dies ends everything: what it
 * had in hand would else be missing without a sign.
 */
export async function onThreads<Job, Result>(
  jobs: readonly Job[],
  onDone: (job: Job, result: Result) => void,
  { module, data, threads = availableParallelism() }: Threads,
): Promise<Result[]> {
  const results: Result[] = []
  const queue = jobs.entries()
  const work = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      let busy = 0
      const next = () => {
        const { value, done } = queue.next()
        if (done) {
          if (busy === 0) resolve()
          return
        }
        const [number, content] = value
        busy += 1
        worker.postMessage({ number, content } satisfies Numbered<Job>, [])
      }
      worker.on('message', ({ number, content }: Numbered<Result>) => {
        results[number] = content
        busy -= 1
        const job = jobs[number]
        if (job !== undefined) onDone(job, content)
        next()
      })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`a thread ended with ${code}`)))
      for (let begun = 0; begun < abreast; begun += 1) next()
    })
  const workers = Array.from(
    { length: Math.min(threads, jobs.length) },
    () => new Worker(module, { workerData: data }),
  )
  try {
    await Promise.all(workers.map(work))
  } finally {
    for (const worker of workers) worker.removeAllListeners('exit')
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return results
}

/** In a thread: runs each job that arrives, several at once while one of them waits. */
export function answerJobs(run: (job: never) => Promise<unknown>): void {
  parentPort?.on('message', ({ number, content }: Numbered<never>) => {
    void run(content).then((result) => {
      parentPort?.postMessage({ number, content: result } satisfies Numbered<unknown>, [])
    })
  })
}
