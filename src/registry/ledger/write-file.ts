import { closeSync, rmSync, writeSync } from 'node:fs'
import { openAnew } from '../../files/write.ts'
import {
  headerValues,
  type BodyRecord,
  type Exchange,
  type ExchangeRecord,
  type Headers,
} from '../record/exchange.ts'
import type { Recorder } from '../record/recorder.ts'
import type { Redactor } from '../record/redaction/redactor.ts'
import { maskAddresses } from '../record/redaction/places.ts'

/** The ledger of a run on disk, for the case that nobody is left to clean up: the process was killed. */
export interface LedgerFile {
  /** Nothing more is written. */
  close(): void
  /** Closed, and removed: the run has told by itself what it left. */
  discard(): void
}

/** So long an answer may be in memory alone: milliseconds. */
const answersWait = 20

/** Where the ledger of a run lies: beside its results.json. */
export const ledgerFileOf = (results: string): string => `${results.replace(/\.json$/, '')}.ledger.jsonl`

/** What a ledger reads of an answer. */
const kept = ['location', 'docker-content-digest']
const told = (headers: Headers, mask: (text: string) => string): Headers =>
  kept.flatMap((name) => headerValues(headers, name).map((value) => [name, mask(value)] as const))

const asks = ({ method }: { method: string }): boolean => method === 'GET' || method === 'HEAD'

const sizeOf = ({ size, sha256 }: Pick<BodyRecord, 'size' | 'sha256'>): BodyRecord => ({
  size,
  sha256,
  truncated: true,
})

/**
 * Masks addresses so that they still lead to what is to be removed. At the registry itself only values are masked that
 * are in no address by chance: a parameter of an upload session is a key to this session alone, and cancelling needs
 * it. Elsewhere addresses may be signed, and nothing is removed there.
 */
function addressMask(redactor: Redactor, registry: URL | undefined): (url: string, base?: string) => string {
  return (url, base = registry?.href) => {
    const origin = URL.canParse(url, base) ? new URL(url, base).origin : undefined
    return origin === registry?.origin ? maskAddresses(redactor.values(url)) : redactor.url(url)
  }
}

/** No more of an exchange than a ledger needs: no bodies, no other fields, no secrets. */
function slim(
  record: ExchangeRecord,
  exchange: Exchange,
  mask: ReturnType<typeof addressMask>,
): ExchangeRecord {
  const { kind, id, test, error, startedAt, duration } = record
  const { request, response } = exchange
  const { method, body } = request
  return {
    kind,
    id,
    ...(test === undefined ? {} : { test }),
    request: {
      method,
      url: mask(request.url),
      headers: [],
      ...(body ? { body: sizeOf(body) } : {}),
    },
    ...(response
      ? {
          response: {
            status: response.status,
            headers: told(response.headers, (value) => mask(value, request.url)),
            body: sizeOf(response.body),
          },
        }
      : {}),
    ...(error ? { error } : {}),
    via: [],
    startedAt,
    duration,
  }
}

/** A request of which no more is known than that it was sent. */
function begun({ id, test, request, startedAt, duration }: Exchange, url: string): ExchangeRecord {
  const { method, body } = request
  const sent = { method, url, headers: [], ...(body ? { body: sizeOf(body) } : {}) }
  return {
    kind: 'exchange',
    id,
    ...(test === undefined ? {} : { test }),
    request: sent,
    error: unanswered,
    via: [],
    startedAt,
    duration,
  }
}

/** Taken for done until its answer is there: that it was sent is all that is known. */
const unanswered = { code: 'reset', message: 'the run was killed before the answer was there' }

/**
 * Writes each request that may change something into a file, before it leaves and once more with its
 * answer, so that a run which is killed at any moment can be cleaned up after. What was there is
 * overwritten. `registry` is the target's address, at which things are removed. Throws FileProblem where the file cannot be
 * written.
 */
export function writeLedgerFile(path: string, recorder: Recorder, registry?: URL): LedgerFile {
  const mask = addressMask(recorder.redactor, registry)
  const file = openAnew(path)
  const stops: (() => void)[] = []
  const close = () => {
    if (stops.length === 0) return
    for (const stop of stops.splice(0)) stop()
    flush()
    closeSync(file)
  }
  let waiting = ''
  let pending: NodeJS.Timeout | undefined
  const flush = () => {
    clearTimeout(pending)
    pending = undefined
    if (waiting === '') return
    try {
      // Handed to the system at once: what waits in this process dies with it.
      writeSync(file, waiting)
      waiting = ''
    } catch {
      // A full disk is no reason to lose the run as well.
      waiting = ''
      close()
    }
  }
  const add = (record: ExchangeRecord) => {
    waiting += `${JSON.stringify(record)}\n`
    // Answers are written together, mostly with the next request: theirs are in the file already.
    pending ??= setTimeout(flush, answersWait)
  }
  stops.push(
    recorder.watch((record, exchange) => {
      if (!asks(record.request)) add(slim(record, exchange, mask))
    }),
    recorder.watchBegun((exchange) => {
      add(begun(exchange, mask(exchange.request.url)))
      // Before it leaves: what comes after that is out of our hands.
      flush()
    }),
  )
  return {
    close,
    discard() {
      close()
      rmSync(path, { force: true })
    },
  }
}
