import { bodyOf } from './body.ts'
import { defaultBodyLimit, recordOf, shortened } from './exchange-record.ts'
import type { Exchange, ExchangeRecord } from './exchange.ts'
import { createRedactor, type Redactor } from './redaction/redactor.ts'
import { maskTokenResponse } from './redaction/token-response.ts'

export interface RecorderOptions {
  /** Called with each exchange that is reported, as it is reported and as it was. */
  onExchange?: ExchangeListener
  redactor?: Redactor
  /** Bytes of a body that are kept in the record; default 16 KiB. */
  bodyLimit?: number
  /** The clock, in milliseconds from the start of the run. */
  now?: () => number
}

type ExchangeListener = (record: ExchangeRecord, exchange: Exchange) => void

/** Of a token server's responses only what is known to be harmless is shown. */
export type Responder = 'registry' | 'token server'

/** Numbers the exchanges of a run and makes their records, without secrets. */
export interface Recorder {
  readonly redactor: Redactor
  nextId(): number
  /** Milliseconds since the run started. */
  now(): number
  record(exchange: Exchange, from?: Responder): void
  /** Called before a request is sent, for the listeners of watchBegun alone. */
  begin(exchange: () => Exchange): void
  /** Adds a listener to requests that are about to be sent, unmasked; returns a function that removes it. */
  watchBegun(listener: (exchange: Exchange) => void): () => void
  /** All exchanges so far that are reported, oldest first and unmasked; bodies are cut at the limit. */
  exchanges(): readonly Exchange[]
  /** Adds a listener to all exchanges, also to those that are not reported; returns a function that removes it. */
  watch(listener: ExchangeListener): () => void
}

/** A token response with its harmless members alone, where it is one. */
function withoutTokens(exchange: Exchange): Exchange {
  const { response } = exchange
  if (!response || response.status < 200 || response.status > 299) return exchange
  const masked = maskTokenResponse(response.body.bytes)
  if (!masked) return exchange
  const { truncated } = response.body
  return { ...exchange, response: { ...response, body: { ...bodyOf(masked), truncated } } }
}

/** One of very many alike that succeeded: ten thousand of them would be most of a report, and all of the memory. */
const isUneventful = ({ bulk, response, error }: Exchange): boolean =>
  bulk !== undefined && !error && response !== undefined && response.status < 400

export function createRecorder(options: RecorderOptions = {}): Recorder {
  const { redactor = createRedactor(), bodyLimit = defaultBodyLimit, onExchange } = options
  const start = performance.now()
  const now = options.now ?? (() => performance.now() - start)
  const listeners = new Set<ExchangeListener>()
  const begun = new Set<(exchange: Exchange) => void>()
  const kept: Exchange[] = []
  let last = 0
  return {
    redactor,
    nextId: () => (last += 1),
    now,
    record(exchange, from = 'registry') {
      const isReported = !isUneventful(exchange)
      if (isReported) kept.push(shortened(exchange, bodyLimit))
      if (listeners.size === 0 && !onExchange) return
      const record = recordOf(from === 'registry' ? exchange : withoutTokens(exchange), redactor, bodyLimit)
      if (isReported) onExchange?.(record, exchange)
      for (const listener of listeners) listener(record, exchange)
    },
    begin(exchange) {
      if (begun.size === 0) return
      const made = exchange()
      for (const listener of begun) listener(made)
    },
    watchBegun(listener) {
      begun.add(listener)
      return () => begun.delete(listener)
    },
    exchanges: () => kept.toSorted((a, b) => a.id - b.id),
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
