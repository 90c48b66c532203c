import { gzipSync } from 'node:zlib'
import type { RequestContext } from '../../../src/reference/context.ts'
import { refused } from '../../../src/reference/context.ts'
import { imageIndexType, readManifest } from '../../../src/reference/manifest.ts'
import {
  addHeader,
  headerOf,
  withBody,
  withHeader,
  withoutHeader,
  type Reply,
} from '../../../src/reference/reply.ts'
import { bare, editing, together, without } from '../../../src/reference/effects/alter.ts'
import { challenging } from '../../../src/reference/effects/challenge.ts'
import { restricted } from './access.ts'
import type { Disturbance } from './disturbance.ts'
import { onReply, onRequest, type Effects, type Match } from '../../../src/reference/effects/effects.ts'

/** Changes each so-manieth of the matching answers. */
function each(count: number, match: Match, change: (answer: Reply, ctx: RequestContext) => Reply): Effects {
  let seen = 0
  return onReply(match, (answer, ctx) => {
    seen += 1
    return seen % count === 0 ? change(answer, ctx) : answer
  })
}

/** Finds requests that were not met before: what passes does not strike the same one twice. */
function firstOfEach(): (ctx: RequestContext) => boolean {
  const met = new Set<string>()
  return ({ method, route, query }) =>
    met.size < met.add(`${method} ${JSON.stringify(route)} ${query.toString()}`).size
}

const pulled = { endpoint: ['blob', 'manifest'], method: 'GET', status: 200 } as const

/** The same for requests, which are answered before anything is done. */
function eachRequest(count: number, match: Match, answer: (ctx: RequestContext) => Reply): Effects {
  let seen = 0
  return onRequest(match, (ctx) => {
    seen += 1
    return seen % count === 0 ? answer(ctx) : ctx
  })
}

/** Endpoints of the registry itself, so that the first contact is not what breaks. */
const own = { endpoint: ['uploads', 'upload', 'blob', 'manifest', 'tags', 'referrers'] } as const
const asking = { ...own, method: ['GET', 'HEAD'] } as const

const broken: readonly Disturbance[] = [
  {
    id: 'connections-reset',
    title: 'breaks each twentieth connection without an answer',
    touches: [],
    effects: () => each(20, own, (answer) => ({ ...answer, wire: 'reset' as const })),
  },
  {
    id: 'bodies-reset',
    title: 'resets the connection in the middle of each twelfth body',
    touches: [],
    effects: () => each(12, pulled, (answer) => ({ ...answer, wire: 'reset-midway' as const })),
  },
  {
    id: 'bodies-truncated',
    title: 'closes the connection after half of each twelfth body, whose Content-Length was right',
    touches: [],
    effects: () => each(12, pulled, (answer) => ({ ...answer, wire: 'truncate' as const })),
  },
  {
    id: 'answers-malformed',
    title: 'ends the lines of each fortieth answer in a line feed alone, like the rate limiter of Docker Hub',
    touches: [],
    effects: () => each(40, own, (answer) => ({ ...answer, wire: 'bare-line-feeds' as const })),
  },
  {
    id: 'answers-slow',
    title: 'takes a quarter of a second for each tenth answer',
    touches: [],
    effects: () => each(10, own, (answer) => ({ ...answer, delay: 250 })),
  },
  {
    id: 'answers-missing',
    title: 'never answers each sixtieth question',
    touches: [],
    effects: () => each(60, asking, (answer) => ({ ...answer, wire: 'silence' as const })),
  },
]

const overloaded: readonly Disturbance[] = [
  {
    id: 'failing-now-and-then',
    title: 'fails with 503 on each thirtieth request and a Retry-After of 0',
    touches: [],
    effects: () => eachRequest(30, own, () => bare(503, { 'Retry-After': '0' })),
  },
  {
    id: 'failing-for-no-reason',
    title: 'fails with 500 on each fortieth request',
    touches: [],
    effects: () => eachRequest(40, own, () => bare(500)),
  },
  {
    id: 'failing-when-asked',
    title: 'fails with 500 on each fortieth question',
    touches: [],
    effects() {
      const isNew = firstOfEach()
      let seen = 0
      return onRequest(asking, (ctx) => {
        seen += 1
        return seen % 40 === 0 && isNew(ctx) ? bare(500) : ctx
      })
    },
  },
  {
    id: 'deletions-fail',
    title: 'fails with 500 over each seventh deletion that it has made',
    touches: [],
    effects() {
      const isNew = firstOfEach()
      return each(7, { endpoint: ['blob', 'manifest'], method: 'DELETE', status: 202 }, (answer, ctx) =>
        isNew(ctx) ? bare(500) : answer,
      )
    },
  },
  {
    id: 'limited',
    title: 'answers 429 to each thirtieth request, with Retry-After',
    touches: [],
    effects: () =>
      eachRequest(30, own, (ctx) => withHeader(refused(ctx, 'too-many-requests'), 'Retry-After', '0')),
  },
  {
    id: 'limited-silently',
    title: 'answers 429 to each hundredth request, without Retry-After',
    touches: ['http.retry-after'],
    effects: () => eachRequest(100, own, (ctx) => refused(ctx, 'too-many-requests')),
  },
]

