/** One record of a PAX extended header; both parts are exact bytes, since values may be binary (xattrs). */
export interface PaxRecord {
  key: string
  value: Uint8Array
}

export interface PaxRecords {
  records: PaxRecord[]
  /** Why reading stopped before the end. */
  damage?: string
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39

/**
 * Reads the records `length key=value\n` of a PAX header (POSIX pax, extended header). The length
 * counts itself, so it alone determines where a record ends; a value may contain anything.
 */
export function readPax(bytes: Uint8Array): PaxRecords {
  const records: PaxRecord[] = []
  const damaged = (why: string, at: number): PaxRecords => ({
    records,
    damage: `${why} at byte ${at} of the extended header`,
  })
  let at = 0
  while (at < bytes.length) {
    let digit = at
    let length = 0
    // Nine digits are far more than a header may have bytes.
    while (isDigit(bytes[digit]) && digit - at < 9) {
      length = length * 10 + bytes[digit]! - 0x30
      digit += 1
    }
    if (digit === at || bytes[digit] !== 0x20) return damaged('a record without a length', at)
    const end = at + length
    if (end > bytes.length || end <= digit + 1) return damaged(`a record with the wrong length ${length}`, at)
    if (bytes[end - 1] !== 0x0a) return damaged('a record that does not end in a line feed', at)
    const body = bytes.subarray(digit + 1, end - 1)
    const equals = body.indexOf(0x3d)
    if (equals <= 0) return damaged('a record without a key', at)
    records.push({
      key: Buffer.from(body.subarray(0, equals)).toString('utf8'),
      value: Uint8Array.from(body.subarray(equals + 1)),
    })
    at = end
  }
  return { records }
}

/** A decimal number of seconds or bytes; undefined for anything else. */
export function paxNumber(value: Uint8Array): number | undefined {
  const text = Buffer.from(value).toString('latin1')
  if (!/^-?\d{1,19}(?:\.\d{0,30})?$/.test(text)) return undefined
  const number = Number(text)
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : undefined
}
