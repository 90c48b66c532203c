import type { Dispatcher } from 'undici'
import { withoutUndefined } from '../../engine/optional.ts'
import { tallyBody, type BodyTally } from '../record/body.ts'
import { headerValues, type Body, type ExchangeResponse, type Headers } from '../record/exchange.ts'
import type { RegistryDispatcher } from './connection/dispatcher.ts'
import { describeFailure } from './failure/transport-error.ts'
import { TransportFailure } from './failure/transport-failure.ts'
import type { StreamedBody, WireLimits, WireRequest, WireResult } from './wire.ts'

/** Bytes of a streamed request body that are kept for the report. */
const keptOfRequest = 64 * 1024

/** Sends one request and reads its whole response. Never rejects: a failure is the result's `error`. */
export const transmit = (
  dispatcher: RegistryDispatcher,
  request: WireRequest,
  limits: WireLimits,
): Promise<WireResult> =>
  new Promise((resolve) => new Transmission(request, limits, resolve).start(dispatcher))

/** A request in flight. */
class Transmission {
  readonly #request: WireRequest
  readonly #limits: WireLimits
  readonly #resolve: (result: WireResult) => void
  readonly #received: BodyTally
  /** What was sent of a body that streams. */
  #sent: BodyTally | undefined
  #isSentWhole = false
  #head: { status: number; headers: Headers } | undefined
  #controller: Dispatcher.DispatchController | undefined
  #idle: NodeJS.Timeout | undefined
  #deadline = Infinity
  #isSettled = false

  constructor(request: WireRequest, limits: WireLimits, resolve: (result: WireResult) => void) {
    this.#request = request
    this.#limits = limits
    this.#resolve = resolve
    this.#received = tallyBody(limits.keep)
  }

  start(dispatcher: RegistryDispatcher): void {
    const { idle, total, signal } = this.#limits
    if (signal?.aborted === true) return this.#onAbort()
    this.#idle = setTimeout(() => this.#onIdle(), idle)
    this.#deadline = performance.now() + total
    signal?.addEventListener('abort', this.#onAbort, { once: true })
    const { origin, path, method } = this.#request
    const { headers, body } = this.#payload()
    const unlimited = { headersTimeout: 0, bodyTimeout: 0 }
    const options = { origin, path, method, headers, body, ...unlimited }
    try {
      dispatcher.dispatch(options, this.#handler())
    } catch (error) {
      this.#settle(error)
    }
  }

  #payload(): { headers: string[]; body: Uint8Array | AsyncIterable<Uint8Array> | null } {
    const { headers, body = null } = this.#request
    const flat = headers.flat()
    if (body === null || body instanceof Uint8Array) return { headers: flat, body }
    if (body.length !== undefined) flat.push('Content-Length', String(body.length))
    this.#sent = tallyBody(keptOfRequest)
    return { headers: flat, body: this.#counted(body, this.#sent) }
  }

  async *#counted({ chunks }: StreamedBody, tally: BodyTally): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      tally.add(chunk)
      this.#progress()
      yield chunk
    }
    this.#isSentWhole = true
  }

