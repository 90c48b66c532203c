import { headerOf, withBody, type Reply } from '../../../../src/reference/reply.ts'
import { bare, instead, setting, without } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply } from '../../../../src/reference/effects/effects.ts'

const part = { endpoint: ['blob', 'storage'], status: 206 } as const

/** The size of the whole blob. */
const sizeIn = (answer: Reply): number =>
  Number(/(?<!\d)\d+$/.exec(headerOf(answer, 'content-range') ?? '')?.[0] ?? Infinity)

/** Faults in pulling parts of blobs. */
export const rangeFaults: readonly Fault[] = [
  {
    id: 'blob-ranges-ignored',
    violates: 'pull.blob.range.supported',
    title: 'returns the whole blob for any range',
    effects: () => ({ options: { ranges: false } }),
  },
  {
    id: 'blob-ranges-416',
    violates: 'pull.blob.range.supported',
    title: 'returns 416 for each range',
    effects: () => instead(part, 416),
  },
  {
    id: 'blob-range-past-end-416',
    violates: 'pull.blob.range.supported',
    title: 'returns 416 for a range that ends behind the last byte',
    depth: 'standard',
    effects: () =>
      onReply(part, (answer, ctx) => {
        const end = /^bytes=\d+-(?<last>\d+)$/.exec(ctx.headers['range'] ?? '')?.groups?.['last']
        return end !== undefined && Number(end) >= sizeIn(answer) ? bare(416) : answer
      }),
  },
  {
    id: 'blob-range-long-suffix-416',
    violates: 'pull.blob.range.suffix',
    title: 'returns 416 for a suffix range of more bytes than there are',
    depth: 'standard',
    effects: () =>
      onReply(part, (answer, ctx) => {
        const length = /^bytes=-(?<length>\d+)$/.exec(ctx.headers['range'] ?? '')?.groups?.['length']
        return length !== undefined && Number(length) > sizeIn(answer) ? bare(416) : answer
      }),
  },
  {
    id: 'blob-range-wrong-bytes',
    violates: 'pull.blob.range.right-bytes',
    title: 'sends other bytes than a partial answer announces',
    effects: () =>
      onReply(part, (answer) =>
        withBody(
          answer,
          answer.body.map((byte) => byte ^ 0xff),
        ),
      ),
  },
  {
    id: 'blob-range-end-excluded',
    violates: 'pull.blob.range.right-bytes',
    title: 'omits the last byte of a range',
    effects: () => onReply(part, (answer) => withBody(answer, answer.body.subarray(0, -1))),
  },
  {
    id: 'blob-range-untold',
    violates: 'pull.blob.range.content-range',
    title: 'sends a part without Content-Range',
    effects: () => without(part, 'Content-Range'),
  },
  {
    id: 'blob-range-of-wrong-size',
    violates: 'pull.blob.range.content-range',
    title: 'names the size of the part as that of the whole in Content-Range',
    effects: () =>
      setting(part, 'Content-Range', (answer) =>
        (headerOf(answer, 'content-range') ?? '').replace(/(?<!\d)\d+$/, String(answer.body.length)),
      ),
  },
  {
    id: 'blob-range-open-ended-200',
    violates: 'pull.blob.range.open-ended',
    title: 'sends the whole blob for a range without an end',
    effects: () =>
      changePolicy((honest) => ({
        requestedRange: (field, size) =>
          /^bytes=\d+-$/.test(field) ? 'whole' : honest.requestedRange(field, size),
      })),
  },
  {
    id: 'blob-range-suffix-416',
    violates: 'pull.blob.range.suffix',
    title: 'returns 416 for a range of the last bytes',
    effects: () =>
      changePolicy((honest) => ({
        requestedRange: (field, size) =>
          /^bytes=-\d+$/.test(field) ? 'unsatisfiable' : honest.requestedRange(field, size),
      })),
  },
  {
    id: 'blob-range-suffix-from-start',
    violates: 'pull.blob.range.right-bytes',
    title: 'takes a range of the last bytes for one from the start',
    effects: () =>
      changePolicy((honest) => ({
        requestedRange: (field, size) => honest.requestedRange(field.replace(/^bytes=-/, 'bytes=0-'), size),
      })),
  },
  {
    id: 'blob-range-beyond-end-200',
    violates: 'pull.blob.range.unsatisfiable',
    title: 'sends the whole blob for a range beyond its end',
    effects: () =>
      changePolicy((honest) => ({
        requestedRange(field, size) {
          const range = honest.requestedRange(field, size)
          return range === 'unsatisfiable' ? 'whole' : range
        },
      })),
  },
  {
    id: 'blob-range-beyond-end-500',
    violates: 'pull.blob.range.unsatisfiable',
    title: 'returns 500 for a range beyond the end of a blob',
    effects: () => instead({ endpoint: 'blob', refusal: 'range-unsatisfiable' }, 500),
  },
  {
    id: 'blob-range-backwards-500',
    violates: 'pull.blob.range.invalid',
    title: 'returns 500 for a reversed range',
    effects: () =>
      instead({ endpoint: 'blob', method: 'GET', when: ({ headers }) => headers.range === 'bytes=5-2' }, 500),
  },
  {
    id: 'blob-ranges-several-500',
    violates: 'pull.blob.range.invalid',
    title: 'returns 500 for several ranges at once',
    effects: () =>
      instead(
        { endpoint: 'blob', method: 'GET', when: ({ headers }) => headers.range?.includes(',') === true },
        500,
      ),
  },
]
