import type { RequestContext } from '../../../../src/reference/context.ts'
import { headerOf, withBody, withHeader, withStatus, type Reply } from '../../../../src/reference/reply.ts'
import { bare, instead, setting, without } from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply, onRequest } from '../../../../src/reference/effects/effects.ts'

const part = { endpoint: ['blob', 'storage'], status: 206 } as const
const get = { endpoint: ['blob', 'storage'], method: 'GET' } as const

const rangeIs =
  (pattern: RegExp) =>
  ({ headers }: RequestContext): boolean =>
    pattern.test(headers.range ?? '')

const underStatus = (status: number) => (answer: Reply) => withStatus(answer, status)

/** Shortens a part to its first half, and describes that truly. */
function halved(answer: Reply): Reply {
  const length = Math.ceil(answer.body.length / 2)
  const described = (headerOf(answer, 'content-range') ?? '').replace(
    /(?<!\d)(\d+)-\d+/,
    (_, first: string) => `${first}-${Number(first) + length - 1}`,
  )
  return withHeader(withBody(answer, answer.body.subarray(0, length)), 'Content-Range', described)
}

/** Faults in what a Range request is answered with: parts under other statuses, and parts that are not what they announce. */
export const partFaults: readonly Fault[] = [
  {
    id: 'blob-part-with-200',
    violates: 'pull.blob.range.right-bytes',
    title: 'returns the part of a blob with 200',
    seenIn: 'a registry mirror in front of dragonfly (client#1874)',
    effects: () => onReply(part, underStatus(200)),
  },
  {
    id: 'blob-part-of-the-end-with-200',
    violates: 'pull.blob.range.right-bytes',
    title: 'returns the last bytes of a blob with 200',
    effects: () => onReply({ ...part, when: rangeIs(/=-/) }, underStatus(200)),
  },
  {
    id: 'blob-part-with-202',
    violates: 'pull.blob.range.right-bytes',
    title: 'returns the part of a blob with 202',
    effects: () => onReply(part, underStatus(202)),
  },
  {
    id: 'blob-range-empty-200',
    violates: 'pull.blob.range.right-bytes',
    title: 'returns nothing with 200 to a Range request',
    effects: () => onReply(part, (answer) => withBody(withStatus(answer, 200), '')),
  },
  {
    id: 'blob-range-beyond-end-empty-200',
    violates: 'pull.blob.range.right-bytes',
    title: 'returns nothing with 200 to a range beyond the end of a blob',
    also: ['pull.blob.range.unsatisfiable'],
    because: 'a success is neither the 416 that should be nor the whole blob',
    effects: () => instead({ endpoint: 'blob', refusal: 'range-unsatisfiable' }, 200),
  },
  {
    id: 'blob-ranges-several-first-with-200',
    violates: 'pull.blob.range.right-bytes',
    title: 'returns the first of several ranges with 200',
    effects: () =>
      onReply({ ...get, status: 200, when: rangeIs(/,/) }, (answer) =>
        withBody(answer, answer.body.subarray(0, 2)),
      ),
  },
  {
    id: 'blob-range-from-next-byte',
    violates: 'pull.blob.range.right-bytes',
    title: 'returns the part that begins one byte later than requested, and announces it so',
    effects: () =>
      changePolicy((honest) => ({
        requestedRange(field, size) {
          const range = honest.requestedRange(field, size)
          if (typeof range === 'string' || range.last + 1 >= size) return range
          return { first: range.first + 1, last: range.last + 1 }
        },
      })),
  },
  {
    id: 'blob-part-shorter',
    violates: 'pull.blob.range.right-bytes',
    title: 'returns the first half of a requested part, and announces it so',
    verdict: 'note',
    effects: () => onReply(part, halved),
  },
  {
    id: 'blob-part-misannounced',
    violates: 'pull.blob.range.content-range',
    title: 'announces the bytes of a part from the start of the blob',
    effects: () =>
      setting({ ...part, when: rangeIs(/=[^0]/) }, 'Content-Range', (answer) =>
        (headerOf(answer, 'content-range') ?? '').replace(/(?<!\d)\d+-\d+/, `0-${answer.body.length - 1}`),
      ),
  },
  {
    id: 'blob-part-with-malformed-content-range',
    violates: 'pull.blob.range.content-range',
    title: 'writes an equals sign into the Content-Range of a part',
    effects: () =>
      setting(part, 'Content-Range', (answer) => (headerOf(answer, 'content-range') ?? '').replace(' ', '=')),
  },
  {
    id: 'blob-part-without-digest',
    violates: 'pull.blob.digest-header',
    title: 'leaves Docker-Content-Digest out of the response with a part of a blob',
    at: ['dev'],
    verdict: 'warn',
    effects: () => without(part, 'Docker-Content-Digest'),
  },
  {
    id: 'blob-range-of-first-byte-416',
    violates: 'pull.blob.range.supported',
    title: 'returns 416 for a range of the first byte',
    effects: () => onRequest({ ...get, when: rangeIs(/=0-0$/) }, () => bare(416)),
  },
  {
    id: 'blob-range-500',
    violates: 'pull.blob.range.supported',
    title: 'returns 500 for each range within a blob',
    verdict: 'fail',
    effects: () => instead(part, 500),
  },
  {
    id: 'blob-range-404',
    violates: 'pull.blob.range.supported',
    title: 'returns 404 for each range within a blob',
    verdict: 'fail',
    effects: () => instead(part, 404),
  },
  {
    id: 'blob-range-cold',
    violates: 'pull.blob.range.supported',
    title: 'returns the whole blob to the first Range request for it',
    verdict: 'note',
    seenIn: 'distribution as a pull-through cache (distribution#4667)',
    effects() {
      const warm = new Set<string>()
      return onRequest({ ...get, when: rangeIs(/./) }, (ctx) => {
        const key = ctx.route.endpoint === 'blob' ? `${ctx.route.repository}@${ctx.route.reference}` : ''
        if (warm.has(key)) return ctx
        warm.add(key)
        const { range: _, ...headers } = ctx.headers
        return { ...ctx, headers }
      })
    },
  },
]
