import { contentLocation } from '../../../../src/reference/locations.ts'
import { withHeader, type Reply } from '../../../../src/reference/reply.ts'
import {
  bare,
  ending,
  falseDigest,
  instead,
  restatus,
  setting,
  together,
  without,
} from '../../../../src/reference/effects/alter.ts'
import type { Fault } from '../../fault.ts'
import { onReply } from '../../../../src/reference/effects/effects.ts'
import { isMount } from '../../../../src/reference/effects/uploads.ts'
import { repositoryOf } from '../../../../src/reference/effects/requests.ts'
import type { RequestContext } from '../../../../src/reference/context.ts'

export const mounted = { endpoint: 'uploads', method: 'POST', status: 201, when: isMount } as const
export const wanted = ({ query }: RequestContext): string => query.get('mount') ?? ''

/** The blob is in no repository at all. */
const isNowhere = (ctx: RequestContext): boolean =>
  isMount(ctx) && ![...ctx.store.repositories.values()].some(({ blobs }) => blobs.has(wanted(ctx)))
/** The blob is somewhere, and the repository that it is to come from is not. */
const fromNowhere = (ctx: RequestContext): boolean => {
  const from = ctx.query.get('from')
  return isMount(ctx) && !isNowhere(ctx) && from !== null && ctx.store.find(from) === undefined
}
/** The blob is in the repository that it is to come from. */
const isElsewhere = (ctx: RequestContext): boolean => isMount(ctx) && !isNowhere(ctx) && !fromNowhere(ctx)
const fallback = { endpoint: 'uploads', method: 'POST', status: 202, when: isNowhere } as const

/** The blob is not there although it was mounted. */
export const losing = (ctx: RequestContext, answer: Reply): Reply => {
  ctx.store.deleteBlob(repositoryOf(ctx), wanted(ctx))
  return answer
}

