/** The code of a thread of the pool: from a file to the facts of a blob. */
import { parentPort } from 'node:worker_threads'
import { answer } from '../decode/answer.ts'
import { inspectRange } from './inspect-range.ts'
import type { ThreadMessage, ThreadRequest } from './inspection-thread.ts'

/** Often enough for a line of progress, and seldom enough that sending costs nothing. */
const reportedEvery = 16 * 1024 ** 2

const send = (message: ThreadMessage) => parentPort?.postMessage(message, [])

/** Reports bytes read when enough have come together. */
function counter(id: number) {
  let read = 0
  return (bytes: number) => {
    read += bytes
    if (read < reportedEvery) return
    send({ id, read })
    read = 0
  }
}

let hasWaited = false
function onWait(): void {
  if (!hasWaited) send('waits')
  hasWaited = true
}

parentPort?.on('message', ({ id, request, range, limits }: ThreadRequest) => {
  const facts = inspectRange(range, request, limits, { onRead: counter(id), onWait })
  void answer(facts).then((found) => send({ id, found }))
})
