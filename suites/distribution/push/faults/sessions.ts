import { uploadLocation } from '../../../../src/reference/locations.ts'
import { reply, withHeader, withStatus } from '../../../../src/reference/reply.ts'
import {
  bare,
  ending,
  instead,
  restatus,
  setting,
  together,
  without,
} from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { changePolicy, onReply } from '../../../../src/reference/effects/effects.ts'
import { sessionOf, started } from '../../../../src/reference/effects/uploads.ts'

const startFaults: readonly Fault[] = [
  {
    id: 'start-200',
    violates: 'push.session.start',
    title: 'returns 200 for the start of an upload',
    effects: () => restatus(started, 200),
  },
  {
    id: 'start-201',
    violates: 'push.session.start',
    title: 'returns 201 for the start of an upload',
    effects: () => restatus(started, 201),
  },
  {
    id: 'start-500',
    violates: 'push.session.start',
    title: 'fails with 500 at the start of an upload',
    effects: () => instead(started, 500),
  },
  {
    id: 'start-without-location',
    violates: 'push.session.location',
    title: 'starts uploads without a Location',
    effects: () => without(started, 'Location'),
  },
  {
    id: 'session-shared',
    violates: 'push.session.unique',
    title: 'gives every upload the same session',
    // What other uploads at the same time make of it depends on their order.
    alone: true,
    effects: () =>
      changePolicy((honest) => {
        const id = honest.newSessionId()
        return { newSessionId: () => id }
      }),
  },
  {
    id: 'session-counted',
    violates: 'push.session.uuid',
    title: 'numbers its uploads',
    verdict: 'warn',
    effects: () => {
      let count = 0
      return changePolicy(() => ({
        newSessionId() {
          count += 1
          return String(count)
        },
      }))
    },
  },
  {
    id: 'sessions-mixed',
    violates: 'push.session.independent',
    title: 'adds a chunk to the upload that was written to last',
    alone: true,
    effects: () => {
      let last: string | undefined
      return {
        onRequest(ctx) {
          const session = ctx.method === 'PATCH' ? sessionOf(ctx) : undefined
          if (session === undefined || ctx.route.endpoint !== 'upload') return ctx
          const other = last === undefined ? undefined : ctx.sessions.find(last, session.repository)
          last = session.id
          if (session.size === 0 || other === undefined || other === session) return ctx
          ctx.sessions.append(other, ctx.body)
          const range = `0-${session.size + ctx.body.length - 1}`
          return reply(202, { Location: uploadLocation(ctx, session), Range: range, 'Content-Length': '0' })
        },
      }
    },
  },
]

const unknown = { endpoint: 'upload', refusal: 'upload-unknown' } as const

/** An upload that was there: its id has been seen as one that was closed. */
function overFor(method: string, status: number) {
  const over = new Set<string>()
  return onReply({ endpoint: 'upload' }, (answer, { route, method: used }) => {
    if (route.endpoint !== 'upload') return answer
    if (used === 'PUT' && answer.status === 201) over.add(route.reference)
    return used === method && answer.refusal === 'upload-unknown' && over.has(route.reference)
      ? bare(
          status,
          status === 202 ? { Location: `/v2/${route.repository}/blobs/uploads/${route.reference}` } : {},
        )
      : answer
  })
}

/** Uploads that never were: their id has not been seen. */
function neverFor(method: string, status: number) {
  const seen = new Set<string>()
  return onReply({ endpoint: 'upload' }, (answer, { route, method: used }) => {
    if (route.endpoint !== 'upload') return answer
    if (answer.refusal !== 'upload-unknown') seen.add(route.reference)
    return used === method && answer.refusal === 'upload-unknown' && !seen.has(route.reference)
      ? bare(status)
      : answer
  })
}

const endFaults: readonly Fault[] = [
  {
    id: 'unknown-upload-patch-500',
    violates: 'push.session.unknown-patch',
    title: 'returns 500 for a chunk for an upload that does not exist',
    effects: () => neverFor('PATCH', 500),
  },
  {
    id: 'unknown-upload-patch-202',
    violates: 'push.session.unknown-patch',
    title: 'takes a chunk for an upload that does not exist',
    effects: () => neverFor('PATCH', 202),
  },
  {
    id: 'unknown-upload-put-500',
    violates: 'push.session.unknown-put',
    title: 'returns 500 for the final PUT of an upload that does not exist',
    effects: () => neverFor('PUT', 500),
  },
  {
    id: 'unknown-upload-put-400',
    violates: 'push.session.unknown-put',
    title: 'returns 400 for the final PUT of an upload that does not exist',
    verdict: 'warn',
    effects: () => neverFor('PUT', 400),
  },
  {
    id: 'unknown-upload-status-204',
    violates: 'push.session.unknown-status',
    title: 'returns 204 for the status of any upload',
    effects: () => neverFor('GET', 204),
  },
  {
    id: 'unknown-upload-status-500',
    violates: 'push.session.unknown-status',
    title: 'returns 500 for the status of an upload that does not exist',
    effects: () => neverFor('GET', 500),
  },
  {
    id: 'finished-upload-patch-202',
    violates: 'push.session.finished-patch',
    title: 'takes chunks for an upload that is finished',
    effects: () => overFor('PATCH', 202),
  },
  {
    id: 'finished-upload-status-204',
    violates: 'push.session.finished-status',
    title: 'returns the status of an upload that is finished',
    effects: () => overFor('GET', 204),
  },
  {
    id: 'finished-upload-status-400',
    violates: 'push.session.finished-status',
    title: 'returns 400 for the status of an upload that is finished',
    verdict: 'warn',
    effects: () => overFor('GET', 400),
  },
]

