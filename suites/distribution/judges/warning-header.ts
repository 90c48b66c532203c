import { broken, holds, type Judge } from '../../../src/engine/judgement.ts'
import { headerValues, type Exchange } from '../../../src/registry/exchange.ts'
import { answerOf } from './response.ts'

/** `warn-code warn-agent warn-text [warn-date]` (RFC 7234, section 5.5). */
const warning = /^(?<code>\d{3}) (?<agent>\S+) (?<text>"(?:[^"\\]|\\.)*")(?<date> "[^"]*")?$/

const mostBytes = 4096

export const warningsOf = (exchange: Exchange): string[] =>
  headerValues(answerOf(exchange).headers, 'warning')

/** Each warning is `299 - "<text>"`, without a date. `part` selects what is judged. */
export const warnsWith =
  (part: 'code' | 'agent' | 'date'): Judge<Exchange> =>
  (exchange) => {
    for (const value of warningsOf(exchange)) {
      const groups = warning.exec(value)?.groups
      const right =
        part === 'code'
          ? (groups?.['code'] ?? value.slice(0, 3)) === '299'
          : part === 'agent'
            ? (groups?.['agent'] ?? value.split(' ')[1]) === '-'
            : groups?.['date'] === undefined
      if (!right) {
        return broken(
          `sends a Warning with a wrong warn-${part}`,
          'Warning: 299 - "<text>"',
          `Warning: ${value}`,
        )
      }
    }
    return holds()
  }

/** All warnings of an answer together stay within 4096 bytes. */
export const warnsBriefly: Judge<Exchange> = (exchange) => {
  const bytes = warningsOf(exchange).reduce((sum, value) => sum + Buffer.byteLength(value, 'latin1'), 0)
  return bytes <= mostBytes
    ? holds()
    : broken('sends too many bytes of warnings', `at most ${mostBytes} bytes`, `${bytes} bytes`)
}
