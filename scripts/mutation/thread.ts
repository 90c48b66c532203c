/** A thread of the mutation run: one scenario after the other, several at once while one of them waits. */
import { parentPort } from 'node:worker_threads'
import { runScenario } from './mutant.ts'
import type { Answer, Task } from './pool.ts'

parentPort?.on('message', ({ number, scenario }: Task) => {
  void runScenario(scenario).then((outcome) => {
    const answer: Answer = { number, outcome }
    parentPort?.postMessage(answer, [])
  })
})
