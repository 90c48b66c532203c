/** A thread of the mutation run: one scenario after the other, several at once while one of them waits. */
import { parentPort, workerData } from 'node:worker_threads'
import { runScenario } from './mutant.ts'
import type { TaskResult, Task, ThreadData } from './pool.ts'

const { over } = workerData as ThreadData

parentPort?.on('message', ({ number, scenario }: Task) => {
  void runScenario(scenario, over).then((outcome) => {
    const result: TaskResult = { number, outcome }
    parentPort?.postMessage(result, [])
  })
})
