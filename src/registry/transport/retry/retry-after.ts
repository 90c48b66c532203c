import { parseHttpDate } from './http-date.ts'

/**
 * Milliseconds to wait according to a Retry-After field: a whole number of seconds, or an HTTP-date (RFC 9110,
 * section 10.2.3). Undefined for anything else, such as fractions, signs, and dates in another form.
 */
export function retryAfter(value: string | undefined, now: number = Date.now()): number | undefined {
  const text = value?.trim() ?? ''
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const at = parseHttpDate(text, now)
  return at === undefined ? undefined : Math.max(0, at - now)
}
