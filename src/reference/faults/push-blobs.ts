import { refused, type RequestContext } from '../context.ts'
import { digestOf } from '../digest.ts'
import { contentLocation } from '../locations.ts'
import { addHeader, headerOf, reply, withHeader, withStatus } from '../reply.ts'
import type { UploadSession } from '../sessions.ts'
import { decide, onReply, onRequest, type Fault } from './fault.ts'

const sessionOf = (ctx: RequestContext): UploadSession | undefined =>
  ctx.route.endpoint === 'upload' ? ctx.sessions.find(ctx.route.reference, ctx.route.repository) : undefined

const chunkAccepted = { endpoint: 'upload', method: 'PATCH', status: 202 } as const

/** Faults in uploading and mounting blobs. */
export const pushBlobFaults: readonly Fault[] = [
  {
    id: 'chunk-201',
    breaks: 'push.chunked.patch-accepted',
    title: 'answers 201 to a chunk',
    seenIn: 'Amazon ECR',
    effects: () => onReply(chunkAccepted, (answer) => withStatus(answer, 201)),
  },
  {
    id: 'chunk-range-with-unit',
    breaks: 'push.chunked.patch-range',
    title: 'puts bytes= before the range of a chunk',
    seenIn: 'zot 1.4.1',
    effects: () =>
      onReply(chunkAccepted, (answer) => withHeader(answer, 'Range', `bytes=${headerOf(answer, 'range')}`)),
  },
  {
    id: 'chunk-range-one-too-many',
    breaks: 'push.chunked.patch-range-end',
    title: 'counts one byte too many in the range of a chunk',
    seenIn: 'Artifactory 7.93.0',
    effects: () =>
      onReply(chunkAccepted, (answer, ctx) => withHeader(answer, 'Range', `0-${sessionOf(ctx)?.size ?? 0}`)),
  },
  {
    id: 'status-range-stuck',
    breaks: 'push.status.range-end',
    title: 'tells only the first chunk in the status of an upload',
    seenIn: 'Amazon ECR',
    effects: () =>
      onReply({ endpoint: 'upload', method: 'GET', status: 204 }, (answer, ctx) => {
        const first = sessionOf(ctx)?.chunks[0]?.length ?? 1
        return withHeader(answer, 'Range', `0-${first - 1}`)
      }),
  },
  {
    id: 'chunk-gap-accepted',
    breaks: 'push.chunked.out-of-order',
    title: 'appends a chunk that leaves a gap',
    effects: () =>
      decide((honest) => ({
        refuseChunk(session, chunk) {
          const gap = session.size > 0 && (chunk.range?.first ?? 0) > session.size
          return gap && !chunk.closing ? undefined : honest.refuseChunk(session, chunk)
        },
      })),
  },
  {
    id: 'refused-final-chunk-kept',
    breaks: 'push.chunked.out-of-order-put-not-stored',
    title: 'appends a final chunk that it refuses',
    seenIn: 'distribution 3.1.1',
    effects: () =>
      onReply({ endpoint: 'upload', method: 'PUT', refusal: 'chunk-out-of-order' }, (answer, ctx) => {
        const session = sessionOf(ctx)
        if (session !== undefined) ctx.sessions.append(session, ctx.body)
        return answer
      }),
  },
  {
    id: 'put-wrong-digest-201',
    breaks: 'push.post-put.wrong-digest',
    title: 'answers 201 to a PUT that does not match its digest',
    seenIn: 'artifact-keeper, nexspence',
    effects: () =>
      onReply(
        {
          endpoint: 'upload',
          method: 'PUT',
          refusal: 'digest-mismatch',
          when: (ctx) => ctx.body.length > 0 && sessionOf(ctx)?.size === 0,
        },
        (_answer, ctx) => {
          const session = sessionOf(ctx)
          if (session === undefined) return _answer
          ctx.sessions.end(session)
          const digest = ctx.query.get('digest') ?? digestOf(ctx.body)
          return reply(201, {
            Location: contentLocation(ctx, session.repository, 'blobs', digest),
            'Content-Length': '0',
          })
        },
      ),
  },
  {
    id: 'single-post-alters-blob',
    breaks: 'push.single-post.stored',
    title: 'stores other bytes than a single POST sent',
    effects: () =>
      onReply(
        { endpoint: 'uploads', status: 201, when: ({ query }) => query.has('digest') },
        (answer, ctx) => {
          const digest = ctx.query.get('digest')
          if (ctx.route.endpoint === 'uploads' && digest !== null && !ctx.query.has('mount')) {
            ctx.store.putBlob(
              ctx.route.repository,
              ctx.body.map((byte) => byte ^ 1),
              digest,
            )
          }
          return answer
        },
      ),
  },
  {
    id: 'session-shared',
    breaks: 'push.session.unique',
    title: 'gives every upload the same session',
    effects: () =>
      decide((honest) => {
        const id = honest.newSessionId()
        return { newSessionId: () => id }
      }),
  },
  {
    id: 'session-counted',
    breaks: 'push.session.uuid',
    title: 'numbers its uploads',
    verdict: 'warn',
    effects: () => {
      let count = 0
      return decide(() => ({
        newSessionId() {
          count += 1
          return String(count)
        },
      }))
    },
  },
  {
    id: 'mount-of-nothing-201',
    breaks: 'push.mount.absent',
    title: 'claims to have mounted a blob that does not exist',
    effects: () =>
      onReply(
        { endpoint: 'uploads', status: 202, when: ({ query }) => query.has('mount') },
        (answer, ctx) => {
          const digest = ctx.query.get('mount') ?? ''
          if (ctx.route.endpoint !== 'uploads') return answer
          const isSomewhere = [...ctx.store.repositories.values()].some(({ blobs }) => blobs.has(digest))
          const location = contentLocation(ctx, ctx.route.repository, 'blobs', digest)
          return isSomewhere ? answer : withHeader(withStatus(answer, 201), 'Location', location)
        },
      ),
  },
  {
    id: 'mount-without-from-405',
    breaks: 'push.mount.without-from',
    title: 'refuses a mount that names no source',
    seenIn: 'zot in 2022',
    effects: () =>
      onRequest(
        { endpoint: 'uploads', when: ({ query }) => query.has('mount') && !query.has('from') },
        (ctx) => refused(ctx, 'method-unsupported'),
      ),
  },
  {
    id: 'min-length-unreadable',
    breaks: 'push.chunked.min-length-form',
    title: 'announces its minimum chunk length with a unit',
    effects: () =>
      onReply({ endpoint: 'uploads', status: 202 }, (answer) =>
        addHeader(answer, 'OCI-Chunk-Min-Length', '5 MiB'),
      ),
  },
]
