import { bodyOf } from '../../../../../src/registry/record/body.ts'
import type { Exchange, Headers } from '../../../../../src/registry/record/exchange.ts'
import type { ReferenceRegistry } from '../../../../../src/reference/index.ts'
import { origin, type Sent } from './exchanges.ts'

type Request = Pick<Sent, 'method' | 'path' | 'requestHeaders' | 'requestBody'>

export interface Recorded {
  exchanges: readonly Exchange[]
  /** Sends a request; turns of the event loop pass before it leaves, and after its response arrived. */
  send: (request: Request, wait?: readonly [before: number, after: number]) => Promise<Exchange>
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

/**
 * Records what is sent to a registry, without a socket. Its clock has no time but the order of events: each start and
 * each end is one later than the one before.
 */
export function record(registry: ReferenceRegistry): Recorded {
  const dispatcher = registry.dispatcher(origin)
  const exchanges: Exchange[] = []
  let now = 0

  const respond = ({ method, path, requestHeaders = {}, requestBody }: Request) =>
    new Promise<NonNullable<Exchange['response']>>((resolve, reject) => {
      let [status, headers]: [number, Headers] = [0, []]
      const chunks: Uint8Array[] = []
      const handler = {
        onResponseStart(controller: { rawHeaders: string[] }, code: number) {
          const { rawHeaders } = controller
          status = code
          headers = rawHeaders.flatMap((name, at) =>
            at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : [],
          )
        },
        onResponseData: (_: object, chunk: Uint8Array) => void chunks.push(Uint8Array.from(chunk)),
        onResponseEnd: () => resolve({ status, headers, body: bodyOf(Buffer.concat(chunks)) }),
        onResponseError: (_: object, error: Error) => reject(error),
      }
      const message = {
        origin,
        path,
        method,
        headers: Object.entries(requestHeaders).flat(),
        body: requestBody ?? null,
      }
      dispatcher.dispatch(message, handler)
    })

  const send: Recorded['send'] = async (request, [before, after] = [0, 0]) => {
    const startedAt = (now += 1)
    await turns(before)
    const response = await respond(request)
    await turns(after)
    const { method, path, requestHeaders = {}, requestBody } = request
    const exchange: Exchange = {
      id: exchanges.length + 1,
      request: {
        method,
        url: new URL(path, origin).href,
        headers: Object.entries(requestHeaders),
        ...(requestBody === undefined ? {} : { body: bodyOf(requestBody) }),
      },
      response,
      via: [],
      startedAt,
      duration: (now += 1) - startedAt,
    }
    exchanges.push(exchange)
    return exchange
  }
  return { exchanges, send }
}
