import { withoutUndefined } from '../../engine/optional.ts'
import { bodyOf } from './body.ts'
import { defaultBodyLimit, recordLater, recordOf, shortened } from './exchange-record.ts'
import type { Exchange, ExchangeRecord } from './exchange.ts'
import { createRedactor, type Redactor } from './redaction/redactor.ts'
import { maskTokenResponse } from './redaction/token-response.ts'

export interface RecorderOptions {
  /** Called with each exchange that is reported. */
  onExchange?: (record: ExchangeRecord) => void
  /** Called instead with those that are reported where something refers to them; default: they are as all others. */
  onSpare?: (spare: SpareExchange) => void
  redactor?: Redactor
  /** Bytes of a body that are kept in the record; default 16 KiB. */
  bodyLimit?: number
  /** The clock, in milliseconds from the start of the run. */
  now?: () => number
}

/** An exchange that is reported where something refers to it. */
export interface SpareExchange extends Pick<Exchange, 'id' | 'test' | 'via'> {
  method: string
  /** Makes its record, once. */
  record: () => ExchangeRecord
}

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
  /** Adds a listener to all exchanges, unmasked, also to those that are not reported; returns a function that removes it. */
  watch(listener: (exchange: Exchange) => void): () => void
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
  const { redactor = createRedactor(), bodyLimit = defaultBodyLimit, onExchange, onSpare } = options
  const start = performance.now()
  const now = options.now ?? (() => performance.now() - start)
  const listeners = new Set<(exchange: Exchange) => void>()
  const begun = new Set<(exchange: Exchange) => void>()
  const kept: Exchange[] = []
  /** The same by number, sorted again only after a new one: most calls come between two. */
  let sorted: readonly Exchange[] | undefined
  let last = 0
  const spareOf = (exchange: Exchange): SpareExchange => ({
    id: exchange.id,
    ...withoutUndefined({ test: exchange.test }),
    via: exchange.via,
    method: exchange.request.method,
    record: recordLater(exchange, redactor, bodyLimit),
  })
  return {
    redactor,
    nextId: () => (last += 1),
    now,
    record(exchange, from = 'registry') {
      if (!isUneventful(exchange)) {
        kept.push(shortened(exchange, bodyLimit))
        sorted = undefined
        const shown = from === 'registry' ? exchange : withoutTokens(exchange)
        if (exchange.spare && onSpare) onSpare(spareOf(shown))
        else onExchange?.(recordOf(shown, redactor, bodyLimit))
      }
      for (const listener of listeners) listener(exchange)
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
    exchanges: () => (sorted ??= kept.toSorted((a, b) => a.id - b.id)),
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