/** What appears late in a list: not at the first look. */
function lateIn(match: Match, entries: string, nameOf: (entry: unknown) => string): Effects {
  const seen = new Set<string>()
  return editing(match, (list) => ({
    ...list,
    [entries]: (list[entries] as unknown[]).filter((entry) => {
      const known = seen.has(nameOf(entry))
      seen.add(nameOf(entry))
      return known
    }),
  }))
}

const distributed: readonly Disturbance[] = [
  {
    id: 'lists-late',
    title: 'lists new tags and referrers at the second look only',
    touches: ['discovery.', 'management.manifest.referrer-unlisted'],
    effects: () =>
      together(
        lateIn({ endpoint: 'tags', status: 200 }, 'tags', String),
        lateIn(
          { endpoint: 'referrers', status: 200 },
          'manifests',
          (entry) => (entry as { digest: string }).digest,
        ),
      ),
  },
  {
    id: 'deletions-late',
    title: 'serves what was deleted once more',
    touches: ['management.tag.gone', 'management.manifest.gone', 'management.manifest.tags-gone'],
    effects: () => {
      const last = new Map<string, Reply>()
      return onReply({ endpoint: 'manifest' }, (answer, { route, method }) => {
        if (route.endpoint !== 'manifest') return answer
        const key = `${route.repository} ${route.reference}`
        if (method === 'GET' && answer.status === 200) last.set(key, answer)
        const kept = method === 'GET' && answer.status === 404 ? last.get(key) : undefined
        last.delete(method === 'GET' && kept === undefined ? '' : key)
        return kept ?? answer
      })
    },
  },
]

/** Between the registry and the client. */
const proxied: readonly Disturbance[] = [
  {
    id: 'proxy-strips-digests',
    title: 'passes a proxy that drops Docker-Content-Digest',
    touches: [
      'pull.manifest.digest-header',
      'pull.manifest.head.digest-header',
      'pull.blob.digest-header',
      'pull.blob.head.digest-header',
      'push.manifest.digest-header',
    ],
    effects: () => without({}, 'Docker-Content-Digest'),
  },
  {
    id: 'proxy-strips-oci-headers',
    title: 'passes a proxy that drops fields it does not know',
    touches: [
      'push.subject.',
      'push.tag-parameters.',
      'discovery.referrers.filter-header',
      'proxying.namespace-header-value',
    ],
    effects: () => without({}, 'OCI-Subject', 'OCI-Tag', 'OCI-Filters-Applied', 'OCI-Namespace'),
  },
  {
    id: 'proxy-compresses',
    title: 'passes a proxy that compresses what is JSON, whatever the client accepts',
    touches: [
      'http.identity-encoding',
      'pull.manifest.',
      'push.',
      'discovery.',
      'extensions.',
      'errors.',
      'management.',
    ],
    effects: () =>
      onReply({ method: 'GET' }, (answer) =>
        /json/.test(headerOf(answer, 'content-type') ?? '') && answer.body.length > 0
          ? withHeader(withBody(answer, gzipSync(answer.body)), 'Content-Encoding', 'gzip')
          : answer,
      ),
  },
]

/** Puts each element of a list into a line of its own, behind one that no client needs. */
const inLines = (name: string, first: string): Effects =>
  onReply({}, (answer) => {
    const value = headerOf(answer, name)
    if (value === undefined) return answer
    return [first, ...value.split(/,\s*/)].reduce(
      (changed, line) => addHeader(changed, name, line),
      withoutHeader(answer, name),
    )
  })

const divided: readonly Disturbance[] = [
  {
    id: 'lists-in-several-fields',
    title: 'sends each element of a list in a header field of its own',
    touches: [],
    effects: () =>
      together(
        { options: { tagPageLimit: 3, referrersPageLimit: 2 } },
        inLines('Link', '</v2/>; rel="up"'),
        inLines('OCI-Tag', ''),
        inLines('OCI-Filters-Applied', 'vnd.oci-assay.none'),
      ),
  },
]