/** Faults in mounting blobs. */
export const mountFaults: readonly Fault[] = [
  {
    id: 'mount-off',
    violates: 'push.mount.supported',
    title: 'starts an upload for each mount',
    verdict: 'unsupported',
    seenIn: 'Artifactory, Cloudsmith',
    effects: () => ({ options: { mount: false } }),
  },
  {
    id: 'mount-200',
    violates: 'push.mount.created',
    title: 'returns 200 for a mount',
    effects: () => restatus({ ...mounted, when: (ctx) => isMount(ctx) && ctx.query.has('from') }, 200),
  },
  {
    id: 'mount-404',
    violates: 'push.mount.fallback',
    title: 'returns 404 for each mount that names its source',
    seenIn: 'Floundr in 2024 (Floundr#1)',
    effects: () =>
      ending(
        { endpoint: 'uploads', method: 'POST', when: (ctx) => isMount(ctx) && ctx.query.has('from') },
        404,
      ),
  },
  {
    id: 'mount-without-location',
    violates: 'push.mount.location',
    title: 'answers a mount without Location',
    effects: () => without(mounted, 'Location'),
  },
  {
    id: 'mount-location-dead',
    violates: 'push.mount.location-pullable',
    title: 'returns the uploads URL as the Location of a mounted blob',
    effects: () => setting(mounted, 'Location', (_, ctx) => `/v2/${repositoryOf(ctx)}/blobs/uploads/`),
  },
  {
    id: 'mount-without-from-location-dead',
    violates: 'push.mount.location-pullable',
    title: 'returns the uploads URL as the Location of a blob that it mounted by itself',
    effects: () =>
      setting(
        { ...mounted, when: (ctx) => isMount(ctx) && !ctx.query.has('from') },
        'Location',
        (_, ctx) => `/v2/${repositoryOf(ctx)}/blobs/uploads/`,
      ),
  },
  {
    id: 'put-after-mount-location-dead',
    violates: 'push.post-put.location-pullable',
    title: 'returns the ended upload as the Location of a blob that was not mounted',
    effects: () => {
      const begun = new Set<string>()
      return onReply({ endpoint: ['uploads', 'upload'] }, (answer, ctx) => {
        const location = answer.headers.find(([name]) => name === 'Location')?.[1] ?? ''
        if (isMount(ctx) && answer.status === 202) begun.add(location)
        const { route } = ctx
        if (route.endpoint !== 'upload' || answer.status !== 201) return answer
        const upload = [...begun].find((at) => at.includes(route.reference))
        return upload === undefined ? answer : withHeader(answer, 'Location', upload)
      })
    },
  },
  {
    id: 'mount-pretended',
    violates: 'push.mount.stored',
    title: 'returns 201 for a mount and mounts nothing',
    effects: () =>
      onReply({ ...mounted, when: (ctx) => isMount(ctx) && ctx.query.has('from') }, (answer, ctx) =>
        losing(ctx, answer),
      ),
  },
  {
    id: 'mount-digest-header-false',
    violates: 'push.mount.digest-header-value',
    title: 'sends a wrong Docker-Content-Digest with a mount',
    effects: () => setting(mounted, 'Docker-Content-Digest', (_, ctx) => falseDigest(wanted(ctx))),
  },
  {
    id: 'mount-of-nothing-201',
    violates: 'push.mount.absent',
    title: 'claims to have mounted a blob that does not exist',
    effects: () =>
      onReply(fallback, (_, ctx) =>
        bare(201, { Location: contentLocation(ctx, repositoryOf(ctx), 'blobs', wanted(ctx)) }),
      ),
  },
  {
    id: 'mount-of-nothing-404',
    violates: 'push.mount.fallback',
    title: 'returns 404 for a mount of a blob that does not exist',
    effects: () => instead(fallback, 404),
  },
  {
    id: 'mount-fallback-without-location',
    violates: 'push.mount.fallback',
    title: 'starts an upload for a mount without a Location',
    effects: () => without(fallback, 'Location'),
  },
  {
    id: 'mount-fallback-dead',
    violates: 'push.mount.fallback-session',
    title: 'starts an upload for a mount at which nothing can be put',
    effects: () =>
      setting(
        fallback,
        'Location',
        (_, ctx) => `/v2/${repositoryOf(ctx)}/blobs/uploads/00000000-0000-4000-8000-000000000000`,
      ),
  },
  {
    id: 'mount-off-dead',
    violates: 'push.mount.fallback-session',
    title: 'starts an upload for each mount, at which nothing can be put where the blob exists',
    effects: () =>
      together(
        { options: { mount: false } },
        setting(
          {
            endpoint: 'uploads',
            method: 'POST',
            status: 202,
            when: isElsewhere,
          },
          'Location',
          (_, ctx) => `/v2/${repositoryOf(ctx)}/blobs/uploads/00000000-0000-4000-8000-000000000000`,
        ),
      ),
  },
  {
    id: 'mount-from-nowhere-404',
    violates: 'push.mount.unknown-from',
    title: 'returns 404 for a mount from a repository that does not exist',
    effects: () => instead({ ...fallback, when: fromNowhere }, 404),
  },
  {
    id: 'mount-from-nowhere-500',
    violates: 'push.mount.unknown-from',
    title: 'returns 500 for a mount from a repository that does not exist',
    effects: () => instead({ ...fallback, when: fromNowhere }, 500),
  },
  {
    id: 'mount-without-from-405',
    violates: 'push.mount.without-from',
    title: 'rejects a mount that names no source',
    seenIn: 'zot in 2022, Quay',
    effects: () =>
      instead({ endpoint: 'uploads', when: (ctx) => isMount(ctx) && !ctx.query.has('from') }, 405),
  },
  {
    id: 'mount-by-itself-off',
    violates: 'push.mount.automatic',
    title: 'does not support automatic mounts',
    verdict: 'unsupported',
    effects: () => ({ options: { mountWithoutFrom: false } }),
  },
  {
    id: 'mount-by-itself-pretended',
    violates: 'push.mount.stored',
    title: 'claims to have found a source by itself and has nothing mounted',
    effects: () =>
      onReply({ ...mounted, when: (ctx) => isMount(ctx) && !ctx.query.has('from') }, (answer, ctx) =>
        losing(ctx, answer),
      ),
  },
]