const statusReply = { endpoint: 'upload', method: 'GET', status: 204 } as const
const begun = {
  ...statusReply,
  when: (ctx: Parameters<typeof sessionOf>[0]) => (sessionOf(ctx)?.size ?? 0) > 0,
}
const empty = { ...statusReply, when: (ctx: Parameters<typeof sessionOf>[0]) => sessionOf(ctx)?.size === 0 }

const statusFaults: readonly Fault[] = [
  {
    id: 'status-405',
    violates: 'push.status.answered',
    title: 'has no status of uploads',
    seenIn: 'artifact-keeper',
    effects: () =>
      ending({ endpoint: 'upload', method: 'GET', when: (ctx) => sessionOf(ctx) !== undefined }, 405),
  },
  {
    id: 'status-200',
    violates: 'push.status.answered',
    title: 'returns 200 for the status of an upload',
    effects: () =>
      onReply(statusReply, (answer) => withHeader(withStatus(answer, 200), 'Content-Length', '0')),
  },
  {
    id: 'status-without-location',
    violates: 'push.status.location',
    title: 'returns the status of an upload without its Location',
    effects: () => without(statusReply, 'Location'),
  },
  {
    id: 'status-location-dead',
    violates: 'push.status.location-continues',
    title: 'gives with the status a Location at which no upload is',
    effects: () =>
      setting(begun, 'Location', (_, { route }) =>
        route.endpoint === 'upload'
          ? `/v2/${route.repository}/blobs/uploads/00000000-0000-4000-8000-000000000000`
          : '/',
      ),
  },
  {
    id: 'status-without-range',
    violates: 'push.status.range',
    title: 'returns the status of an upload without its Range',
    effects: () => without(begun, 'Range'),
  },
  {
    id: 'status-range-with-unit',
    violates: 'push.status.range',
    title: 'puts bytes= before the range of an upload’s status',
    effects: () => setting(begun, 'Range', (_, ctx) => `bytes=0-${(sessionOf(ctx)?.size ?? 1) - 1}`),
  },
  {
    id: 'status-range-stuck',
    violates: 'push.status.range-end',
    title: 'names only the first chunk in the status of an upload',
    seenIn: 'Amazon ECR in 2026-06',
    effects: () => setting(begun, 'Range', (_, ctx) => `0-${(sessionOf(ctx)?.chunks[0]?.length ?? 1) - 1}`),
  },
  {
    id: 'status-range-one-too-many',
    violates: 'push.status.range-end',
    title: 'counts one byte too many in the status of an upload',
    effects: () => setting(begun, 'Range', (_, ctx) => `0-${sessionOf(ctx)?.size ?? 0}`),
  },
  {
    id: 'status-empty-claims-bytes',
    violates: 'push.status.empty-range',
    title: 'claims a kilobyte in the status of an upload without bytes',
    effects: () => setting(empty, 'Range', '0-1023'),
  },
  {
    id: 'status-empty-minus-one',
    violates: 'push.status.empty-range',
    title: 'sends 0--1 in the status of an upload without bytes',
    verdict: 'note',
    seenIn: 'zot up to 2.1.18',
    effects: () => setting(empty, 'Range', '0--1'),
  },
]

const cancelled = { endpoint: 'upload', method: 'DELETE', status: 204 } as const

const cancelFaults: readonly Fault[] = [
  {
    id: 'cancel-405',
    violates: 'push.cancel.accepted',
    title: 'cancels no uploads',
    effects: () => ({ options: { cancelUploads: false } }),
  },
  {
    id: 'cancel-202',
    violates: 'push.cancel.accepted',
    title: 'returns 202 for a DELETE of an upload',
    effects: () => onReply(cancelled, () => bare(202)),
  },
  {
    id: 'cancel-pretended',
    violates: 'push.cancel.session-gone',
    title: 'continues with an upload that it has canceled',
    effects: () =>
      ending({ endpoint: 'upload', method: 'DELETE', when: (ctx) => sessionOf(ctx) !== undefined }, 204),
  },
  {
    id: 'cancel-unknown-204',
    violates: 'push.cancel.unknown',
    title: 'returns 204 for a DELETE of any upload',
    effects: () => instead({ ...unknown, method: 'DELETE' }, 204),
  },
  {
    id: 'cancel-unknown-500',
    violates: 'push.cancel.unknown',
    title: 'returns 500 for a DELETE of an upload that does not exist',
    effects: () => together(instead({ ...unknown, method: 'DELETE' }, 500)),
  },
]

/** Faults in how uploads begin, how they are distinguished, and what is left when they end. */
export const sessionFaults: readonly Fault[] = [
  ...startFaults,
  ...endFaults,
  ...statusFaults,
  ...cancelFaults,
]
