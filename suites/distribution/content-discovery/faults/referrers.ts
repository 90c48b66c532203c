import type { RequestContext } from '../../../../src/reference/context.ts'
import type { ReferrerDescriptor } from '../../../../src/reference/referrer-list.ts'
import { bare, editing, ending, instead, restatus, setting } from '../../../../src/reference/effects/alter.ts'
import { exists, nowhere } from '../../../../src/reference/effects/requests.ts'
import type { Fault } from '../../fault.ts'
import { onReply, type Effects } from '../../../../src/reference/effects/effects.ts'

export const listed = { endpoint: 'referrers', status: 200 } as const

export const entriesOf = (document: Record<string, unknown>): ReferrerDescriptor[] =>
  document['manifests'] as ReferrerDescriptor[]

export const filtered = { ...listed, when: ({ query }: RequestContext) => query.has('artifactType') } as const

const answerFaults: readonly Fault[] = [
  {
    id: 'referrers-absent',
    violates: 'discovery.referrers.supported',
    title: 'has no referrers API',
    verdict: 'unsupported',
    seenIn: 'distribution 3.1.1',
    effects: () => ({ options: { referrers: false } }),
  },
  {
    id: 'referrers-promised',
    violates: 'discovery.referrers.no-404',
    title: 'answers pushes with OCI-Subject and referrers with 404',
    seenIn: 'Docker Hub in 2024, Amazon ECR in 2024',
    effects: () => ending({ endpoint: 'referrers' }, 404),
  },
  {
    id: 'referrers-203',
    violates: 'discovery.referrers.listed',
    title: 'returns 203 for referrers where there are several',
    effects: () =>
      onReply(listed, (answer, ctx) =>
        ctx.policy.referrersOf(ctx.store, repositoryOf(ctx), digestOfRoute(ctx)).length > 2
          ? { ...answer, status: 203 }
          : answer,
      ),
  },
  {
    id: 'referrers-of-several-500',
    violates: 'discovery.referrers.listed',
    title: 'returns 500 if a manifest has several referrers',
    effects: () =>
      onReply(listed, (answer, ctx) =>
        ctx.policy.referrersOf(ctx.store, repositoryOf(ctx), digestOfRoute(ctx)).length > 2
          ? bare(500)
          : answer,
      ),
  },
  {
    id: 'referrers-of-nowhere-500',
    violates: 'discovery.referrers.unknown-repository',
    title: 'returns 500 for referrers in a repository that does not exist',
    effects: () => ending({ endpoint: 'referrers', when: nowhere }, 500),
  },
  {
    id: 'referrers-of-nowhere-403',
    violates: 'discovery.referrers.unknown-repository',
    title: 'returns 403 for referrers in a repository that does not exist',
    verdict: 'warn',
    effects: () => ending({ endpoint: 'referrers', when: nowhere }, 403),
  },
  {
    id: 'referrers-malformed-digest-404',
    violates: 'discovery.referrers.invalid-digest',
    title: 'returns 404 for referrers of a malformed digest',
    effects: () => restatus({ endpoint: 'referrers', refusal: 'digest-malformed' }, 404),
  },
  {
    id: 'referrers-malformed-digest-200',
    violates: 'discovery.referrers.invalid-digest',
    title: 'returns an empty list for referrers of a malformed digest',
    effects: () => instead({ endpoint: 'referrers', refusal: 'digest-malformed' }, 200),
  },
  {
    id: 'referrers-of-short-sha512',
    violates: 'discovery.referrers.invalid-digest',
    title: 'does not look at the length of sha512 digests of which it lists referrers',
    effects: () =>
      instead(
        {
          endpoint: 'referrers',
          refusal: 'digest-malformed',
          when: (ctx) => digestOfRoute(ctx).startsWith('sha512:'),
        },
        200,
      ),
  },
  {
    id: 'referrers-bare-array',
    violates: 'discovery.referrers.index',
    title: 'lists referrers as a bare array',
    effects: () => editing(listed, (list) => list['manifests']),
  },
  {
    id: 'referrers-of-old-api',
    violates: 'discovery.referrers.index',
    title: 'lists referrers under the name that an earlier proposal had',
    effects: () => editing(listed, ({ manifests, ...rest }) => ({ ...rest, referrers: manifests })),
  },
  {
    id: 'referrers-without-schema-version',
    violates: 'discovery.referrers.index',
    title: 'lists referrers without schemaVersion',
    effects: () => editing(listed, ({ schemaVersion: _dropped, ...rest }) => rest),
  },
  {
    id: 'referrers-typed-json',
    violates: 'discovery.referrers.content-type',
    title: 'sends referrers as plain JSON',
    seenIn: 'Harbor 2.9.1',
    effects: () => setting(listed, 'Content-Type', 'application/json'),
  },
  {
    id: 'referrers-none-404',
    violates: 'discovery.referrers.empty',
    title: 'returns 404 if nothing refers to a digest',
    effects: () => onNone(() => bare(404)),
  },
  {
    id: 'referrers-of-blob-404',
    violates: 'discovery.referrers.empty',
    title: 'returns 404 for referrers of a digest that is that of a blob',
    effects: () =>
      instead(
        {
          ...listed,
          when: (ctx) => ctx.store.find(repositoryOf(ctx))?.blobs.has(digestOfRoute(ctx)) === true,
        },
        404,
      ),
  },
  {
    id: 'referrers-none-null',
    violates: 'discovery.referrers.empty',
    title: 'lists null where nothing refers to a digest',
    verdict: 'warn',
    effects: () =>
      editing({ ...listed, when: (ctx) => exists(ctx) && !ctx.query.has('artifactType') }, (list) =>
        entriesOf(list).length > 0 ? list : { ...list, manifests: null },
      ),
  },
]

const repositoryOf = ({ route }: RequestContext): string =>
  route.endpoint === 'referrers' ? route.repository : ''

const digestOfRoute = ({ route }: RequestContext): string =>
  route.endpoint === 'referrers' ? route.reference : ''

/** Nothing refers to the digest, whatever the filter. */
const onNone = (change: () => ReturnType<typeof bare>): Effects =>
  onReply({ ...listed, when: exists }, (answer, ctx) =>
    ctx.policy.referrersOf(ctx.store, repositoryOf(ctx), digestOfRoute(ctx)).length > 0 ? answer : change(),
  )

/** Faults in listing referrers. */
export const referrerFaults: readonly Fault[] = [...answerFaults]
