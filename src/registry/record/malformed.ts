/**
 * Why a response cannot be read as HTTP/1.1 (RFC 9112), found in the bytes themselves: a parser stops at the
 * first of several faults, and names it in words that differ from release to release.
 */
export type MalformedCause =
  | 'bare-line-feed'
  | 'status-line'
  | 'header-field'
  | 'content-length'
  | 'chunk'
  | 'interim-response'
  | 'not-http'
  | 'http2'
  | 'tls'
  | 'unfinished-header'

export interface Malformed {
  cause: MalformedCause
  /** The offending line as it came; absent where it is not known. */
  line?: string
}

/** What each cause means, to be read after "sent a malformed response: ". */
export const malformedWords: Readonly<Record<MalformedCause, string>> = {
  'bare-line-feed': 'a line ends in a line feed without a carriage return',
  'status-line': 'the status line is not one of HTTP/1.1',
  'header-field': 'a header line is not a valid field',
  'content-length': 'Content-Length is repeated, not a number, or beside Transfer-Encoding',
  chunk: 'the body is not framed as Transfer-Encoding: chunked requires',
  'interim-response': 'an interim response that no request expects',
  'not-http': 'text without a status line',
  http2: 'HTTP/2 frames in response to HTTP/1.1',
  tls: 'TLS in response to plain HTTP',
  'unfinished-header': 'the connection ends before the header is complete',
}

const statusLine = /^HTTP\/1\.[01] [1-9]\d\d(?: |$)/
const field = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+:/
// Everything below a space except the tab, and DEL.
// oxlint-disable-next-line no-control-regex
const control = /[\0-\x08\x0a-\x1f\x7f]/

/**
 * The cause that the first bytes of a response show; undefined where its header is valid. `cut` is true where
 * more had arrived than these bytes.
 */
export function malformedStart(bytes: Uint8Array, cut = false): Malformed | undefined {
  const found = bytes.length === 0 ? undefined : causeIn(bytes)
  return cut && found?.cause === 'unfinished-header' ? undefined : found
}

function causeIn(bytes: Uint8Array): Malformed | undefined {
  if ((bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3) return { cause: 'tls' }
  // A SETTINGS frame of stream 0, with which each HTTP/2 connection begins.
  if (
    bytes.length > 8 &&
    bytes[0] === 0 &&
    bytes[3] === 4 &&
    bytes.subarray(5, 9).every((each) => each === 0)
  )
    return { cause: 'http2' }
  // Empty lines before the status line are allowed (RFC 9112, section 2.2).
  let lines = linesOf(
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/^(?:\r?\n)+/, ''),
  )
  for (;;) {
    const found = malformedStatus(lines[0] ?? '') ?? malformedFields(lines)
    const isInterim = lines[0]?.startsWith('1', 9)
    if (found || !isInterim) return found
    lines = lines.slice(lines.indexOf('\r\n') + 1)
  }
}

/** Lines with what ends them. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

const isUnfinished = (line: string | undefined): boolean => !line?.endsWith('\n')

const isBare = (line: string): boolean => line.endsWith('\n') && !line.endsWith('\r\n')

const withoutEnd = (line: string): string => line.replace(/\r?\n$/, '')

function malformedStatus(line: string): Malformed | undefined {
  const text = withoutEnd(line)
  if (!line.startsWith('HTTP/')) {
    const meant = /^(?:\s*http\b|ICY )/i.test(line)
    return isUnfinished(line) && 'HTTP/'.startsWith(line)
      ? { cause: 'unfinished-header', line }
      : { cause: meant ? 'status-line' : 'not-http', line }
  }
  if (!isUnfinished(line) && !statusLine.test(text)) return { cause: 'status-line', line }
  if (isBare(line)) return { cause: 'bare-line-feed', line }
  if (isUnfinished(line)) return { cause: 'unfinished-header', line }
  return /^HTTP\/1\.[01] 10[01]/.test(line) ? { cause: 'interim-response', line } : undefined
}

function malformedFields([, ...lines]: readonly string[]): Malformed | undefined {
  let length: string | undefined
  let encoded = false
  for (const line of lines) {
    const text = withoutEnd(line)
    if (isBare(line)) return { cause: 'bare-line-feed', line }
    if (text === '') return isUnfinished(line) ? { cause: 'unfinished-header', line } : undefined
    if (isUnfinished(line)) return { cause: 'unfinished-header', line }
    if (!field.test(text) || control.test(text)) return { cause: 'header-field', line }
    const isLength = /^content-length:/i.test(text)
    encoded ||= /^transfer-encoding:/i.test(text)
    if (isLength && (length !== undefined || !/:[ \t]*\d{1,19}[ \t]*$/.test(text)))
      return { cause: 'content-length', line }
    if (isLength) length = line
    if (encoded && length !== undefined) return { cause: 'content-length', line: length }
  }
  return { cause: 'unfinished-header' }
}

/** Characters of a line that are shown. */
const shownOfLine = 160

/** A line as it came, in quotes: what cannot be printed is written as an escape, `\n` for a line feed. */
export function quoted(line: string): string {
  const part = line.length > shownOfLine ? line.slice(0, shownOfLine) : line
  // oxlint-disable-next-line no-control-regex
  const text = part.replace(/[^\x20-\x7e]|["\\]/g, (character) => {
    const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' }
    return named[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  })
  return `"${text}"${part === line ? '' : '…'}`
}
