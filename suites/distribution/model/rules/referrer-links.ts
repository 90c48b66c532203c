import { violated } from '../../../../src/engine/judgement.ts'
import { referrersOf } from '../../judges/referrers.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { nextOf } from '../pages.ts'
import type { ReferrersPage } from './referrer-pages.ts'
import { referrersAre } from '../../../../src/registry/reproduce/condition.ts'

/** Pages that a Link joins have other entries each, and an end. */
export function joinedReferrers({
  observed,
  before,
  entries,
  known,
  repository,
  subject,
}: ReferrersPage): Contradiction[] {
  const next = nextOf(observed)
  const urls = [...before, observed].map(({ request }) => new URL(request.url).href)
  const about = { observed, because: [...before], explainedBy: ['discovery.referrers.link-form'] as const }
  if (next !== undefined && urls.includes(next))
    return contradicts(
      'discovery.referrers.pages',
      violated(
        'returned Links of referrers that form a loop',
        'a Link to further referrers',
        next,
        referrersAre({ unique: true, pages: true }),
      ),
      about,
    )
  const [first] = before
  if (first === undefined) return []
  if (first.operation.repository !== repository || first.operation.digest !== subject)
    return contradicts(
      'discovery.referrers.pages',
      violated(
        'returned a Link that leads to the referrers of something else',
        first.request.url,
        observed.request.url,
      ),
      about,
    )
  const earlier = new Set(
    before.flatMap(({ exchange }) => referrersOf(exchange) ?? []).map(({ digest }) => digest),
  )
  const own = new Set(known.map(({ digest }) => digest))
  const twice = entries.filter(({ digest }) => own.has(digest) && earlier.has(digest))
  return twice.length === 0
    ? []
    : contradicts(
        'discovery.referrers.pages',
        violated(
          'repeated referrers from page to page',
          'each referrer on one page',
          twice.map(({ digest }) => digest).join(', '),
          referrersAre({ excludes: twice.map(({ digest }) => digest) }),
        ),
        about,
      )
}
