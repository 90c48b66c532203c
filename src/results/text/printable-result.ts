import type { RunResult } from '../result.ts'
import type { RunEvent } from '../events.ts'
import type { ExchangeRecord } from '../../registry/record/exchange.ts'
import { printable } from './printable.ts'
import { isExchange } from '../record.ts'

/** Any value with all its strings made printable; objects that have nothing to escape are kept as they are. */
export function printableStrings<Value>(value: Value): Value {
  if (typeof value === 'string') return printable(value) as Value
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => printableStrings(item))
    return items.every((item, index) => item === value[index]) ? value : (items as Value)
  }
  if (typeof value !== 'object' || value === null) return value
  const pairs = Object.entries(value).map(
    ([key, item]: [string, unknown]) => [key, printableStrings(item)] as const,
  )
  return pairs.every(([key, item]) => item === (value as Record<string, unknown>)[key])
    ? value
    : (Object.fromEntries(pairs) as Value)
}

/** Bodies have lines, and are escaped where they are shown. */
function printableExchange({ request, response, ...record }: ExchangeRecord): ExchangeRecord {
  const { body, ...rest } = request
  const answer = response && { ...printableStrings({ ...response, body: undefined }), body: response.body }
  return {
    ...printableStrings(record),
    request: { ...printableStrings(rest), ...(body ? { body } : {}) },
    ...(answer ? { response: answer } : {}),
  }
}

/**
 * A result for a format of text: no terminal interprets anything in it, and nothing begins a line. Every field of a
 * stored result may have been forged.
 */
export const printableResult = (result: RunResult): RunResult => ({
  ...printableStrings({ ...result, evidence: [] }),
  evidence: result.evidence.map((record) =>
    isExchange(record) ? printableExchange(record) : printableStrings(record),
  ),
})

/** The same for what is reported while a run goes on. */
export const printableEvent = (event: RunEvent): RunEvent =>
  event.type === 'evidence' ? event : printableStrings(event)
