import { header, type Body, type ExchangeResponse } from '../../../src/registry/record/exchange.ts'

/** How a response is described where another one was expected: enough to see who sent it, and what. */

/** At most this many characters of a body are shown. */
const shownOfBody = 120

/** The start of a body as text, to be quoted; of another origin's only how long it is. */
export const startOf = ({ bytes, foreign, size }: Body, length: number): string =>
  foreign && size > 0
    ? `${size} bytes from another origin`
    : new TextDecoder().decode(bytes.subarray(0, length))

/** Content types whose bodies are for reading. */
const isReadable = (type: string): boolean =>
  type === '' || /^text\/|[/+](?:json|xml|html|javascript)\b/i.test(type)

const isJson = (type: string): boolean => /[/+]json\b/i.test(type)

/** The first line of a body that is not empty; of JSON, which may be laid out, its first characters. */
function firstLine(bytes: Uint8Array, type: string): string | undefined {
  let text: string
  try {
    // A character that the cut has divided is left out, and not taken for binary.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, 4 * 1024), { stream: true })
  } catch {
    return undefined
  }
  if (text.includes('\0')) return undefined
  const joined = isJson(type) ? text.replaceAll(/\s+/g, ' ') : text
  const line = joined.split(/\r\n|\n|\r/).find((each) => each.trim() !== '')
  const characters = Array.from(line?.trim() ?? '')
  return characters.length > shownOfBody
    ? `${characters.slice(0, shownOfBody).join('')}…`
    : characters.join('')
}

/**
 * A response that was not expected: its status, its content type, and the first line of its body.
 * `200 text/html: <!DOCTYPE html>` shows that a sign-in page responded, and not the API.
 */
export function describeResponse({ status, headers, body }: ExchangeResponse): string {
  const type = header(headers, 'content-type') ?? ''
  const start = type === '' ? String(status) : `${status} ${type}`
  if (body.size === 0) return start
  const isShown = body.coding === undefined && body.foreign === undefined && isReadable(type)
  const line = isShown ? firstLine(body.bytes, type) : undefined
  return line === undefined ? `${start}, ${body.size} bytes` : `${start}: ${line}`
}

/** True for a page for people, which no part of the API returns. */
export const isPage = ({ headers, body }: ExchangeResponse): boolean =>
  /\bhtml\b/i.test(header(headers, 'content-type') ?? '') ||
  /^\s*<(?:!doctype html|html)\b/i.test(Buffer.from(body.bytes.subarray(0, 200)).toString('latin1'))
