import { violated, holds, type Judgement } from '../../../src/engine/judgement.ts'
import { Denied, NotEvaluated } from '../../../src/engine/record.ts'
import { defineTest, type Test } from '../define.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import type { RegistryContext, Specimen } from '../target/context.ts'
import { answerOf } from '../judges/response.ts'
import { blobPath, manifestPath, tagsPath } from '../requests/paths.ts'
import { isRequirementId } from '../requirements.ts'
import { anyOf, onExchange, statusIs } from '../../../src/registry/reproduce/condition.ts'
import type { Condition } from '../../../src/registry/reproduce/condition-kinds.ts'

/** A right answer to this kind of request was seen in the run, be it after redirects. */
function seen(exchanges: readonly Exchange[], method: string, path: RegExp): boolean {
  const requested = exchanges.filter(
    ({ request }) => request.method === method && path.test(new URL(request.url).pathname),
  )
  const ids = new Set(requested.map(({ id }) => id))
  return exchanges.some(
    ({ id, via, response }) => response?.status === 200 && [id, ...via].some((each) => ids.has(each)),
  )
}

type Kind = 'manifests' | 'blobs'

const pathOf: Readonly<Record<Kind, (repository: string, digest: string) => string>> = {
  manifests: manifestPath,
  blobs: blobPath,
}

/** At most this many are requested: a registry that lacks an endpoint answers for none of them. */
const mostRequests = 3

/** Sends requests until one is there: a run of few tests, or a shard, may not have come to this endpoint. */
async function answers(
  t: RegistryContext,
  method: 'GET' | 'HEAD',
  kind: Kind,
  known: readonly Specimen[],
): Promise<boolean> {
  for (const { digest, tag, mediaType } of known.slice(0, mostRequests)) {
    const headers = { Accept: kind === 'manifests' ? mediaType : '*/*' }
    for (const reference of tag === undefined ? [digest] : [digest, tag]) {
      const answer = await t.send({ method, path: pathOf[kind](t.repository, reference), headers })
      if (answer.response?.status === 200) return true
    }
  }
  return false
}

const pullEndpoints = [
  ['GET', 'manifests'],
  ['HEAD', 'manifests'],
  ['GET', 'blobs'],
  ['HEAD', 'blobs'],
] as const

/** Categories that a registry may lack unless they are claimed. */
type Category = 'push' | 'content-discovery' | 'content-management'

const deletions = ['tag', 'manifest', 'blob'] as const

const has = (supported: boolean, category: string, ...conditions: readonly Condition[]): Judgement =>
  supported
    ? holds()
    : violated(
        `did not support the category ${category}`,
        `the category ${category}`,
        'no such API',
        ...conditions,
      )

/** The requests that showed it; no evidence, since it is about the whole of the registry and not about one test. */
const showing = (t: RegistryContext, method: string, path: RegExp): Exchange[] =>
  t
    .exchanges()
    .filter(({ request }) => request.method === method && path.test(new URL(request.url).pathname))
    .slice(-3)

/** One of some requests should have succeeded. */
const oneSucceeds = (exchanges: readonly Exchange[]): Condition[] =>
  exchanges.length === 0 ? [] : [anyOf(...exchanges.map(({ id }) => [onExchange(id, statusIs('2xx'))]))]

/** A claimed category is judged as a promise; one that nobody claimed is not. */
function judgePromise(t: RegistryContext, category: Category, judgement: Judgement): void {
  const requirement = `categories.${category}-whole` as const
  if (t.claimed.includes(category)) t.check(requirement, judgement)
  else t.skip(requirement, 'the category was not claimed by naming its suite')
}

