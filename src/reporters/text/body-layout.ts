/** Longer texts are not parsed to be laid out. */
const layoutLimit = 64 * 1024

/** JSON with line breaks; undefined where it is none, or too long. */
export function layOut(text: string): string | undefined {
  if (text.length > layoutLimit || !/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2)
  } catch {
    return undefined
  }
}

/** Sixteen bytes a line: offset, hexadecimal, and what of it is ASCII. */
export function hex(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let offset = 0; offset < bytes.length; offset += 16) {
    const row = [...bytes.subarray(offset, offset + 16)]
    const digits = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${offset.toString(16).padStart(4, '0')}  ${digits.padEnd(47)}  ${ascii}`)
  }
  return lines.join('\n')
}
