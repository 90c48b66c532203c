import { violated } from '../../../../src/engine/judgement.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { writersOf } from '../writes.ts'
import { isAfter, isLast, possibleOrders, startOf, type ListedPage } from './tag-pages.ts'
import { tagsAre } from '../../../../src/registry/reproduce/condition.ts'

/** Tags of a page after `last` that come before it, or are it. Whose tags they are does not matter. */
export function positionsOfTags(page: ListedPage): Contradiction[] {
  const { observed, history, repository, tags, n, last, before } = page
  if (last === undefined || before.length > 0 || startOf(page)?.after === undefined) return []
  const orders = possibleOrders(page)
  const wrong = tags.filter((tag) => tag === last || isAfter(last, tag, orders))
  if (wrong.length === 0) return []
  const isAtEnd = wrong.length === tags.length && isLast(page, last)
  const requirement = isAtEnd
    ? 'discovery.tags.last-at-end'
    : n === undefined
      ? 'discovery.tags.last-without-n'
      : 'discovery.tags.last'
  return contradicts(
    requirement,
    violated(
      wrong.includes(last)
        ? 'listed the tag specified as last'
        : 'listed tags that sort before the tag specified as last',
      `nothing up to ${last}`,
      wrong.slice(0, 12).join(', '),
      tagsAre({ excludes: wrong }),
    ),
    {
      observed,
      because: writersOf(history.possibleTag(repository, last, observed)),
      ...(requirement === 'discovery.tags.last'
        ? {}
        : { explainedBy: ['discovery.tags.last', 'discovery.tags.last-without-n'] as const }),
    },
  )
}
