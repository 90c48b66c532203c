import { withoutUndefined } from '../../../src/engine/optional.ts'
import { violated, holds, type Judge } from '../../../src/engine/judgement.ts'
import { headerValues, type Exchange } from '../../../src/registry/record/exchange.ts'
import { answerOf } from '../judges/response.ts'
import { headerIs } from '../../../src/registry/reproduce/condition.ts'

/** One warning of a Warning header field: `warn-code warn-agent "warn-text" ["warn-date"]` (RFC 7234, section 5.5). */
export interface Warning {
  code: string
  agent: string
  text: string
  date?: string
}

const mostBytes = 4096
const form = 'Warning: 299 - "<text>"'
const condition = [
  headerIs('Warning', {
    matches: '^ *299 - "([^"\\\\]|\\\\.)*" *(, *299 - "([^"\\\\]|\\\\.)*" *)*$',
    optional: true,
  }),
]

/** The values of all Warning header fields, as they were sent. */
export const warningsOf = (exchange: Exchange): string[] =>
  headerValues(answerOf(exchange).headers, 'warning')

/** Reads one field's value, which may hold several warnings; undefined where it has another form. */
export function parseWarnings(value: string): Warning[] | undefined {
  const warning =
    /\s*(?<code>\d{3}) (?<agent>[^\s,"]+) (?<text>"(?:[^"\\]|\\.)*")(?: "(?<date>[^"]*)")?\s*(?:,|$)/y
  const warnings: Warning[] = []
  while (warning.lastIndex < value.length || warnings.length === 0) {
    const groups = warning.exec(value)?.groups
    if (!groups) return undefined
    const { code = '', agent = '', text = '', date } = groups
    warnings.push({ code, agent, text, ...withoutUndefined({ date }) })
  }
  return warnings
}

/** Each Warning header field can be read. */
export const hasWarningForm: Judge<Exchange> = (exchange) => {
  const odd = warningsOf(exchange).find((value) => !parseWarnings(value))
  return odd === undefined
    ? holds()
    : violated('returned a malformed Warning', form, `Warning: ${odd}`, ...condition)
}

/** Each warning that can be read is `299 - "<text>"`, without a date. `part` selects what is judged. */
export const warnsWith =
  (part: 'code' | 'agent' | 'date'): Judge<Exchange> =>
  (exchange) => {
    for (const value of warningsOf(exchange)) {
      const right = (parseWarnings(value) ?? []).every(({ code, agent, date }) => {
        if (part === 'code') return code === '299'
        return part === 'agent' ? agent === '-' : date === undefined
      })
      const title =
        part === 'date' ? 'returned a Warning with a date' : `returned a Warning with another ${part}`
      if (!right) return violated(title, form, `Warning: ${value}`, ...condition)
    }
    return holds()
  }

/** All warnings of an answer together stay within 4096 bytes. */
export const warnsBriefly: Judge<Exchange> = (exchange) => {
  const bytes = warningsOf(exchange).reduce((sum, value) => sum + Buffer.byteLength(value, 'latin1'), 0)
  return bytes <= mostBytes
    ? holds()
    : violated(
        'returned too many bytes of warnings',
        `at most ${mostBytes} bytes`,
        `${bytes} bytes`,
        headerIs('Warning', { longest: mostBytes, optional: true }),
      )
}
