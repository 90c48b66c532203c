/** The code of a thread of the pool: from bytes to the facts of a blob. */
import { parentPort } from 'node:worker_threads'
import { LocalInspector, type BlobInspector } from '../decode/inspector.ts'
import { inspectRange } from './inspect-range.ts'
import { answer, type ThreadAnswer, type ThreadMessage } from './lane.ts'

/** Often enough for a line of progress, and seldom enough that telling costs nothing. */
const toldEvery = 16 * 1024 ** 2

/** Streams under way, each with what is still to be done with its chunks. */
const streams = new Map<number, { inspector: BlobInspector; work: Promise<unknown> }>()

const tell = (told: ThreadAnswer) => parentPort?.postMessage(told, [])

/** Tells of bytes read when enough have come together. */
function counter(id: number) {
  let read = 0
  return (bytes: number) => {
    read += bytes
    if (read < toldEvery) return
    tell({ id, read })
    read = 0
  }
}

parentPort?.on('message', (message: ThreadMessage) => {
  const { id } = message
  if ('request' in message) {
    const { request, limits, range } = message
    if (range)
      void answer(inspectRange(range, request, limits, counter(id))).then((found) => tell({ id, found }))
    else streams.set(id, { inspector: new LocalInspector(request, limits), work: Promise.resolve() })
    return
  }
  const stream = streams.get(id)
  if (!stream) return
  const { inspector } = stream
  if ('slot' in message) {
    const { slot, length } = message
    stream.work = stream.work.then(async () => {
      await inspector.write(Buffer.from(slot, 0, length))
      tell({ id, taken: slot })
    })
    return
  }
  streams.delete(id)
  if ('drop' in message) inspector.close()
  else {
    const found = answer(stream.work.then(() => inspector.finish()))
    void found.then((told) => {
      inspector.close()
      tell({ id, found: told })
    })
  }
})
