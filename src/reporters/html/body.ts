import type { BodyRecord } from '../../registry/record/exchange.ts'
import { hex, layOut } from '../text/body-layout.ts'
import { omission } from '../text/omission.ts'
import { cut } from '../../results/text/printable.ts'
import { html, type Markup } from '../page/markup.ts'

/** How much of a body is shown: the page stays small, the whole record is in results.json. */
export interface BodyLimits {
  characters: number
  bytes: number
}

/** Of a body beside a finding, and of one in the list of all exchanges. */
export const beside: BodyLimits = { characters: 1200, bytes: 64 }
export const listed: BodyLimits = { characters: 700, bytes: 32 }

/** A body for reading: JSON laid out, other text as it is, anything else as hexadecimal. */
export function bodyOf(body: BodyRecord | undefined, limits: BodyLimits = beside): Markup {
  if (!body || body.size === 0) return html`<p class="quiet">no body</p>`
  if (body.omitted !== undefined)
    return html`<p class="quiet">${omission(body)} <br /><span class="digest">${body.sha256}</span></p>`
  const { words, kind } = readable(body, limits)
  const size = `${body.size} ${body.size === 1 ? 'byte' : 'bytes'}`
  // The digest of a text that is there can be had from it; in a long list it would be most of the page.
  const digest = limits === beside || body.text === undefined
  return html`<pre tabindex="0">${words}</pre>
    <p class="quiet">${size}, ${kind} ${digest && html`<br /><span class="digest">${body.sha256}</span>`}</p>`
}

function readable(
  { text, base64 = '', truncated }: BodyRecord,
  limits: BodyLimits,
): { words: string; kind: string } {
  const part = truncated ? ', the beginning' : ''
  if (text === undefined) {
    // No more of it is decoded than is shown: four characters are three bytes.
    const bytes = Buffer.from(base64.slice(0, Math.ceil(limits.bytes / 3) * 4), 'base64')
    const isPart = truncated || Buffer.byteLength(base64, 'base64') > limits.bytes
    return { words: hex(bytes.subarray(0, limits.bytes)), kind: `binary${isPart ? ', the beginning' : ''}` }
  }
  const laidOut = truncated ? undefined : layOut(text)
  return laidOut === undefined
    ? { words: cut(text, limits.characters), kind: `text${part}` }
    : { words: cut(laidOut, limits.characters), kind: 'JSON, formatted' }
}
