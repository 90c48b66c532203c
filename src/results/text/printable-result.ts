import type { RunResult } from '../result.ts'
import type { RunEvent } from '../events.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { printable } from './printable.ts'
import { isExchange, isInvocation, isTrip } from '../record.ts'

/** Any value with all its strings made printable; objects that have nothing to escape are kept as they are. */
export function printableStrings<Value>(value: Value): Value {
  if (typeof value === 'string') return printable(value) as Value
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value)) return printableMembers(value)
  const items = value.map((item: unknown) => printableStrings(item))
  return items.every((item, index) => item === value[index]) ? value : (items as Value)
}

/** The same for an object, but for the members named, which are kept. Copied only where something is escaped: few are. */
function printableMembers<Value extends object>(value: Value, kept: readonly string[] = []): Value {
  let changed: Value | undefined
  for (const name of Object.keys(value) as (keyof Value & string)[]) {
    if (kept.includes(name)) continue
    const item = printableStrings(value[name])
    if (item !== value[name]) (changed ??= { ...value })[name] = item
  }
  return changed ?? value
}

/** Bodies have lines, and are escaped where they are shown. */
function printableExchange(record: ExchangeRecord): ExchangeRecord {
  const { request, response, ...rest } = record
  return {
    ...printableMembers(rest),
    request: printableMembers(request, ['body']),
    ...(response ? { response: printableMembers(response, ['body']) } : {}),
  }
}

/** Of results that are in use: several formats of text report the same one. */
const made = new WeakMap<RunResult, RunResult>()

/**
 * A result for a format of text: no terminal interprets anything in it, and nothing begins a line. Every field of a
 * stored result may have been forged.
 */
export function printableResult(result: RunResult): RunResult {
  const known = made.get(result)
  if (known) return known
  const printed = {
    ...printableStrings({ ...result, evidence: [] }),
    evidence: result.evidence.map((record) => {
      if (isExchange(record)) return printableExchange(record)
      // Output and scripts have lines, and are escaped where they are shown.
      if (isTrip(record)) return record
      return isInvocation(record)
        ? printableMembers(record, ['stdout', 'stderr', 'again'])
        : printableStrings(record)
    }),
  }
  made.set(result, printed)
  return printed
}

/** The same for what is reported while a run goes on. */
export const printableEvent = (event: RunEvent): RunEvent =>
  event.type === 'evidence' ? event : printableStrings(event)
