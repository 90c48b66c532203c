import type { Judge } from '../../../../src/engine/judgement.ts'
import { seenIn, type Exchange } from '../../../../src/registry/record/exchange.ts'
import { defineTest, type Test } from '../../define.ts'
import { serves } from '../../judges/stored.ts'
import { claimsNothing, claimsUploaded } from '../judges/range.ts'
import { answers, formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import {
  knowsNoUpload,
  locationDiffersFrom,
  locationHasUuid,
  sendsLocation,
  sendsRangeFromZero,
} from '../judges/upload.ts'
import { uploadsPath } from '../../requests/paths.ts'
import { chunkingAccepted, chunkingThatWorks, chunkOf } from '../uploads/in-chunks.ts'
import {
  begin,
  close,
  following,
  joined,
  patch,
  pull,
  randomBlob,
  rangeOf,
  statusOf,
} from '../uploads/upload.ts'
import { unknownUpload } from '../uploads/unknown-upload.ts'

/** How uploads begin, how they are distinguished, their status, and what is left of them at the end. */
export const tests: readonly Test[] = [
  // A POST is answered 202 with a Location of its own, in which a UUID distinguishes this upload from all others.
  defineTest({
    id: 'push.session.start',
    title: 'starts two uploads',
    evaluates: ['push.session.start', 'push.session.location', 'push.session.unique', 'push.session.uuid'],
    needs: ['push'],
    async run(t) {
      const start = () =>
        t.send({ method: 'POST', path: uploadsPath(t.repository), headers: { 'Content-Length': '0' } })
      const [one, other] = await Promise.all([start(), start()])
      for (const opened of [one, other]) {
        t.check('push.session.start', opened, answers('the start of an upload', 202))
        if (!succeeded(opened))
          t.blocked('push.session.start', `${formatRequest(opened)} returned ${summarizeResponse(opened)}`)
        t.require('push.session.location', opened, sendsLocation)
        t.check('push.session.uuid', opened, locationHasUuid)
      }
      t.check('push.session.unique', other, locationDiffersFrom(one))
    },
  }),

  // Each upload keeps its own bytes, whatever is sent to others in between.
  defineTest({
    id: 'push.session.independent',
    title: 'uploads two blobs alternately',
    evaluates: ['push.session.independent'],
    needs: ['push'],
    async run(t) {
      const { length } = await chunkingThatWorks(t)
      const wanted = [1, 2].map(() => [chunkOf(t, length), chunkOf(t, length)])
      const uploads = await Promise.all(wanted.map(async (parts) => ({ parts, at: await begin(t) })))
      // What is wrong with one upload is seen by what was sent to the other one in between.
      const chunks: Exchange[] = []
      const holds = (exchange: Exchange, judge: Judge<Exchange>): boolean =>
        t.check('push.session.independent', judge(exchange), ...chunks.map(seenIn), seenIn(exchange))
      for (const part of [0, 1]) {
        for (const upload of uploads) {
          const bytes = upload.parts[part] ?? new Uint8Array()
          const sent = await patch(t, upload.at, bytes, rangeOf(bytes, part * length))
          if (!holds(sent, answers('a chunk of one of two uploads', 202, 201))) return
          chunks.push(sent)
          upload.at = following(t, sent, upload.at)
        }
      }
      await Promise.all(
        uploads.map(async ({ parts, at }) => {
          const blob = joined(parts)
          const closed = await close(t, at, blob.digest)
          const what = 'the final PUT of one of two uploads'
          if (!holds(closed, answers(what, 201, 200))) return
          holds(await pull(t, blob.digest), serves('one of two uploads', blob.digest))
        }),
      )
    },
  }),

  // An upload that does not exist is answered 404, whatever the request.
  defineTest({
    id: 'push.session.unknown',
    title: 'sends requests to an upload that does not exist',
    evaluates: ['push.session.unknown-patch', 'push.session.unknown-put', 'push.session.unknown-status'],
    needs: ['push'],
    async run(t) {
      const at = await unknownUpload(t)
      const blob = randomBlob(t)
      const what = 'for an upload that does not exist'
      // One after the other: a registry that starts an upload at each unknown URL must not mix them up.
      const status = await statusOf(t, at)
      t.check('push.session.unknown-status', status, knowsNoUpload(`the status ${what}`))
      const closed = await close(t, at, blob.digest, { bytes: blob.bytes })
      t.check('push.session.unknown-put', closed, knowsNoUpload(`a final PUT ${what}`))
      await chunkingAccepted(t)
      const patched = await patch(t, at, blob.bytes, rangeOf(blob.bytes, 0))
      t.check('push.session.unknown-patch', patched, knowsNoUpload(`a chunk ${what}`))
    },
  }),

  // An upload that was closed does not exist any more.
  defineTest({
    id: 'push.session.finished',
    title: 'sends requests to an upload that is finished',
    evaluates: ['push.session.finished-patch', 'push.session.finished-status'],
    needs: ['push'],
    async run(t) {
      const blob = randomBlob(t)
      const at = await begin(t)
      const closed = await close(t, at, blob.digest, { bytes: blob.bytes })
      if (!succeeded(closed))
        t.blocked('push.post-put.created', `${formatRequest(closed)} returned ${summarizeResponse(closed)}`)
      const status = await statusOf(t, at)
      const what = 'for an upload that is finished'
      t.check('push.session.finished-status', status, knowsNoUpload(`the status ${what}`))
      await chunkingAccepted(t)
      const patched = await patch(t, at, blob.bytes, rangeOf(blob.bytes, blob.bytes.length))
      t.check('push.session.finished-patch', patched, knowsNoUpload(`a chunk ${what}`))
    },
  }),

  // A GET of an upload is answered 204, with its Location, and no byte is claimed while none is there.
  defineTest({
    id: 'push.status.empty',
    title: 'requests the status of an empty upload',
    evaluates: ['push.status.answered', 'push.status.location', 'push.status.empty-range'],
    needs: ['push'],
    async run(t) {
      const status = await statusOf(t, await begin(t))
      t.check('push.status.answered', status, answers('the status of an active upload', 204))
      if (!succeeded(status))
        t.blocked('push.status.answered', `${formatRequest(status)} returned ${summarizeResponse(status)}`)
      t.check('push.status.location', status, sendsLocation)
      t.check('push.status.empty-range', status, claimsNothing)
    },
  }),

  // With bytes there, the status names the last of them, and where the next chunk is to be sent.
  defineTest({
    id: 'push.status.continued',
    title: 'requests the upload status after each chunk, and continues from there',
    evaluates: [
      'push.status.answered',
      'push.status.location',
      'push.status.range',
      'push.status.range-end',
      'push.status.location-continues',
    ],
    needs: ['push'],
    async run(t) {
      const { length } = await chunkingThatWorks(t)
      const parts = [chunkOf(t, length), chunkOf(t, length + 11)]
      const blob = joined(parts)
      let at = await begin(t)
      let uploaded = 0
      for (const part of parts) {
        const sent = await patch(t, at, part, rangeOf(part, uploaded))
        if (uploaded === 0 && !succeeded(sent)) {
          t.blocked(
            'push.chunked.patch-accepted',
            `${formatRequest(sent)} returned ${summarizeResponse(sent)}`,
          )
        }
        const what = 'a chunk at the Location of the status'
        if (uploaded > 0) t.require('push.status.location-continues', sent, answers(what, 202, 201))
        uploaded += part.length
        const status = await statusOf(t, following(t, sent, at))
        t.check('push.status.answered', status, answers('the status of an active upload', 204))
        if (!succeeded(status))
          t.blocked('push.status.answered', `${formatRequest(status)} returned ${summarizeResponse(status)}`)
        t.check('push.status.range', status, sendsRangeFromZero)
        t.check('push.status.range-end', status, claimsUploaded(uploaded))
        t.require('push.status.location', status, sendsLocation)
        at = t.next(status)
      }
      const closed = await close(t, at, blob.digest)
      t.check(
        'push.status.location-continues',
        closed,
        answers('a final PUT at the Location of the status', 201, 200),
      )
    },
  }),
]
