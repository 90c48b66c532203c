import { once, EventEmitter } from 'node:events'
import type { Exchange } from '../../../registry/record/exchange.ts'

type OnChunk = (chunk: Uint8Array) => Promise<void>

/** A chunk that waits until it is taken; or the end, with the exchange or what came instead. */
type Step = { chunk: Uint8Array; taken: () => void } | { exchange: Exchange } | { error: unknown }

/**
 * The bytes of a response as they arrive: what comes next is held back until they were taken. `send` makes the request, and
 * `check` throws where its end shows that something is missing. Who stops early ends the request.
 */
export async function* chunksOf(
  send: (onChunk: OnChunk) => Promise<Exchange>,
  check: (exchange: Exchange) => void,
): AsyncGenerator<Uint8Array> {
  const steps: Step[] = []
  const changed = new EventEmitter()
  const state = { isStopped: false }
  const add = (step: Step): void => {
    steps.push(step)
    changed.emit('step')
  }
  void send(
    (chunk) =>
      new Promise((taken, reject) => {
        if (state.isStopped) reject(new Error('the rest of the response is not needed'))
        else add({ chunk, taken })
      }),
  ).then(
    (exchange) => add({ exchange }),
    (error: unknown) => add({ error }),
  )
  let taken: (() => void) | undefined
  try {
    for (;;) {
      const step = steps.shift()
      if (step === undefined) await once(changed, 'step')
      else if ('error' in step) throw step.error
      else if ('exchange' in step) return check(step.exchange)
      else {
        taken = step.taken
        yield step.chunk
        taken()
      }
    }
  } finally {
    state.isStopped = true
    // What is under way is received and thrown away; what comes next ends the request.
    taken?.()
    for (const step of steps) if ('taken' in step) step.taken()
  }
}
