import { headerValues, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { answerOf } from '../../judges/response.ts'

/** The bytes that a part of a blob contains, by its own description: both places are inclusive. */
export interface Announced {
  first: number
  last: number
  /** The size of the whole; absent where it is `*`. */
  size?: number
}

/** Parses a Content-Range of a part (RFC 9110, section 14.4); undefined for any other form, and where it contradicts itself. */
export function parseContentRange(value: string): Announced | undefined {
  const found = /^bytes (?<first>\d{1,15})-(?<last>\d{1,15})\/(?<size>\d{1,15}|\*)$/i.exec(
    value.trim(),
  )?.groups
  if (!found) return undefined
  const [first, last] = [Number(found['first']), Number(found['last'])]
  const size = found['size'] === '*' ? undefined : Number(found['size'])
  if (last < first || (size !== undefined && last >= size)) return undefined
  return size === undefined ? { first, last } : { first, last, size }
}

/** The Content-Range fields of a response, as they were sent. */
export const contentRangesOf = (exchange: Exchange): string[] =>
  headerValues(answerOf(exchange).headers, 'content-range')

/** What a 206 announces; undefined where it has no Content-Range, several that differ, or one of another form. */
export function announcedBy(exchange: Exchange): Announced | undefined {
  const [value, ...others] = new Set(contentRangesOf(exchange))
  return value === undefined || others.length > 0 ? undefined : parseContentRange(value)
}

/** One part of a multipart/byteranges body. */
export interface BodyPart {
  contentRange: string | undefined
  bytes: Uint8Array
}

/** The parts of a multipart/byteranges body (RFC 9110, section 14.6); undefined where it has no such parts. */
export function bodyParts(contentType: string, body: Uint8Array): BodyPart[] | undefined {
  const boundary = /^multipart\/byteranges\s*;.*\bboundary=(?:"(?<quoted>[^"]+)"|(?<plain>[^\s;]+))/i.exec(
    contentType,
  )?.groups
  const name = boundary?.['quoted'] ?? boundary?.['plain']
  if (name === undefined) return undefined
  // One character a byte, so that places in the text are places in the body.
  const text = `\r\n${Buffer.from(body).toString('latin1')}`
  const [, ...sections] = text.split(`\r\n--${name}`)
  if (sections.length < 2 || sections.pop()?.startsWith('--') !== true) return undefined
  return sections.map((section) => {
    const end = section.indexOf('\r\n\r\n')
    const fields = end === -1 ? section : section.slice(0, end)
    return {
      contentRange: /^content-range:(?<value>.*)$/im.exec(fields)?.groups?.['value']?.trim(),
      bytes: Buffer.from(end === -1 ? '' : section.slice(end + 4), 'latin1'),
    }
  })
}
