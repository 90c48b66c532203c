/** How much of a JSON text is read before it is refused. */
export interface JsonExtent {
  /** Levels of objects and arrays. */
  depth: number
  /** Members and elements of all of them. */
  values: number
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d]

/** The place behind the string that begins at a quote. */
function endOfString(bytes: Buffer, from: number): number {
  for (let end = bytes.indexOf(quote, from + 1); end !== -1; end = bytes.indexOf(quote, end + 1)) {
    let backslashes = 0
    while (bytes[end - 1 - backslashes] === backslash) backslashes += 1
    if (backslashes % 2 === 0) return end + 1
  }
  return bytes.length
}

/**
 * Why a JSON text is not parsed: it has more levels or values than anything that a run writes, and would take memory
 * many times its size. Undefined where it is within the limits; whether it is JSON at all is found out by parsing.
 */
export function beyondExtent(
  bytes: Buffer,
  { depth: deepest, values: most }: JsonExtent,
): string | undefined {
  let depth = 0
  let values = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === quote) at = endOfString(bytes, at) - 1
    else if (byte === comma) values += 1
    else if (byte === openBracket || byte === openBrace) {
      depth += 1
      values += 1
      if (depth > deepest) return `has more than ${deepest} levels of objects and arrays`
    } else if (byte === closeBracket || byte === closeBrace) depth -= 1
    if (values > most) return `has more than ${most} values`
  }
  return undefined
}
