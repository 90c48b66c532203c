import type { RequestContext } from '../../../../src/reference/context.ts'
import { digestOf } from '../../../../src/reference/digest.ts'
import { ending } from '../../../../src/reference/effects/alter.ts'
import { onReply, onRequest } from '../../../../src/reference/effects/effects.ts'
import { sessionOf } from '../../../../src/reference/effects/uploads.ts'
import { withBody } from '../../../../src/reference/reply.ts'
import type { Fault } from '../../fault.ts'

const mebibyte = 1024 ** 2

/** The parts of an upload in the order of names that begin with their numbers. */
function byName(ctx: RequestContext): RequestContext {
  const chunks = sessionOf(ctx)?.chunks ?? []
  const names = chunks.map((_, at) => `${at + 1}`).toSorted()
  chunks.splice(0, chunks.length, ...names.map((name) => chunks[Number(name) - 1]!))
  return ctx
}

const isLong = ({ body, query }: RequestContext): boolean =>
  body.length > mebibyte && query.get('digest') === digestOf(body)

/** Faults over more bytes, or more parts, than small content has. */
export const lengthFaults: readonly Fault[] = [
  {
    id: 'blob-over-mebibyte-cut',
    violates: 'push.post-put.stored',
    title: 'returns the first MiB of a longer blob',
    depth: 'standard',
    effects: () =>
      onReply({ endpoint: 'blob', method: 'GET', status: 200 }, (answer) =>
        answer.body.length > mebibyte ? withBody(answer, answer.body.subarray(0, mebibyte)) : answer,
      ),
  },
  {
    id: 'blob-over-mebibyte-413',
    violates: 'push.post-put.created',
    title: 'returns 413 for a final PUT of more than 1 MiB',
    depth: 'standard',
    effects: () => ending({ endpoint: 'upload', method: 'PUT', when: isLong }, 413),
  },
  {
    id: 'chunks-in-order-of-names',
    violates: 'push.chunked.closed',
    title: 'joins the tenth chunk of an upload after the first one',
    depth: 'standard',
    effects: () =>
      onRequest({ endpoint: 'upload', method: 'PUT', when: ({ body }) => body.length === 0 }, byName),
  },
]
