import type { Exchange } from '../record/exchange.ts'
import type { RegistryRequest } from './request.ts'

/** Whoever takes the chunks has left: ends the request. */
const left = new Error('nobody reads on')

/**
 * Sends a request and yields the bytes of a 2xx answer in the pace of whoever takes them; each chunk
 * is valid until the next is asked for. Returns the exchange, whose body holds what `bodyLimit` keeps.
 * Stopping early ends the request.
 */
export async function* streamBody(
  client: { send(request: RegistryRequest): Promise<Exchange> },
  request: RegistryRequest,
): AsyncGenerator<Uint8Array, Exchange> {
  let chunk: Uint8Array | undefined
  let gone = false
  let release: (() => void) | undefined
  let refuse: ((reason: Error) => void) | undefined
  let arrived: (() => void) | undefined
  let next = new Promise<void>((resolve) => (arrived = resolve))
  let exchange: Exchange | undefined
  const sent = client
    .send({
      ...request,
      onChunk: (bytes) =>
        new Promise<void>((resolve, reject) => {
          if (gone) return reject(left)
          chunk = bytes
          release = resolve
          refuse = reject
          arrived?.()
        }),
    })
    .then((found) => {
      exchange = found
      arrived?.()
    })
  try {
    for (;;) {
      await next
      if (chunk === undefined) return exchange!
      next = new Promise<void>((resolve) => (arrived = resolve))
      yield chunk
      chunk = undefined
      release?.()
      if (exchange) return exchange
    }
  } finally {
    gone = true
    refuse?.(left)
    await sent
  }
}
