import { violated } from '../../../../src/engine/judgement.ts'
import {
  entryOf,
  filtersApplied,
  listsNone,
  unannouncedFilter,
  unannouncedFurther,
} from '../../judges/referrers.ts'
import type { RequirementId } from '../../requirements.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { isOn, statusOf } from '../observed.ts'
import { leftOut, missingOf, requirementFor } from './referrer-contents.ts'
import { hasOwnType, typeOf, type Referrer, type ReferrersPage } from './referrer-pages.ts'
import { referrersAre } from '../../../../src/registry/reproduce/condition.ts'

/**
 * The filter by artifactType: applied and announced, it leaves exactly those of the type; a registry without it sends
 * the whole list and announces nothing.
 */
export function filteredReferrers(page: ReferrersPage): Contradiction[] {
  const { artifactType, known, entries, all, isFiltered } = page
  if (artifactType === undefined) return []
  const others = known.filter(({ document }) => typeOf(document) !== artifactType)
  const listed = others.filter(({ digest }) => entryOf(entries, digest) !== undefined)
  const missing = missingOf(page)
  const matching = missing.filter(({ document }) => typeOf(document) === artifactType)
  if (isFiltered)
    return [...withOthers(page, listed), ...withoutMatching(page, matching), ...notAnnounced(page)]
  const isShortened =
    others.every(({ digest }) => entryOf(all, digest) === undefined) &&
    missing.some((each) => others.includes(each))
  if (isShortened)
    return [
      ...contradicts(
        'discovery.referrers.filter-header',
        unannouncedFilter('filtered referrers without OCI-Filters-Applied'),
        {
          ...about(page, others),
          ...(wasAnnounced(page) ? { explainedBy: [] } : {}),
          maySettle: true,
        },
      ),
      ...withoutMatching(page, matching),
    ]
  return [...unfiltered(page, listed), ...ofWholeList(page, missing)]
}

/** A page that was requested with the filter is a response of its own. */
function notAnnounced(page: ReferrersPage): Contradiction[] {
  const { observed, before } = page
  const isRequested = before.length > 0 && observed.operation.artifactType !== undefined
  if (!isRequested || filtersApplied(observed.exchange).includes('artifactType')) return []
  return contradicts('discovery.referrers.filter-header', unannouncedFurther, about(page, []))
}

/** The same request was answered with the header before: the list is filtered, and not one that lacks entries. */
const wasAnnounced = ({ observed, history }: ReferrersPage): boolean =>
  history.observed.some(
    (each) =>
      isOn(each, 'referrers') &&
      each.request.url === observed.request.url &&
      each.end <= observed.start &&
      statusOf(each) === 200 &&
      filtersApplied(each.exchange).includes('artifactType'),
  )

const about = ({ observed }: ReferrersPage, referrers: readonly Referrer[]) => ({
  observed,
  because: [...new Set(referrers.flatMap(({ by }) => by))],
  explainedBy: ['discovery.referrers.complete'] as const,
})

/** A type that none of the run has is to lead to an empty list. */
function withOthers(page: ReferrersPage, listed: readonly Referrer[]): Contradiction[] {
  const { artifactType, known, entries } = page
  const isOfAny = known.some(({ document }) => typeOf(document) === artifactType)
  const digests = listed.map(({ digest }) => digest)
  return contradicts(
    isOfAny ? 'discovery.referrers.filter-exact' : 'discovery.referrers.filter-empty',
    listsNone(entries, digests, 'of another type than was requested'),
    about(page, listed),
  )
}

function withoutMatching(page: ReferrersPage, matching: readonly Referrer[]): Contradiction[] {
  const [own, byConfig] = [true, false].map((has) =>
    matching.filter(({ document }) => hasOwnType(document) === has),
  )
  const rows: [RequirementId, readonly Referrer[]][] = [
    ['discovery.referrers.filter-exact', own ?? []],
    ['discovery.referrers.filter-config-type', byConfig ?? []],
  ]
  return rows.flatMap(([requirement, missing]) => leftOut(page, requirement, missing))
}

const unfiltered = (page: ReferrersPage, listed: readonly Referrer[]): Contradiction[] =>
  listed.length === 0
    ? []
    : contradicts(
        'discovery.referrers.filter',
        violated(
          'did not filter referrers by artifactType',
          'those of the type',
          `${page.entries.length} referrers, also of other types`,
          referrersAre({ excludes: listed.map(({ digest }) => digest) }),
        ),
        about(page, listed),
      )

/** What a list that is not filtered leaves out. */
const ofWholeList = (page: ReferrersPage, missing: readonly Referrer[]): Contradiction[] =>
  missing.flatMap((each) => leftOut(page, requirementFor(page, each), [each]))
