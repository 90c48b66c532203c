import type { Value } from '../dimension.ts'
import type { Occasion, Operation } from '../occasion.ts'

/** Conditions on the blob that a request is about, and on how it is pushed. */

const blob = (id: string, title: string, test: (bytes: Uint8Array) => boolean): Value => ({
  id,
  title,
  kinds: ['blob'],
  holds: ({ blob: read }) => read !== undefined && test(read()),
})

export const sizesOfBlob: readonly Value[] = [
  blob('blob-empty', 'of a blob of zero bytes', ({ length }) => length === 0),
  blob('blob-of-one-byte', 'of a blob of one byte', ({ length }) => length === 1),
  blob('blob-from-4096', 'of a blob of 4096 bytes or more', ({ length }) => length >= 4096),
  blob('blob-of-kibibytes', 'of a blob of whole KiB', ({ length }) => length > 0 && length % 1024 === 0),
  blob('blob-odd', 'of a blob of an odd number of bytes', ({ length }) => length > 1 && length % 2 === 1),
]

export const bytesOfBlob: readonly Value[] = [
  {
    id: 'blob-sha512',
    title: 'of a blob under sha512',
    kinds: ['blob'],
    holds: ({ reference }) => reference.startsWith('sha512:'),
  },
  blob('blob-json', 'of a blob that is JSON', (bytes) => bytes[0] === 0x7b),
  blob('blob-gzip', 'of a blob that is gzip', (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b),
  blob(
    'blob-zeros',
    'of a blob that ends in sixteen zeros or more',
    (bytes) => bytes.length >= 16 && bytes.subarray(-16).every((byte) => byte === 0),
  ),
  blob('blob-text-end', 'of a blob that ends in a newline', (bytes) => bytes.at(-1) === 0x0a),
]

const way = (
  id: string,
  title: string,
  operations: readonly Operation[],
  holds: (o: Occasion) => boolean,
): Value => ({
  id,
  title,
  operations,
  holds: (occasion) => operations.includes(occasion.operation) && holds(occasion),
})

/** How a blob is pushed. */
export const ways: readonly Value[] = [
  way('in-one-put', 'by POST and PUT', ['upload-close'], ({ session }) => session?.size === 0),
  way(
    'in-chunks',
    'in chunks, closed without a body',
    ['upload-close'],
    ({ ctx, session }) => (session?.size ?? 0) > 0 && ctx.body.length === 0,
  ),
  way(
    'with-final-chunk',
    'with the final chunk in the PUT',
    ['upload-close'],
    ({ ctx, session }) => (session?.size ?? 0) > 0 && ctx.body.length > 0,
  ),
  way('in-single-post', 'in a single POST', ['single-post'], () => true),
  way('by-mount', 'by mount', ['mount'], () => true),
]

/** The chunks of an upload. */
export const chunking: readonly Value[] = [
  way('first-chunk', 'for the first chunk', ['upload-chunk'], ({ session }) => session?.chunks === 0),
  way('second-chunk', 'for the second chunk', ['upload-chunk'], ({ session }) => session?.chunks === 1),
  way(
    'later-chunk',
    'for the third chunk or a later one',
    ['upload-chunk'],
    ({ session }) => (session?.chunks ?? 0) > 1,
  ),
  way(
    'chunk-with-range',
    'with Content-Range',
    ['upload-chunk'],
    ({ ctx }) => ctx.headers['content-range'] !== undefined,
  ),
  way(
    'chunk-streamed',
    'without Content-Range',
    ['upload-chunk'],
    ({ ctx }) => ctx.headers['content-range'] === undefined,
  ),
  way('chunk-of-one-byte', 'for a chunk of one byte', ['upload-chunk'], ({ ctx }) => ctx.body.length === 1),
  way(
    'chunk-from-1024',
    'for a chunk of 1024 bytes or more',
    ['upload-chunk'],
    ({ ctx }) => ctx.body.length >= 1024,
  ),
]

/** How far an upload has come. */
export const progress: readonly Value[] = [
  way(
    'before-any-chunk',
    'before any chunk',
    ['upload-status', 'upload-cancel'],
    ({ session }) => session?.chunks === 0,
  ),
  way(
    'after-one-chunk',
    'after one chunk',
    ['upload-status', 'upload-cancel'],
    ({ session }) => session?.chunks === 1,
  ),
  way(
    'after-several-chunks',
    'after several chunks',
    ['upload-status', 'upload-cancel', 'upload-close'],
    ({ session }) => (session?.chunks ?? 0) > 1,
  ),
  way(
    'after-one-byte',
    'after one byte',
    ['upload-status', 'upload-cancel', 'upload-close'],
    ({ session }) => session?.size === 1,
  ),
]
