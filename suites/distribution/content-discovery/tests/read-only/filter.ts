import { violated, holds } from '../../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../../define.ts'
import { seenIn, type Exchange } from '../../../../../src/registry/record/exchange.ts'
import { matchesExactly } from '../filter.ts'
import { artifactTypes, getReferrers, type ReferrersList } from '../../lists/known-referrers.ts'
import {
  filtersApplied,
  isEmptyReferrersList,
  unannouncedFilter,
  unannouncedFurther,
} from '../../../judges/referrers.ts'
import { answers, each, succeeded } from '../../../judges/response.ts'
import { namedReferrers, type NamedReferrers } from '../../lists/named-referrers.ts'
import { referrersAre } from '../../../../../src/registry/reproduce/condition.ts'

const requirements = (['filter', 'filter-header', 'filter-exact', 'filter-empty'] as const).map(
  (name) => `discovery.referrers.${name}` as const,
)

const announces = (page: Exchange): boolean => filtersApplied(page).includes('artifactType')
const isApplied = ({ first }: ReferrersList): boolean => announces(first)
const isRequested = ({ request }: Exchange): boolean => new URL(request.url).searchParams.has('artifactType')

/** A whole list that has something to filter. */
function filterable(lists: readonly NamedReferrers[]) {
  for (const list of lists) {
    const type = list.entries.find(({ artifactType }) => artifactType !== undefined)?.artifactType
    if (list.ended === 'end' && type !== undefined) return { list, type }
  }
  return undefined
}

/** Filters over referrers that are there. */
export const tests: readonly Test[] = [
  // A registry should filter by artifactType; it then announces that, and lists all of that type and no others.
  defineTest({
    id: 'discovery.referrers.read-filter',
    title: 'filters listed referrers by a type that some have, and by one that none has',
    evaluates: requirements,
    needs: ['referrers'],
    async run(t) {
      const found = filterable(await namedReferrers(t))
      if (!found)
        return requirements.forEach((id) => t.skip(id, 'no referrer with an artifactType is listed'))
      const { list, type } = found
      const [some, none] = await Promise.all(
        [type, artifactTypes.none].map((artifactType) =>
          getReferrers(t, list.subject, { query: { artifactType } }),
        ),
      )
      if (!some || !none) return
      t.require('discovery.referrers.filter', some.first, answers('referrers of one artifactType', 200))
      const judge = each(answers('a filter that matches nothing', 200), isEmptyReferrersList)
      if (!succeeded(none.first)) {
        // Whether a list of one type alone is filtered is shown by nothing else.
        requirements.slice(0, -1).forEach((id) => t.skip(id, 'a filter that matches nothing has no response'))
        return void t.check('discovery.referrers.filter-empty', none.first, judge)
      }
      const answered = [some, none]
      const shortened = answered.filter(({ entries }) => entries.length < list.entries.length)
      if (shortened.length === 0 && !answered.some(isApplied)) {
        const received = `all ${list.entries.length} referrers for a type that none has`
        const judgement = violated(
          'did not filter referrers by artifactType',
          'those of the type',
          received,
          referrersAre({ count: ['eq', 0], pages: true }),
        )
        t.check('discovery.referrers.filter', judgement, seenIn(none.first))
        return requirements.slice(1).forEach((id) => t.unsupported(id, 'referrers are not filtered'))
      }
      t.check('discovery.referrers.filter', holds(), seenIn(some.first))
      const silent = shortened.find((filtered) => !isApplied(filtered))
      const further = answered
        .filter(isApplied)
        .flatMap(({ pages }) => pages.slice(1))
        .find((page) => succeeded(page) && isRequested(page) && !announces(page))
      const judgement = silent
        ? unannouncedFilter('filtered referrers without OCI-Filters-Applied')
        : further
          ? unannouncedFurther
          : holds()
      t.check('discovery.referrers.filter-header', judgement, seenIn(silent?.first ?? further ?? some.first))
      const wanted = list.entries.filter(({ artifactType }) => artifactType === type)
      const exact = matchesExactly(
        some,
        wanted.map(({ digest }) => digest),
      )
      t.check('discovery.referrers.filter-exact', exact, seenIn(list.first), seenIn(some.first))
      t.check('discovery.referrers.filter-empty', none.first, judge)
    },
  }),
]
