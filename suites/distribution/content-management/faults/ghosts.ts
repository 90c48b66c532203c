import type { RequestContext } from '../../../../src/reference/context.ts'
import type { Manifest } from '../../../../src/reference/manifest.ts'
import { bare, editing } from '../../../../src/reference/effects/alter.ts'
import { changePolicy, onReply, onRequest } from '../../../../src/reference/effects/effects.ts'
import type { Reply } from '../../../../src/reference/reply.ts'

/** What is left of deleted content where it should not be. */

/** What was deleted is served one time more, as by a cache. */
export function servingOnce(kind: (ctx: RequestContext) => boolean) {
  const last = new Map<string, Manifest>()
  return onRequest({ endpoint: 'manifest', when: kind }, (ctx) => {
    if (ctx.route.endpoint !== 'manifest') return ctx
    const { repository, reference } = ctx.route
    const key = `${repository}:${reference}`
    const found = ctx.policy.findManifest(ctx.store, repository, reference)
    if (ctx.method === 'DELETE' && found !== undefined) last.set(key, found)
    const kept = ctx.method === 'GET' ? last.get(key) : undefined
    if (kept === undefined || found !== undefined) return ctx
    last.delete(key)
    const headers = { 'Content-Type': kept.mediaType, 'Docker-Content-Digest': kept.digest }
    return { ...bare(200, headers), body: kept.bytes, headers: Object.entries(headers) }
  })
}

/** The list of tags still has those that were deleted. */
export function listingDeleted(withManifest = false) {
  const ghosts = new Map<string, Set<string>>()
  const remember = (repository: string, tag: string) => {
    const known = ghosts.get(repository) ?? new Set()
    ghosts.set(repository, known.add(tag))
  }
  const listed = editing({ endpoint: 'tags', status: 200 }, (list, { route, query }) => {
    if (route.endpoint !== 'tags' || query.has('n') || query.has('last')) return list
    const tags = [...(list['tags'] as string[]), ...(ghosts.get(route.repository) ?? [])]
    return {
      ...list,
      tags: tags.toSorted((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1)),
    }
  })
  const deletions = changePolicy((honest) => ({
    deleteTag(store, repository, tag) {
      if (!withManifest) remember(repository, tag)
      return honest.deleteTag(store, repository, tag)
    },
    deleteManifest(store, repository, digest) {
      const tags = [...(store.find(repository)?.tags ?? [])].filter(([, target]) => target === digest)
      if (withManifest) for (const [tag] of tags) remember(repository, tag)
      return honest.deleteManifest(store, repository, digest)
    },
  }))
  return { ...listed, ...deletions }
}

/** What was deleted is refused when it is pushed again. */
export function banning(kind: 'manifest' | 'blob', status: number) {
  const banned = new Set<string>()
  return onReply({ endpoint: ['manifest', 'blob', 'upload'] }, (answer, { route, method, query }) => {
    if (!('repository' in route)) return answer
    const { repository } = route
    if (method === 'DELETE' && answer.status === 202 && route.endpoint === kind) {
      banned.add(`${repository} ${route.reference}`)
    }
    const digest = route.endpoint === 'manifest' ? route.reference : query.get('digest')
    const isPush =
      method === 'PUT' && answer.status === 201 && (route.endpoint === 'manifest') === (kind === 'manifest')
    return isPush && banned.has(`${repository} ${digest}`) ? bare(status) : answer
  })
}

/** What was deleted is still there for HEAD, as in a cache of descriptors that GET does not use. */
export function keepingForHead(kind: (ctx: RequestContext) => boolean) {
  const seen = new Map<string, Reply>()
  return onReply({ endpoint: ['manifest', 'blob'], when: kind }, (answer, { route, method }) => {
    if (!('reference' in route)) return answer
    const key = `${route.endpoint} ${route.repository} ${route.reference}`
    if (answer.status === 200) seen.set(key, answer)
    return method === 'HEAD' && answer.status === 404 ? (seen.get(key) ?? answer) : answer
  })
}
