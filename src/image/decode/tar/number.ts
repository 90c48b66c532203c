/**
 * Reads a numeric field: octal digits between blanks and NULs, or GNU's base-256, a two's complement
 * number whose first bit is set. Undefined for what is neither, and beyond what a double holds exactly.
 */
export function readNumber(field: Uint8Array): number | undefined {
  if ((field[0] ?? 0) & 0x80) return readBase256(field)
  let at = 0
  while (field[at] === 0x20) at += 1
  let value = 0
  let digits = 0
  for (; at < field.length; at += 1) {
    const digit = field[at]! - 0x30
    if (digit < 0 || digit > 7) break
    value = value * 8 + digit
    digits += 1
  }
  for (; at < field.length; at += 1) if (field[at] !== 0 && field[at] !== 0x20) return undefined
  // An empty field is 0, as all common writers and readers have it.
  return digits === 0 ? 0 : Number.isSafeInteger(value) ? value : undefined
}

function readBase256(field: Uint8Array): number | undefined {
  const negative = (field[0]! & 0x40) !== 0
  let value = BigInt(negative ? field[0]! | 0xffffff80 : field[0]! & 0x7f) & 0xffn
  if (negative) value -= 0x100n
  for (const byte of field.subarray(1)) value = (value << 8n) | BigInt(byte)
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : undefined
}
