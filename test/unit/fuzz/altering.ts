import type { InProcess } from '../../../src/reference/in-process.ts'

/** A response as it is before the client has it. */
export interface Answer {
  status: number
  headers: (readonly [name: string, value: string])[]
  body: Buffer
}

export interface SentRequest {
  method: string
  path: string
  /** The fields as they were sent: name, value, name, value. */
  headers: readonly string[]
}

/** What becomes of a response; undefined where the connection breaks instead. */
export type Alter = (request: SentRequest, answer: Answer) => Answer | undefined

interface Controller {
  rawHeaders: string[]
}

/** The part of undici's handler that both sides use. */
interface Handler {
  onRequestStart(controller: Controller, context: object): void
  onResponseStart(controller: Controller, status: number, headers: object, text: string): void
  onResponseData(controller: Controller, chunk: Buffer): void
  onResponseEnd(controller: Controller, trailers: object): void
  onResponseError(controller: Controller, error: Error): void
}

const fieldsOf = (raw: readonly string[]): Answer['headers'] =>
  raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []))

/** A registry of the same process whose responses are altered on their way to the client. */
export const altering = (registry: InProcess, alter: Alter): InProcess => ({
  dispatch(options, handler) {
    const to = handler as Handler
    const { method, path, headers } = options as SentRequest
    const answer: Answer = { status: 0, headers: [], body: Buffer.alloc(0) }
    const between: Handler = {
      onRequestStart: (controller, context) => to.onRequestStart(controller, context),
      onResponseStart(controller, status) {
        answer.status = status
        answer.headers = fieldsOf(controller.rawHeaders)
      },
      onResponseData(_, chunk) {
        answer.body = Buffer.concat([answer.body, chunk])
      },
      onResponseEnd(controller) {
        const altered = alter({ method, path, headers }, answer)
        if (altered === undefined) {
          const error = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })
          return to.onResponseError(controller, error)
        }
        controller.rawHeaders.splice(0, controller.rawHeaders.length, ...altered.headers.flat())
        to.onResponseStart(controller, altered.status, {}, '')
        if (altered.body.length > 0 && method !== 'HEAD') to.onResponseData(controller, altered.body)
        to.onResponseEnd(controller, {})
      },
      onResponseError: (controller, error) => to.onResponseError(controller, error),
    }
    return registry.dispatch(options, between)
  },
})
