import {
  ending,
  instead,
  restatus,
  setting,
  together,
  without,
} from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply } from '../../../../src/reference/effects/effects.ts'
import { digestOfQuery, repositoryOf } from '../../../../src/reference/effects/requests.ts'
import { isSinglePost } from '../../../../src/reference/effects/uploads.ts'
import { malformed, mismatch } from './monolithic.ts'

const posted = { endpoint: 'uploads', status: 201, when: isSinglePost } as const

/** Faults in a blob in one POST. */
export const singlePostFaults: readonly Fault[] = [
  {
    id: 'single-post-off',
    violates: 'push.single-post.supported',
    title: 'starts an upload for a single POST',
    verdict: 'unsupported',
    seenIn: 'GitLab 16.5',
    effects: () => ({ options: { singlePost: false } }),
  },
  {
    id: 'single-post-200',
    violates: 'push.single-post.created',
    title: 'returns 200 for a single POST',
    effects: () => restatus(posted, 200),
  },
  {
    id: 'single-post-without-location',
    violates: 'push.single-post.location',
    title: 'answers a single POST without Location',
    effects: () => without(posted, 'Location'),
  },
  {
    id: 'single-post-location-dead',
    violates: 'push.single-post.location-pullable',
    title: 'returns the uploads URL as the Location of a blob',
    effects: () => setting(posted, 'Location', (_, ctx) => `/v2/${repositoryOf(ctx)}/blobs/uploads/`),
  },
  {
    id: 'single-post-alters-blob',
    violates: 'push.single-post.stored',
    title: 'stores other bytes than a single POST sent',
    effects: () =>
      onReply(posted, (answer, ctx) => {
        ctx.store.putBlob(
          repositoryOf(ctx),
          ctx.body.map((byte) => byte ^ 1),
          digestOfQuery(ctx),
        )
        return answer
      }),
  },
  {
    id: 'single-post-body-unread',
    violates: 'push.single-post.stored',
    title: 'returns 201 for a single POST and stores nothing',
    effects: () =>
      onReply(posted, (answer, ctx) => {
        ctx.store.deleteBlob(repositoryOf(ctx), digestOfQuery(ctx))
        return answer
      }),
  },
  {
    id: 'single-post-wrong-digest-201',
    violates: 'push.single-post.wrong-digest',
    title: 'returns 201 for a single POST that does not match its digest',
    effects: () => instead(mismatch, 201),
  },
  {
    id: 'single-post-wrong-digest-500',
    violates: 'push.single-post.wrong-digest',
    title: 'returns 500 for a single POST that does not match its digest',
    effects: () => instead(mismatch, 500),
  },
  {
    id: 'single-post-wrong-digest-stored',
    violates: 'push.single-post.wrong-digest-not-stored',
    title: 'stores what a single POST sent under the wrong digest that it rejects',
    effects: () =>
      onReply(mismatch, (answer, ctx) => {
        ctx.store.putBlob(repositoryOf(ctx), ctx.body, digestOfQuery(ctx))
        return answer
      }),
  },
  {
    id: 'single-post-malformed-digest-500',
    violates: 'push.single-post.malformed-digest',
    title: 'returns 500 for a single POST whose digest is malformed',
    effects: () => instead(malformed, 500),
  },
  {
    id: 'single-post-malformed-digest-201',
    violates: 'push.single-post.malformed-digest',
    title: 'returns 201 for a single POST whose digest is malformed',
    effects: () => instead(malformed, 201),
  },
  {
    id: 'single-post-400',
    violates: 'push.single-post.fallback',
    title: 'rejects a single POST instead of starting an upload',
    effects: () => ending({ endpoint: 'uploads', when: isSinglePost }, 400),
  },
  {
    id: 'single-post-fallback-without-location',
    violates: 'push.single-post.fallback',
    title: 'starts an upload for a single POST without a Location',
    effects: () =>
      together(
        { options: { singlePost: false } },
        without({ endpoint: 'uploads', status: 202, when: isSinglePost }, 'Location'),
      ),
  },
  {
    id: 'single-post-fallback-dead',
    violates: 'push.single-post.fallback-put',
    title: 'starts an upload for a single POST at which nothing can be put',
    effects: () =>
      together(
        { options: { singlePost: false } },
        setting(
          { endpoint: 'uploads', status: 202, when: isSinglePost },
          'Location',
          (_, ctx) => `/v2/${repositoryOf(ctx)}/blobs/uploads/00000000-0000-4000-8000-000000000000`,
        ),
      ),
  },
]
