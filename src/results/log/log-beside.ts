import type { LogLine, TargetLog } from './target-log.ts'
import type { Evidence } from '../../engine/verdict.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { cut, printable } from '../text/printable.ts'

/** A line may be written a little before the answer arrives here, or after it; milliseconds. */
const [before, after] = [25, 150] as const
/** Lines that are shown beside one finding, at most. */
const besideLimit = 12
const lineLimit = 600

/**
 * The lines of a log, in order of time, that were written while an exchange was in flight. Many
 * are in flight at once: where lines name what was requested, only those.
 */
export function linesAround(
  lines: readonly LogLine[],
  { request, startedAt, duration }: ExchangeRecord,
): LogLine[] {
  const [from, to] = [startedAt - before, startedAt + duration + after]
  const near = lines.filter(({ at }) => at >= from && at <= to)
  const names = namesOf(request.url)
  const naming = near.filter(
    ({ text }) => names.some((name) => text.includes(name)) && !namesOther(text, request.method),
  )
  return naming.length > 0 ? naming : near
}

/** Whether a line is about a request with another method. */
function namesOther(text: string, method: string): boolean {
  const methods: readonly string[] = text.match(/\b(?:GET|HEAD|PUT|POST|PATCH|DELETE)\b/g) ?? []
  return methods.length > 0 && !methods.includes(method)
}

/** What a server may write of a request: its path, and the last part of it where that is distinctive. */
function namesOf(url: string): string[] {
  const path = /^[a-z]+:\/\/[^/?#]*(?<path>[^?#]*)/is.exec(url)?.groups?.['path'] ?? ''
  const last = path.split('/').at(-1) ?? ''
  const names = [path, last].filter((name) => name.length >= 8)
  return [...new Set(names)]
}

/** What the target wrote at the time of the evidence: lines that are safe to print, each with its time. */
export function logBeside(
  evidence: readonly Evidence[],
  exchanges: ReadonlyMap<number, ExchangeRecord>,
  log: TargetLog | undefined,
): string[] {
  if (!log) return []
  const records = evidence.flatMap((each) =>
    each.kind === 'exchange' ? (exchanges.get(each.exchange) ?? []) : [],
  )
  const found = new Set(records.flatMap((record) => linesAround(log.lines, record)))
  const more = found.size - besideLimit
  return [
    ...[...found].slice(0, besideLimit).map(logLine),
    ...(more > 0 ? [`and ${more} more in results.json`] : []),
  ]
}

/** The last lines, safe to print. */
export const logTail = ({ lines }: TargetLog, most: number): string[] => lines.slice(-most).map(logLine)

const logLine = ({ text }: LogLine): string => cut(printable(text), lineLimit)
