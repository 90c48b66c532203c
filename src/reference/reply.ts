import type { Refusal } from './refusals.ts'

/** Header fields in the order in which they are sent. */
export type HeaderFields = readonly (readonly [name: string, value: string])[]

/** The reply of an endpoint, before it becomes an HTTP message. */
export interface Reply {
  readonly status: number
  readonly headers: HeaderFields
  /** Also there for HEAD: only the last step leaves it out. */
  readonly body: Uint8Array
  /** Why the request was refused, where it was. */
  readonly refusal?: Refusal
  /**
   * Only faults do so: `reset` resets the connection without a response, `reset-midway` in the middle of the body,
   * `truncate` closes it there, `silence` never responds, and `bare-line-feeds` ends each line of the header so.
   */
  readonly wire?: 'reset' | 'reset-midway' | 'truncate' | 'silence' | 'bare-line-feeds'
  /** Milliseconds after which it is sent; absent for at once. */
  readonly delay?: number
  /** Sent in place of the body, as fast as the client reads; ends where the client goes away. Takes a socket. */
  readonly stream?: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

const nothing = new Uint8Array(0)

/** A reply without body. */
export const reply = (status: number, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: Object.entries(headers),
  body: nothing,
})

/** The same reply with another body; a Content-Length that is there already follows. */
export function withBody(from: Reply, body: Uint8Array | string): Reply {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const changed = { ...from, body: bytes }
  return headerOf(from, 'content-length') === undefined
    ? changed
    : withHeader(changed, 'Content-Length', String(bytes.length))
}

export const jsonReply = (
  status: number,
  document: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply =>
  withBody(reply(status, { 'Content-Type': 'application/json', ...headers }), JSON.stringify(document))

const isNamed = (name: string) => {
  const wanted = name.toLowerCase()
  return ([field]: readonly [string, string]): boolean => field.toLowerCase() === wanted
}

/** The first value of a field; names compare without case. */
export const headerOf = (from: Reply, name: string): string | undefined =>
  from.headers.find(isNamed(name))?.[1]

/** The same reply with the field set to one value. */
export const withHeader = (from: Reply, name: string, value: string): Reply => ({
  ...from,
  headers: [...withoutHeader(from, name).headers, [name, value]],
})

/** The same reply with one more line of the field. */
export const addHeader = (from: Reply, name: string, value: string): Reply => ({
  ...from,
  headers: [...from.headers, [name, value]],
})

export const withoutHeader = (from: Reply, name: string): Reply => {
  const named = isNamed(name)
  return { ...from, headers: from.headers.filter((field) => !named(field)) }
}

export const withStatus = (from: Reply, status: number): Reply => ({ ...from, status })
