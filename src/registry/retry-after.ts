/**
 * Milliseconds to wait that a Retry-After field asks for: seconds or an HTTP date (RFC 9110,
 * section 10.2.3). Undefined where it says nothing that can be read.
 */
export function retryAfter(value: string | undefined, now: number = Date.now()): number | undefined {
  const text = value?.trim()
  if (text === undefined || text === '') return undefined
  if (/^\d+$/.test(text)) return Number(text) * 1000
  // Only dates with a time zone's name: Date.parse would take nearly anything.
  if (!/^[A-Za-z]{3,9},? .*GMT$/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