export const tests: readonly Test[] = [
  // Pull is the one category that no registry may lack.
  defineTest({
    id: 'categories.pull-seen',
    title: 'checks every endpoint of the Pull category',
    evaluates: ['categories.pull'],
    phase: 'last',
    async run(t) {
      const exchanges = t.exchanges()
      const [manifests, blobs] = await Promise.all([t.specimens.manifests(), t.specimens.blobs()])
      const known = { manifests, blobs }
      for (const [method, kind] of pullEndpoints) {
        if (known[kind].length === 0) continue
        const path = new RegExp(`/${kind}/[^/]+$`)
        const found = seen(exchanges, method, path) || (await answers(t, method, kind, known[kind]))
        const what = `${method} of ${kind}`
        t.check(
          'categories.pull',
          found
            ? holds()
            : violated(
                `did not support the ${what}`,
                `200 to the ${what}`,
                'never',
                ...oneSucceeds(showing(t, method, path)),
              ),
        )
      }
      if (manifests.length + blobs.length === 0) t.skip('categories.pull', 'nothing to pull was named')
    },
  }),

  // The other categories are recommended, and binding where they are claimed.
  defineTest({
    id: 'categories.push-seen',
    title: 'checks whether pushing is supported',
    evaluates: ['categories.push', 'categories.push-whole'],
    mayNeed: ['push'],
    phase: 'last',
    async run(t) {
      if (t.readOnly) return skipAll(t, 'push')
      const push = t.found('push')
      if (push.state === 'unknown') throw unknown(push)
      const judgement = has(t.has('push'), 'Push', ...oneSucceeds(showing(t, 'POST', /\/blobs\/uploads\/$/)))
      t.check('categories.push', judgement)
      judgePromise(t, 'push', judgement)
    },
  }),

  defineTest({
    id: 'categories.content-discovery-seen',
    title: 'checks whether tags can be listed',
    evaluates: ['categories.content-discovery', 'categories.content-discovery-whole'],
    phase: 'last',
    async run(t) {
      // A repository that does not exist is answered 404 as well, where tags can be listed.
      const list = await t.send({ method: 'GET', path: tagsPath(t.repository, { n: '1' }) })
      const isListed = onExchange(list.id, { kind: 'status', in: ['405'], not: true })
      const judgement = has(answerOf(list).status !== 405, 'Content Discovery', isListed)
      t.check('categories.content-discovery', judgement)
      judgePromise(t, 'content-discovery', judgement)
    },
  }),

  defineTest({
    id: 'categories.content-management-seen',
    title: 'checks whether anything can be deleted',
    evaluates: ['categories.content-management', 'categories.content-management-whole'],
    mayNeed: ['push', ...deletions.map((kind) => `delete-${kind}`)],
    phase: 'last',
    async run(t) {
      if (t.readOnly) return skipAll(t, 'content-management')
      const push = t.found('push')
      if (push.state === 'unknown') throw unknown(push)
      if (!t.has('push'))
        return skipAll(t, 'content-management', 'nothing can be pushed that could be deleted')
      const any = deletions.some((kind) => t.has(`delete-${kind}`))
      if (!any) requireRefusals(t)
      const judgement = has(
        any,
        'Content Management',
        ...oneSucceeds(showing(t, 'DELETE', /\/(?:manifests|blobs)\/[^/]+$/)),
      )
      t.check('categories.content-management', judgement)
      judgePromise(t, 'content-management', judgement)
    },
  }),
]

/** What could not be found out by a probe cannot be judged here either. */
const unknown = ({ reason, denied }: { reason: string; denied?: true }): NotEvaluated =>
  denied ? new Denied(reason) : new NotEvaluated(reason)

/** A probe that never came to its DELETE shows nothing of what is there: only a refusal does. */
function requireRefusals(t: RegistryContext): void {
  for (const kind of deletions) {
    const found = t.found(`delete-${kind}`)
    if (found.state === 'unknown') throw unknown(found)
    if (found.state !== 'nonconformant' || found.requirement === `management.${kind}.disabled`) continue
    if (!isRequirementId(found.requirement)) throw new NotEvaluated(found.reason)
    t.blocked(found.requirement, found.reason)
  }
}

function skipAll(t: RegistryContext, category: Category, reason = 'read-only: nothing is written'): void {
  for (const id of [`categories.${category}`, `categories.${category}-whole`] as const) {
    t.skip(id, reason)
  }
}
