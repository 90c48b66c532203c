import { violated, holds, type Judgement } from '../../../../src/engine/judgement.ts'
import { defineTest, type Test } from '../../define.ts'
import { seenIn } from '../../../../src/registry/record/exchange.ts'
import type { RegistryContext } from '../../target/context.ts'
import {
  filtersApplied,
  isEmptyReferrersList,
  listsOnly,
  listsReferrers,
  unannouncedFilter,
} from '../../judges/referrers.ts'
import { answers, each, succeeded, summarizeResponse } from '../../judges/response.ts'
import {
  artifactTypes,
  getReferrers,
  readableReferrers,
  referred,
  type ReferrersList,
  withoutReferrer,
} from '../lists/known-referrers.ts'
import { referrersAre } from '../../../../src/registry/reproduce/condition.ts'

/** A list that was requested with a filter. */
interface Filtered extends ReferrersList {
  /** It announces that the filter was applied. */
  announced: boolean
  /** It leaves out something that the whole list has, or announces that the filter was applied. */
  applied: boolean
}

async function getFiltered(t: RegistryContext, artifactType: string): Promise<Filtered> {
  const [{ subject }, whole] = await Promise.all([referred(t), readableReferrers(t)])
  const list = await getReferrers(t, subject.digest, { query: { artifactType } })
  const found = new Set(list.entries.map(({ digest }) => digest))
  const fewer = whole.entries.some(({ digest }) => !found.has(digest))
  const isAnnounced = filtersApplied(list.first).includes('artifactType')
  return { ...list, announced: isAnnounced, applied: succeeded(list.first) && (isAnnounced || fewer) }
}

/** The list of those with an artifactType of their own, once for all tests. */
const filtered = (t: RegistryContext): Promise<Filtered> =>
  t.once('content-discovery/filtered', () => getFiltered(t, artifactTypes.manifest))

/** All that have the type are listed, and nothing else. */
export function matchesExactly({ entries }: ReferrersList, wanted: readonly string[]): Judgement {
  const complete = listsReferrers(entries, wanted)
  if (!complete.holds) return { ...complete, title: 'omitted a referrer of the requested type' }
  const exact = listsOnly(entries, wanted)
  return exact.holds ? exact : { ...exact, title: 'listed referrers of another type than requested' }
}

/** A filter is not answered although another one is applied: that is not a lack of filtering. */
const failsAlone = async (t: RegistryContext, { first }: Filtered): Promise<boolean> =>
  !succeeded(first) && (await filtered(t)).applied

const whole = 'referrers are not filtered'

/** Filtering referrers by artifactType. */
export const tests: readonly Test[] = [
  // A registry should filter by artifactType; it then announces that, and lists all of that type and no others.
  defineTest({
    id: 'discovery.referrers.filtered',
    title: 'requests the referrers of one artifactType',
    evaluates: [
      'discovery.referrers.filter',
      'discovery.referrers.filter-header',
      'discovery.referrers.filter-exact',
    ],
    needs: ['push', 'referrers'],
    async run(t) {
      const { typed } = await referred(t)
      const list = await filtered(t)
      const isAnswered = t.check(
        'discovery.referrers.filter',
        list.first,
        answers('referrers of one artifactType', 200),
      )
      if (!isAnswered) {
        const reason = `a request with artifactType returned ${summarizeResponse(list.first)}`
        t.unsupported('discovery.referrers.filter-header', reason)
        return t.unsupported('discovery.referrers.filter-exact', reason)
      }
      if (!list.applied) {
        const received = `all ${list.entries.length} referrers`
        const judgement = violated(
          'did not filter referrers by artifactType',
          'those of the type',
          received,
          referrersAre({ only: [typed.digest], pages: true }),
        )
        t.check('discovery.referrers.filter', judgement, seenIn(list.first))
        t.unsupported('discovery.referrers.filter-header', whole)
        return t.unsupported('discovery.referrers.filter-exact', whole)
      }
      const unannounced = unannouncedFilter('filtered referrers without OCI-Filters-Applied')
      t.check('discovery.referrers.filter-header', list.announced ? holds() : unannounced, seenIn(list.first))
      t.check('discovery.referrers.filter-exact', matchesExactly(list, [typed.digest]), seenIn(list.first))
    },
  }),

  // The type that replaces a missing artifactType is what the filter looks at.
  defineTest({
    id: 'discovery.referrers.filtered-by-config',
    title: 'requests the referrers with the media type of a config',
    evaluates: ['discovery.referrers.filter-config-type'],
    needs: ['push', 'referrers'],
    async run(t) {
      const requirement = 'discovery.referrers.filter-config-type'
      const { plain } = await referred(t)
      if (plain.refused !== undefined)
        return withoutReferrer(t, plain, 'discovery.referrers.complete', requirement)
      const list = await getFiltered(t, artifactTypes.config)
      if (await failsAlone(t, list)) {
        t.check(requirement, list.first, answers('referrers with the media type of a config', 200))
        return
      }
      if (!list.applied) return t.unsupported(requirement, whole)
      t.check(requirement, matchesExactly(list, [plain.digest]), seenIn(list.first))
    },
  }),

  // A type that no referrer has is answered with an empty index.
  defineTest({
    id: 'discovery.referrers.filtered-to-nothing',
    title: 'requests the referrers of a type that none has',
    evaluates: ['discovery.referrers.filter-empty'],
    needs: ['push', 'referrers'],
    async run(t) {
      const requirement = 'discovery.referrers.filter-empty'
      const { entries } = await readableReferrers(t)
      if (entries.length === 0) t.blocked('discovery.referrers.complete', 'no pushed referrer is listed')
      const list = await getFiltered(t, artifactTypes.none)
      if (!list.applied && !(await failsAlone(t, list))) return t.unsupported(requirement, whole)
      t.check(
        requirement,
        list.first,
        each(answers('a filter that matches nothing', 200), isEmptyReferrersList),
      )
    },
  }),
]
