import type { BodyRecord } from '../../registry/exchange.ts'
import { cut } from '../printable.ts'
import { html, type Markup } from './html.ts'

/** So much of a body is shown; the page stays small, the whole record is in results.json. */
const characters = 3000
const bytesShown = 256
/** Longer texts are not parsed to be laid out. */
const layoutLimit = 64 * 1024

/** A body for reading: JSON laid out, other text as it is, anything else as hexadecimal. */
export function bodyOf(body: BodyRecord | undefined): Markup {
  if (!body || body.size === 0) return html`<p class="quiet">no body</p>`
  const { words, kind } = readable(body)
  const size = `${body.size} ${body.size === 1 ? 'byte' : 'bytes'}`
  return html`<pre tabindex="0">${words}</pre>
    <p class="quiet">${size}, ${kind}<br /><span class="digest">${body.sha256}</span></p>`
}

function readable({ text, base64 = '', truncated }: BodyRecord): { words: string; kind: string } {
  const part = truncated ? ', the beginning' : ''
  if (text === undefined) {
    const bytes = Buffer.from(base64, 'base64')
    const rest = bytes.length > bytesShown || truncated ? ', the beginning' : ''
    return { words: hex(bytes.subarray(0, bytesShown)), kind: `binary${rest}` }
  }
  const laidOut = truncated ? undefined : layOut(text)
  return laidOut === undefined
    ? { words: cut(text, characters), kind: `text${part}` }
    : { words: cut(laidOut, characters), kind: 'JSON, laid out for reading' }
}

/** JSON with line breaks; undefined where it is none, or too long. */
function layOut(text: string): string | undefined {
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