/** The tag under which clients without a referrers API look for the referrers of a digest. */
const referrersTag = (digest: string): string => digest.replace(':', '-').slice(0, 128)

const helpful: readonly Disturbance[] = [
  {
    id: 'referrers-tagged',
    title:
      'has no referrers API and keeps the tags that clients make in its place, like Google Artifact Registry',
    // Only the API reports what is missing.
    touches: ['discovery.referrers.supported'],
    effects: () =>
      together(
        { options: { referrers: false } },
        onReply({ endpoint: 'manifest', method: 'PUT', status: 201 }, (answer, ctx) => {
          if (ctx.route.endpoint !== 'manifest') return answer
          const { repository } = ctx.route
          const { subject } = readManifest(ctx.body, ctx.headers['content-type'])
          if (subject === undefined) return answer
          const manifests = ctx.policy
            .referrersOf(ctx.store, repository, subject)
            .map((each) => ctx.policy.describeReferrer(each))
          const index = JSON.stringify({ schemaVersion: 2, mediaType: imageIndexType, manifests })
          ctx.store.putManifest(repository, Buffer.from(index), { tags: [referrersTag(subject)] })
          return answer
        }),
      ),
  },
]

const authenticated: readonly Disturbance[] = [
  {
    id: 'challenge-without-scope',
    title: 'challenges without naming a scope, like Artifactory and artifact-keeper',
    touches: [],
    effects: () => challenging('bearer', (challenge) => challenge.replace(/,scope="[^"]*"/, '')),
  },
  {
    id: 'challenge-with-realm-alone',
    title: 'names nothing but a realm, like Google Artifact Registry',
    touches: [],
    effects: () => challenging('bearer', (challenge) => challenge.replace(/,.*/, '')),
  },
  {
    id: 'challenge-in-capitals',
    title: 'writes the scheme BASIC in capitals, like Nexus 3',
    touches: [],
    effects: () => challenging('basic', (challenge) => challenge.replace(/^Basic/, 'BASIC')),
  },
  {
    id: 'scope-insufficient-403',
    title: 'answers 403 with insufficient_scope in place of 401, like IBM Cloud',
    touches: [],
    effects: () =>
      together(
        { options: { auth: 'bearer' } },
        onReply({ refusal: 'unauthorized' }, (answer) =>
          headerOf(answer, 'www-authenticate')?.includes('insufficient_scope') === true
            ? { ...answer, status: 403 }
            : answer,
        ),
      ),
  },
  {
    id: 'challenge-for-everything',
    title: 'names one scope for everything, like Amazon ECR Public',
    touches: [],
    effects: () => challenging('bearer', (challenge) => challenge.replace(/scope="[^"]*"/, 'scope="aws"')),
  },
  {
    id: 'challenge-basic-for-scope',
    title: 'challenges with Basic where a token lacks a scope, like Harbor',
    touches: [],
    effects: () =>
      challenging('bearer', (challenge) =>
        challenge.includes('insufficient_scope') ? 'Basic realm="harbor"' : challenge,
      ),
  },
  {
    id: 'challenges-in-two-fields',
    title: 'sends a Bearer and a Basic challenge in two fields, like Gitea',
    touches: [],
    effects: () =>
      together(
        { options: { auth: 'bearer' } },
        onReply({ refusal: 'unauthorized' }, (answer) =>
          headerOf(answer, 'www-authenticate')?.startsWith('Bearer') === true
            ? addHeader(answer, 'WWW-Authenticate', 'Basic realm="registry"')
            : answer,
        ),
      ),
  },
  {
    id: 'tokens-expire',
    title: 'lets all tokens expire after each two hundred answers',
    touches: [],
    effects() {
      let answers = 0
      let jumped = 0
      const lifetime = 60
      return {
        options: {
          auth: 'bearer',
          tokenLifetime: lifetime,
          sessionLifetime: 1_000_000,
          now: () => Date.now() + jumped * (lifetime + 1) * 1000,
        },
        onReply(answer) {
          if (answer.status !== 401) answers += 1
          jumped = Math.floor(answers / 200)
          return answer
        },
      }
    },
  },
]

/** Every disturbance that can be built into the registry. */
export const disturbances: readonly Disturbance[] = [
  ...broken,
  ...overloaded,
  ...distributed,
  ...proxied,
  ...divided,
  ...helpful,
  ...authenticated,
  ...restricted,
]
