/** The code of a thread of the pool: one blob at a time from a file to its facts. */
import { parentPort } from 'node:worker_threads'
import { inspectRange } from './file-range.ts'
import { answer, type ThreadTask } from './pool.ts'

parentPort?.on('message', (task: ThreadTask) => {
  void answer(inspectRange(task.range, task.request, task.limits)).then((found) =>
    parentPort?.postMessage(found, []),
  )
})
