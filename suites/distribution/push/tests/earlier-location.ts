import { defineTest, type Test } from '../../define.ts'
import { answers, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { chunkingAccepted, chunkOf } from '../uploads/in-chunks.ts'
import { begin, following, patch, rangeOf, statusOf } from '../uploads/upload.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'

/** Where the status of an upload can be requested. */
export const tests: readonly Test[] = [
  // The status is at the Location that any preceding POST or PATCH returned, also at the one from before a chunk.
  defineTest({
    id: 'push.status.earlier-location',
    title: 'requests the upload status at the Location from before its final chunk',
    evaluates: ['push.status.answered'],
    needs: ['push'],
    async run(t) {
      const { length } = await chunkingAccepted(t)
      const bytes = chunkOf(t, length)
      const begun = await begin(t)
      const chunk = await patch(t, begun, bytes, rangeOf(bytes, 0))
      const newest = following(t, chunk, begun)
      const status = await statusOf(t, newest)
      if (!succeeded(status))
        t.blocked('push.status.answered', `${formatRequest(status)} returned ${summarizeResponse(status)}`)
      const earlier = await statusOf(t, begun)
      const what = 'the upload status at the Location from before the latest chunk'
      t.check('push.status.answered', answers(what, 204)(earlier), seenIn(chunk), seenIn(earlier))
    },
  }),
]
