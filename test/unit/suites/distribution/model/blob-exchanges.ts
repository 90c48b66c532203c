import { digestOf } from '../../../../../src/content/digest.ts'
import { exchange, home, type Message, type Sent } from './exchanges.ts'

/** Requests about blobs and uploads, each answered as it should be unless `more` has something else. */

export type More = Partial<Sent> & { repository?: string }

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The digest of text. */
export const named = (text: string, algorithm: 'sha256' | 'sha512' = 'sha256'): string =>
  digestOf(bytes(text), algorithm)

const session = '00000000-0000-4000-8000-00000000000'

/** The URL of an upload: `number` is its only difference to others. */
export const uploadAt = (number: number, repository = home): string =>
  `/v2/${repository}/blobs/uploads/${session}${number}`

const uploads = ({ repository = home }: More, query: Record<string, string> = {}): string => {
  const text = new URLSearchParams(query).toString()
  return `/v2/${repository}/blobs/uploads/${text === '' ? '' : `?${text}`}`
}

export const blobAt = (digest: string, repository = home): string => `/v2/${repository}/blobs/${digest}`

const build = (
  method: string,
  path: string,
  sent: Message,
  status: number,
  received: Message,
  more: More,
): Sent => {
  const { repository: _, ...rest } = more
  return { ...exchange(method, path, sent, status, received), ...rest }
}

/** The POST that starts an upload. */
export const start = (number: number, more: More = {}): Sent =>
  build('POST', uploads(more), {}, 202, { headers: { Location: uploadAt(number, more.repository) } }, more)

/** What an upload that has this many bytes is answered with. */
const standing = (number: number, size: number, { repository }: More): Message => ({
  headers: { Location: uploadAt(number, repository), Range: `0-${Math.max(0, size - 1)}` },
})

/** A chunk that begins at byte `first`. `range` is another Content-Range, or `none`. */
export function chunk(
  number: number,
  text: string,
  first: number,
  { range = `${first}-${first + text.length - 1}`, ...more }: More & { range?: string } = {},
): Sent {
  const headers = range === 'none' ? {} : { 'Content-Range': range }
  const taken = more.status === undefined || more.status === 202
  return build(
    'PATCH',
    uploadAt(number, more.repository),
    { headers, body: text },
    202,
    taken ? standing(number, first + text.length, more) : {},
    more,
  )
}

export const status = (number: number, size: number, more: More = {}): Sent =>
  build(
    'GET',
    uploadAt(number, more.repository),
    {},
    204,
    more.status ? {} : standing(number, size, more),
    more,
  )

export const cancel = (number: number, more: More = {}): Sent =>
  build('DELETE', uploadAt(number, more.repository), {}, 204, {}, more)

const stored = (digest: string, { repository, status: answered }: More): Message =>
  answered === undefined || answered < 300
    ? { headers: { Location: blobAt(digest, repository), 'Docker-Content-Digest': digest } }
    : {}

/** The PUT that closes an upload; `body` is its last piece, `first` its place where it has a Content-Range. */
export function close(
  number: number,
  digest: string | undefined,
  { body, first, ...more }: Omit<More, 'body'> & { body?: string; first?: number } = {},
): Sent {
  const headers: Record<string, string> =
    body === undefined || first === undefined
      ? {}
      : { 'Content-Range': `${first}-${first + body.length - 1}` }
  return build(
    'PUT',
    `${uploadAt(number, more.repository)}${digest === undefined ? '' : `?digest=${digest}`}`,
    { headers, ...(body === undefined ? {} : { body }) },
    201,
    stored(digest ?? '', more),
    more,
  )
}

/** A whole blob by POST and PUT. */
export const pushed = (number: number, text: string, more: More = {}): [Sent, Sent] => {
  const { repository } = more
  const at = repository === undefined ? {} : { repository }
  return [start(number, at), close(number, named(text), { ...at, body: text })]
}

/** A blob by a single POST. */
export const post = (text: string, more: More & { digest?: string } = {}): Sent => {
  const { digest = named(text), ...rest } = more
  return build('POST', uploads(more, { digest }), { body: text }, 201, stored(digest, more), rest)
}

export const mount = (digest: string, from: string | undefined, more: More = {}): Sent =>
  build(
    'POST',
    uploads(more, { mount: digest, ...(from === undefined ? {} : { from }) }),
    {},
    201,
    stored(digest, more),
    more,
  )

/** The GET of a blob that is text. */
export const getBlob = (text: string, more: More = {}): Sent =>
  build(
    'GET',
    blobAt(named(text), more.repository),
    {},
    200,
    { headers: { 'Docker-Content-Digest': named(text), 'Content-Length': `${text.length}` }, body: text },
    more,
  )

export const headBlob = (text: string, more: More = {}): Sent => ({
  ...getBlob(text, { body: '', ...more }),
  method: 'HEAD',
})

/** A request of a blob that is answered with a status alone, 404 by default. */
export const noBlob = (text: string, method = 'GET', more: More = {}): Sent =>
  build(method, blobAt(named(text), more.repository), {}, 404, {}, more)

export const deleteBlob = (text: string, more: More = {}): Sent =>
  build('DELETE', blobAt(named(text), more.repository), {}, 202, {}, more)

/** The GET of a part of a blob. */
export function part(
  text: string,
  range: string,
  [first, last]: readonly [number, number],
  more: More = {},
): Sent {
  const body = text.slice(first, last + 1)
  return build(
    'GET',
    blobAt(named(text), more.repository),
    { headers: { Range: range } },
    206,
    {
      headers: {
        'Content-Range': `bytes ${first}-${last}/${text.length}`,
        'Docker-Content-Digest': named(text),
      },
      body,
    },
    more,
  )
}
