import { violated, warning } from '../../../../src/engine/judgement.ts'
import { linksToNext } from '../../judges/link.ts'
import { hasReferrersType, isEmptyReferrersList, isReferrersList } from '../../judges/referrers.ts'
import { jsonOf, summarizeResponse } from '../../judges/response.ts'
import type { RequirementId } from '../../requirements.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import type { History } from '../history.ts'
import { statusOf } from '../observed.ts'
import { isPlain, pagesBefore, type List } from '../pages.ts'
import { holdsContent } from '../presence.ts'
import type { Rule } from '../rule.ts'
import { isKnownAlgorithm, isMalformed } from './digest-forms.ts'
import { missingOf, missingReferrers, unexpectedReferrers } from './referrer-contents.ts'
import { entriesOfReferrers } from './referrer-entries.ts'
import { filteredReferrers } from './referrer-filters.ts'
import { joinedReferrers } from './referrer-links.ts'
import { readReferrers, referrersIn, typeOf, type ReferrersPage } from './referrer-pages.ts'
import { statusIs } from '../../../../src/registry/reproduce/condition.ts'

/** GET of referrers (Listing Referrers), where the registry has that API. */
export const listsOfReferrers: Rule<'referrers'> = (observed, history) => {
  if (!history.features.referrers || !isPlain(observed)) return []
  const { digest } = observed.operation
  if (digest !== '' && isMalformed(digest)) return malformed(observed)
  if (!isKnownAlgorithm(digest)) return []
  if (statusOf(observed) !== 200) return refused(observed, history)
  const page = readReferrers(observed, history)
  const form = formOf(observed, page)
  if (page === undefined) return form
  return [
    ...form,
    ...unexpectedReferrers(page),
    ...missingReferrers(page),
    ...filteredReferrers(page),
    ...entriesOfReferrers(page),
    ...joinedReferrers(page),
  ]
}

const malformed = (observed: List<'referrers'>): Contradiction[] =>
  statusOf(observed) === 400
    ? []
    : contradicts(
        'discovery.referrers.invalid-digest',
        violated(
          `returned ${statusOf(observed)} for referrers of a malformed digest`,
          '400',
          summarizeResponse(observed.exchange),
          statusIs(400),
        ),
        { observed, because: [], explainedBy: ['discovery.referrers.listed'] },
      )

/** Another status than 200: only a repository that does not exist may be answered with 404. */
function refused(observed: List<'referrers'>, history: History): Contradiction[] {
  const { repository } = observed.operation
  const status = statusOf(observed) ?? 0
  const exists = holdsContent(history, repository, observed)
  if (!exists && status === 404) return []
  const judgement = violated(
    `returned ${status} for referrers ${exists ? 'of a manifest' : 'in an unknown repository'}`,
    exists ? '200' : ['200', '404'],
    summarizeResponse(observed.exchange),
    statusIs(200, ...(exists ? [] : [404])),
  )
  const requirement: RequirementId = exists
    ? requirementFor(observed, history)
    : 'discovery.referrers.unknown-repository'
  return contradicts(requirement, exists || status >= 500 ? judgement : warning(judgement), {
    observed,
    because: [],
    ...(requirement === 'discovery.referrers.listed'
      ? {}
      : { explainedBy: ['discovery.referrers.listed', 'discovery.referrers.no-404'] as const }),
    maySettle: true,
  })
}

function requirementFor(observed: List<'referrers'>, history: History): RequirementId {
  if (pagesBefore(observed, history).length > 0) return 'discovery.referrers.pages'
  const { repository, digest: subject, artifactType = '' } = observed.operation
  const known = referrersIn(history, { repository, subject, period: observed })
  if (artifactType !== '')
    return known.some(({ document }) => typeOf(document) === artifactType)
      ? 'discovery.referrers.filter'
      : 'discovery.referrers.filter-empty'
  if (known.length === 0) return 'discovery.referrers.empty'
  return statusOf(observed) === 404 ? 'discovery.referrers.no-404' : 'discovery.referrers.listed'
}

/** Media type, body and Link. null in place of an empty list is a matter of its own, and one that leaves out what is there another. */
function formOf(observed: List<'referrers'>, page: ReferrersPage | undefined): Contradiction[] {
  const { exchange } = observed
  const about = { observed, because: [] }
  const link = contradicts('discovery.referrers.link-form', linksToNext(exchange), about)
  const type = contradicts('discovery.referrers.content-type', hasReferrersType(exchange), about)
  if (exchange.response?.body.truncated) return [...type, ...link]
  const { manifests } = (jsonOf(exchange) ?? {}) as { manifests?: unknown }
  const body =
    manifests === null && page !== undefined && missingOf(page).length > 0
      ? []
      : manifests === null
        ? contradicts('discovery.referrers.empty', isEmptyReferrersList(exchange), about)
        : contradicts('discovery.referrers.index', isReferrersList(exchange), about)
  return [...type, ...link, ...body]
}
