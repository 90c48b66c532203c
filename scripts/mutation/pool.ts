import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Outcome } from './outcome.ts'
import type { Scenario, Transport } from './scenario.ts'

export interface Task {
  number: number
  scenario: Scenario
}

export interface TaskResult {
  number: number
  outcome: Outcome
}

export interface ThreadData {
  over: Transport
}

/** Runs in one thread at once: most of the time one computes while another waits for a pause to end. */
const abreast = 2

/**
 * Runs all scenarios, on all cores. `onDone` is called after each. A thread that dies ends everything: what it
 * had in hand would else be missing without a sign.
 */
export async function runAll(
  scenarios: readonly Scenario[],
  onDone: (scenario: Scenario, outcome: Outcome) => void,
  { over = 'process', threads = availableParallelism() }: { over?: Transport; threads?: number | undefined },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const queue = scenarios.entries()
  const work = (worker: Worker): Promise<void> =>
    new Promise((resolve, reject) => {
      let busy = 0
      const next = () => {
        const { value, done } = queue.next()
        if (done) {
          if (busy === 0) resolve()
          return
        }
        const [number, scenario] = value
        busy += 1
        worker.postMessage({ number, scenario } satisfies Task, [])
      }
      worker.on('message', ({ number, outcome }: TaskResult) => {
        outcomes[number] = outcome
        busy -= 1
        const scenario = scenarios[number]
        if (scenario) onDone(scenario, outcome)
        next()
      })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`a thread of the mutation run ended with ${code}`)))
      for (let begun = 0; begun < abreast; begun += 1) next()
    })
  const workers = Array.from(
    { length: Math.min(threads, scenarios.length) },
    () => new Worker(new URL('thread.js', import.meta.url), { workerData: { over } satisfies ThreadData }),
  )
  try {
    await Promise.all(workers.map(work))
  } finally {
    for (const worker of workers) worker.removeAllListeners('exit')
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
  return outcomes
}
