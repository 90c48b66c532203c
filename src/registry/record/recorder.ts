import { isUtf8 } from 'node:buffer'
import { bodyOf } from './body.ts'
import type { Body, BodyRecord, Exchange, ExchangeRecord, TransportError } from './exchange.ts'
import { createRedactor, type Redactor } from './redaction/redactor.ts'
import { maskTokenResponse } from './redaction/token-response.ts'

export interface RecorderOptions {
  /** Is given each exchange as it is reported, and as it was. */
  onExchange?: (record: ExchangeRecord, exchange: Exchange) => void
  redactor?: Redactor
  /** Bytes of a body that are kept in the record; default 16 KiB. */
  bodyLimit?: number
  /** The clock, in milliseconds from the start of the run. */
  now?: () => number
}

/** Of a token server's answers only what is known to be harmless is shown. */
export type Answerer = 'registry' | 'token server'

/** Numbers the exchanges of a run and makes their records, without secrets. */
export interface Recorder {
  readonly redactor: Redactor
  nextId(): number
  /** Milliseconds since the run started. */
  now(): number
  record(exchange: Exchange, from?: Answerer): void
  /** Told before a request leaves; nobody but those who ask for it hears of it. */
  begin(exchange: () => Exchange): void
  /** Adds a listener to requests that are about to be sent, unmasked; the answer removes it. */
  watchBegun(listener: (exchange: Exchange) => void): () => void
  /** All exchanges so far, oldest first, with what stands in them unmasked; bodies are cut at the limit. */
  exchanges(): readonly Exchange[]
  /** Adds a listener; the answer removes it. */
  watch(listener: (record: ExchangeRecord, exchange: Exchange) => void): () => void
}

const defaultLimit = 16 * 1024

/** Looked at beyond the limit, so that a secret which is cut by it is seen whole. */
const overlap = 8 * 1024

/** The first bytes, at most so many, without a character that the cut would break. */
function cut(bytes: Uint8Array, limit: number): Uint8Array {
  if (bytes.length <= limit) return bytes
  let end = limit
  while (end > limit - 4 && end > 0 && (bytes[end]! & 0xc0) === 0x80) end -= 1
  const part = bytes.subarray(0, end)
  return isUtf8(part) ? part : bytes.subarray(0, limit)
}

export function bodyRecord(body: Body, redactor: Redactor, limit: number): BodyRecord {
  const seen = body.bytes.subarray(0, limit + overlap)
  const clean = redactor.bytes(seen)
  const kept = cut(clean, limit)
  const truncated = body.truncated || body.bytes.length > seen.length || kept.length < clean.length
  // A digest of a body with a password in it is a way to guess the password: that of what is shown tells nothing.
  const { size, sha256 } = clean === seen ? body : { size: body.size, sha256: bodyOf(clean).sha256 }
  if (body.foreign && size > 0) return { size, sha256, truncated: true, omitted: 'other origin' }
  const content = isUtf8(kept)
    ? { text: Buffer.from(kept).toString('utf8') }
    : { base64: Buffer.from(kept).toString('base64') }
  return { size, sha256, ...content, truncated }
}

/** An offending line is part of the message, too. */
const errorRecord = ({ code, message, cause, line }: TransportError, redactor: Redactor): TransportError => ({
  code,
  message: redactor.text(message),
  ...(cause === undefined ? {} : { cause }),
  ...(line === undefined ? {} : { line: redactor.text(line) }),
})

/** An exchange as it is stored and reported: bodies cut, secrets masked. */
export function recordOf(exchange: Exchange, redactor: Redactor, limit = defaultLimit): ExchangeRecord {
  const { request, response, error } = exchange
  const { id, test, via, startedAt, duration } = exchange
  return {
    kind: 'exchange',
    id,
    ...(test === undefined ? {} : { test }),
    request: {
      method: request.method,
      url: redactor.url(request.url),
      headers: redactor.headers(request.headers),
      ...(request.body ? { body: bodyRecord(request.body, redactor, limit) } : {}),
    },
    ...(response
      ? {
          response: {
            status: response.status,
            headers: redactor.headers(response.headers),
            body: bodyRecord(response.body, redactor, limit),
          },
        }
      : {}),
    ...(error ? { error: errorRecord(error, redactor) } : {}),
    via,
    startedAt: Math.round(startedAt),
    duration: Math.round(duration * 10) / 10,
  }
}

const shortBody = (body: Body, limit: number): Body =>
  // A copy: a part of a buffer would keep the whole of it.
  body.bytes.length <= limit
    ? body
    : { ...body, bytes: Uint8Array.from(body.bytes.subarray(0, limit)), truncated: true }

/** The same exchange without the weight of its bodies. */
function shortened(exchange: Exchange, limit: number): Exchange {
  const { request, response } = exchange
  return {
    ...exchange,
    request: { ...request, ...(request.body ? { body: shortBody(request.body, limit) } : {}) },
    ...(response ? { response: { ...response, body: shortBody(response.body, limit) } } : {}),
  }
}

/** A token server's answer with its known members alone, where it is one. */
function withoutTokens(exchange: Exchange): Exchange {
  const { response } = exchange
  if (!response || response.status < 200 || response.status > 299) return exchange
  const masked = maskTokenResponse(response.body.bytes)
  if (!masked) return exchange
  const { truncated } = response.body
  return { ...exchange, response: { ...response, body: { ...bodyOf(masked), truncated } } }
}

export function createRecorder(options: RecorderOptions = {}): Recorder {
  const { redactor = createRedactor(), bodyLimit = defaultLimit, onExchange } = options
  const start = performance.now()
  const now = options.now ?? (() => performance.now() - start)
  const listeners = new Set<(record: ExchangeRecord, exchange: Exchange) => void>()
  if (onExchange) listeners.add(onExchange)
  const begun = new Set<(exchange: Exchange) => void>()
  const kept: Exchange[] = []
  let last = 0
  return {
    redactor,
    nextId: () => (last += 1),
    now,
    record(exchange, from = 'registry') {
      kept.push(shortened(exchange, bodyLimit))
      if (listeners.size === 0) return
      const record = recordOf(from === 'registry' ? exchange : withoutTokens(exchange), redactor, bodyLimit)
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
