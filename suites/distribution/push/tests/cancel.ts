import { defineTest, type Test } from '../../define.ts'
import type { RegistryContext } from '../../target/context.ts'
import { refuses } from '../../judges/refusal.ts'
import { answers, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import { knowsNoUpload } from '../judges/upload.ts'
import { chunkingThatWorks, chunkOf } from '../uploads/in-chunks.ts'
import { unknownUpload } from '../uploads/unknown-upload.ts'
import {
  begin,
  cancel,
  close,
  patch,
  randomBlob,
  rangeOf,
  lostChunk,
  sendChunk,
  statusOf,
} from '../uploads/upload.ts'

const evaluates = ['push.cancel.accepted', 'push.cancel.session-gone'] as const

async function cancelAndCheck(t: RegistryContext, at: string): Promise<void> {
  const cancelled = await cancel(t, at)
  t.check('push.cancel.accepted', cancelled, answers('a DELETE of an active upload', 204))
  if (!succeeded(cancelled)) {
    // Cancelling is a SHOULD: an upload that was not cancelled may go on.
    const reason = `uploads cannot be canceled: ${formatRequest(cancelled)} returned ${summarizeResponse(cancelled)}`
    return t.unsupported('push.cancel.session-gone', reason)
  }
  const blob = randomBlob(t)
  const status = await statusOf(t, at)
  const closed = await close(t, at, blob.digest, { bytes: blob.bytes })
  const patched = await patch(t, at, blob.bytes, rangeOf(blob.bytes, 0))
  const what = 'for a canceled upload'
  t.check('push.cancel.session-gone', status, knowsNoUpload(`the status ${what}`))
  t.check('push.cancel.session-gone', patched, knowsNoUpload(`a chunk ${what}`))
  t.check('push.cancel.session-gone', closed, knowsNoUpload(`a final PUT ${what}`))
}

/** Giving up an upload. */
export const tests: readonly Test[] = [
  // A DELETE ends an upload: it is answered 204, and the upload does not exist any more.
  defineTest({
    id: 'push.cancel.empty',
    title: 'cancels an empty upload',
    evaluates,
    needs: ['push'],
    run: async (t) => cancelAndCheck(t, await begin(t)),
  }),

  // The same with bytes in it, which is what there is to give up.
  defineTest({
    id: 'push.cancel.started',
    title: 'cancels an upload after its first chunk',
    evaluates,
    mayEvaluate: [lostChunk],
    needs: ['push'],
    async run(t) {
      const { length } = await chunkingThatWorks(t)
      await cancelAndCheck(t, await sendChunk(t, await begin(t), chunkOf(t, length), 0))
    },
  }),

  // The DELETE of an upload that does not exist is answered 404 or 400.
  defineTest({
    id: 'push.cancel.unknown',
    title: 'cancels an upload that does not exist',
    evaluates: ['push.cancel.unknown'],
    needs: ['push'],
    async run(t) {
      const cancelled = await cancel(t, await unknownUpload(t))
      const what = 'a DELETE of an upload that does not exist'
      t.check('push.cancel.unknown', cancelled, refuses(what, { right: [404, 400] }))
    },
  }),
]
