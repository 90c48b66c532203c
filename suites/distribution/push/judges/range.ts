import { violated, holds, type Judge } from '../../../../src/engine/judgement.ts'
import { header, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { answerOf } from '../../judges/response.ts'
import { headerIs } from '../../../../src/registry/reproduce/condition.ts'

/** The last byte that a `Range: 0-<end>` of an upload names; undefined where it has another form. */
export function rangeEnd(exchange: Exchange): number | undefined {
  const value = header(answerOf(exchange).headers, 'range')
  const digits = /^0-(?<end>\d+)$/.exec(value ?? '')?.groups?.['end']
  return digits === undefined ? undefined : Number(digits)
}

/** After `length` bytes of a blob the Range is `0-<length - 1>`, without a `bytes=`. */
export const claimsUploaded =
  (length: number): Judge<Exchange> =>
  (exchange) => {
    const value = header(answerOf(exchange).headers, 'range')
    const expected = `Range: 0-${length - 1}`
    const condition = headerIs('Range', { is: [`0-${length - 1}`] })
    if (value === undefined) return violated('returned no Range', expected, 'no Range header', condition)
    if (value === `0-${length - 1}`) return holds()
    const end = rangeEnd(exchange)
    const title =
      end === undefined
        ? 'returned a malformed Range'
        : `claimed ${end + 1} bytes in Range after ${length} were uploaded`
    return violated(title, expected, `Range: ${value}`, condition)
  }

/** No byte has been uploaded: what the Range contains then is not settled, but it may not claim more than one byte. */
export const claimsNothing: Judge<Exchange> = (exchange) => {
  const value = header(answerOf(exchange).headers, 'range')
  if (value === undefined || value === '0-0') return holds()
  const end = rangeEnd(exchange)
  if (end !== undefined && end > 0) {
    return violated(
      'claimed bytes of an empty session',
      ['Range: 0-0', 'no Range'],
      `Range: ${value}`,
      headerIs('Range', { matches: '^0-[1-9]', not: true, optional: true }),
    )
  }
  return holds(`sends Range: ${value} for an empty session`)
}
