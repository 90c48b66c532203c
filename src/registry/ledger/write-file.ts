import { closeSync, rmSync, writeSync } from 'node:fs'
import { openAnew } from '../../files/write.ts'
import type { ExchangeRecord } from '../record/exchange.ts'
import { isSafe } from '../record/operation.ts'
import type { Recorder } from '../record/recorder.ts'
import { begunRecord, slimRecord, urlMask } from './file-record.ts'

/** The ledger of a run on disk, for the case that the process is killed before it cleans up. */
export interface LedgerFile {
  /** Nothing more is written. */
  close(): void
  /** Closed, and removed: the run has reported by itself what it left. */
  discard(): void
}

/** Milliseconds that a response may be in memory alone. */
const flushInterval = 20

/** The path of a run's ledger: beside its results.json. */
export const ledgerFileOf = (results: string): string => `${results.replace(/\.json$/, '')}.ledger.jsonl`

/**
 * Writes each request that may change something into a file, before it is sent and once more with its response, so that
 * a run which is killed at any moment can be cleaned up after. An existing file is overwritten. `registry` is the
 * target's address, at which things are removed. Throws FileProblem where the file cannot be written.
 */
export function writeLedgerFile(path: string, recorder: Recorder, registry?: URL): LedgerFile {
  const mask = urlMask(recorder.redactor, registry)
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
      // Passed to the system at once: what waits in this process is lost with it.
      writeSync(file, waiting)
      waiting = ''
    } catch {
      // A full disk should not cost the run as well.
      waiting = ''
      close()
    }
  }
  const add = (record: ExchangeRecord) => {
    waiting += `${JSON.stringify(record)}\n`
    // Responses are written together, mostly with the next request: their requests are in the file already.
    pending ??= setTimeout(flush, flushInterval)
  }
  stops.push(
    recorder.watch((exchange) => {
      if (!isSafe(exchange.request.method)) add(slimRecord(exchange, { mask, redactor: recorder.redactor }))
    }),
    recorder.watchBegun((exchange) => {
      add(begunRecord(exchange, mask))
      // Before it is sent: from then on the process may be killed at any moment.
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