  /** An object of its own properties: a proxy copies them. */
  #handler(): Dispatcher.DispatchHandler {
    return {
      onRequestStart: (controller) => {
        this.#controller = controller
        if (this.#isSettled) controller.abort(new TransportFailure('aborted', 'the request has ended'))
      },
      onResponseStart: (controller, status, parsed) => {
        if (this.#isSettled || status < 200) return
        this.#head = { status, headers: headersOf(controller.rawHeaders, parsed) }
        this.#progress()
      },
      onResponseData: (controller, chunk) => this.#onData(controller, chunk),
      onResponseEnd: () => this.#settle(),
      onResponseError: (_, error) => this.#settle(error),
    }
  }

  #onData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    // After a pause undici passes an empty chunk, and to pause at it again would never end.
    if (this.#isSettled || chunk.length === 0) return
    const { most } = this.#limits
    this.#received.add(chunk)
    try {
      this.#passOn(controller, chunk)
    } catch (error) {
      return this.#onConsumerError(error)
    }
    if (this.#received.size <= most) return this.#progress()
    const message = `${this.#request.origin} sent more than ${most} bytes and did not stop`
    this.#stop(new TransportFailure('too-large', message))
  }

  /** Passes a chunk of a success to the caller, and pauses until that is done with it. */
  #passOn(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const isSuccess = this.#head !== undefined && this.#head.status >= 200 && this.#head.status < 300
    const taken = isSuccess ? this.#limits.onChunk?.(chunk) : undefined
    if (!taken) return
    controller.pause()
    void taken.then(
      () => {
        this.#progress()
        controller.resume()
      },
      (error: unknown) => this.#onConsumerError(error),
    )
  }

  #onConsumerError(error: unknown): void {
    this.#stop(error instanceof Error ? error : new Error(String(error)))
  }

  #progress(): void {
    if (this.#isSettled) return
    this.#idle?.refresh()
    if (performance.now() > this.#deadline)
      this.#onTimeout(`${this.#request.origin} was not done after ${Math.round(this.#limits.total)} ms`)
  }

  readonly #onAbort = (): void =>
    this.#stop(new TransportFailure('aborted', 'the request was aborted before its response was complete'))

  #onIdle(): void {
    const { origin } = this.#request
    const { idle } = this.#limits
    this.#onTimeout(
      this.#head
        ? `${origin} began to answer, then sent nothing for ${idle} ms`
        : `${origin} did not answer within ${idle} ms`,
    )
  }

  #onTimeout(what: string): void {
    this.#stop(new TransportFailure('timeout', `${what}; a higher --timeout gives it longer`))
  }

  /** Settles by itself: while a connection is being made, undici has nothing yet that could be aborted. */
  #stop(failure: Error): void {
    this.#settle(failure)
    this.#controller?.abort(failure)
  }

  #settle(failure?: unknown): void {
    if (this.#isSettled) return
    this.#isSettled = true
    clearTimeout(this.#idle)
    this.#limits.signal?.removeEventListener('abort', this.#onAbort)
    const answered = this.#head !== undefined
    const known = this.#limits.known?.() ?? false
    const context = { origin: this.#request.origin, answered, known }
    this.#resolve(
      withoutUndefined({
        response: this.#response(),
        error: failure === undefined ? undefined : describeFailure(failure, context),
        sent: this.#sentBody(),
      }),
    )
  }

  #sentBody(): Body | undefined {
    const body = this.#sent?.finish()
    return body && !this.#isSentWhole ? { ...body, partial: true } : body
  }

  #response(): ExchangeResponse | undefined {
    if (!this.#head) return undefined
    const { status, headers } = this.#head
    return {
      status,
      headers,
      body: withoutUndefined({ ...this.#received.finish(), coding: codingOf(headers) }),
    }
  }
}

const latin1 = (part: string | Buffer): string => (typeof part === 'string' ? part : part.toString('latin1'))

function headersOf(raw: Dispatcher.DispatchController['rawHeaders'], parsed: object): Headers {
  const pairs: [string, string][] = []
  if (Array.isArray(raw)) {
    for (let index = 0; index + 1 < raw.length; index += 2) {
      pairs.push([latin1(raw[index]!), latin1(raw[index + 1]!)])
    }
    return pairs
  }
  // A dispatcher which has no raw fields, such as a mock.
  for (const [name, value] of Object.entries(parsed) as [string, string | string[]][]) {
    for (const each of Array.isArray(value) ? value : [value]) pairs.push([name, each])
  }
  return pairs
}

/** The content coding of a body although identity was requested. */
function codingOf(headers: Headers): string | undefined {
  const coding = headerValues(headers, 'content-encoding').join(', ').trim()
  return coding === '' || /^identity$/i.test(coding) ? undefined : coding
}
