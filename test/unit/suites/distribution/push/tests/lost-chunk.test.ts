import { expect, it } from 'vitest'
import { reply } from '../../../../../../src/reference/reply.ts'
import { onRequest } from '../../../../../../src/reference/effects/effects.ts'
import { sessionOf } from '../../../../../../src/reference/effects/uploads.ts'
import { assayReference, verdictsOf } from '../../../../assay/fixture.ts'

/** Answers first chunks with 202 and, but for the first one of all, keeps nothing of them: their Range shows that. */
const losingFirstChunks = () => {
  let count = 0
  return onRequest({ endpoint: 'upload', method: 'PATCH' }, (ctx) => {
    const session = sessionOf(ctx)
    if (session === undefined || session.size > 0) return ctx
    count += 1
    if (count === 1) return ctx
    const Location = `/v2/${session.repository}/blobs/uploads/${session.id}`
    return reply(202, { Location, Range: '0-0', 'Content-Length': '0' })
  })
}

// What was never received is no chunk that is received again.
it('reports a lost chunk, and not that it is accepted when it is sent again', async () => {
  const only = ['push.chunked.repeated-chunk', 'push.chunked.patch-range-end']
  const found = verdictsOf(await assayReference({ effects: [losingFirstChunks] }, { only }))
  expect(Object.fromEntries(only.map((id) => [id, found[id]]))).toEqual({
    'push.chunked.patch-range-end': 'fail',
    'push.chunked.repeated-chunk': 'blocked',
  })
})
