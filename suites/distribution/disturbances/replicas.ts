import { onReply, type Effects, type Match } from '../../../src/reference/effects/effects.ts'
import { editing, together } from '../../../src/reference/effects/alter.ts'
import type { Reply } from '../../../src/reference/reply.ts'
import type { Disturbance } from './disturbance.ts'

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

/** A registry of several copies that do not agree at once. */
export const distributed: readonly Disturbance[] = [
  {
    id: 'lists-late',
    title: 'lists new tags and referrers only from the second request on',
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
    title: 'serves deleted content once more',
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
