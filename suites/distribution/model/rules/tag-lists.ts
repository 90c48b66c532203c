import { holds, violated } from '../../../../src/engine/judgement.ts'
import { linksToNext } from '../../judges/link.ts'
import {
  inOrder,
  isEmptyTagList,
  isTagList,
  isTagName,
  listsOnlyTagNames,
  namesRepository,
  withoutRepetition,
} from '../../judges/tags.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { keyOf, type History } from '../history.ts'
import { statusOf } from '../observed.ts'
import { isPlain } from '../pages.ts'
import type { Rule } from '../rule.ts'
import { missingTags, unexpectedTags } from './tag-contents.ts'
import { joinedPages } from './tag-links.ts'
import { ordersBefore, ordersOf, readListed, readPage, type ListedPage } from './tag-pages.ts'
import { refusedLists } from './tag-refusals.ts'
import { positionsOfTags } from './tag-positions.ts'
import { headerIs, tagsAre } from '../../../../src/registry/reproduce/condition.ts'

/** GET of tags/list (Listing Tags): its form, which tags must be on the page and which must not, and how pages join. */
export const listsOfTags: Rule<'tags'> = (observed, history) => {
  if (!isPlain(observed)) return []
  const page = readPage(observed, history)
  if (statusOf(observed) !== 200) return refusedLists(page)
  if (observed.exchange.response?.body.truncated) return []
  const about = { observed, because: [] }
  const listed = readListed(page)
  if (listed === undefined)
    return contradicts('discovery.tags.body', isTagList(observed.exchange), {
      ...about,
      explainedBy: ['discovery.tags.listed'],
    })
  if (page.n === 0) return listOfZero(listed)
  return [
    ...formOf(listed),
    ...orderOf(listed),
    ...unexpectedTags(listed),
    ...missingTags(listed),
    ...positionsOfTags(listed),
    ...joinedPages(listed),
  ]
}

/** n=0: no tags, and no Link. null in place of an empty list is a note elsewhere. */
function listOfZero({ observed, tags, hasMore }: ListedPage): Contradiction[] {
  const about = { observed, because: [], explainedBy: ['discovery.tags.n-exact'] as const }
  const empty = tags.length === 0 ? holds() : isEmptyTagList('n=0')(observed.exchange)
  return [
    ...contradicts('discovery.tags.n-zero', empty, about),
    ...contradicts(
      'discovery.tags.n-zero-no-link',
      hasMore
        ? violated('returned a Link for n=0', 'no Link', 'a Link', headerIs('Link', { absent: true }))
        : holds(),
      { ...about, explainedBy: ['discovery.tags.n-zero'] },
    ),
  ]
}

const isBare = ({ n, last, before, isOdd }: ListedPage): boolean =>
  n === undefined && last === undefined && before.length === 0 && !isOdd

/** Body, name, grammar and repetition. */
function formOf(page: ListedPage): Contradiction[] {
  const { observed, history, repository, tags } = page
  const { exchange } = observed
  const about = { observed, because: [] }
  const foreign = tags.filter((tag) => isTagName(tag) || !wasPushed(history, repository, tag))
  return [
    ...(isBare(page)
      ? contradicts(
          page.known.length === 0 ? 'discovery.tags.empty-list' : 'discovery.tags.body',
          isTagList(exchange),
          about,
        )
      : []),
    ...contradicts('discovery.tags.name', namesRepository(repository)(exchange), about),
    ...contradicts('discovery.tags.nothing-else', withoutRepetition(tags), about),
    ...contradicts('discovery.tags.nothing-else', listsOnlyTagNames(foreign), {
      ...about,
      explainedBy: ['push.tag.invalid', 'push.tag.too-long', 'push.manifest.malformed-digest'],
    }),
    ...contradicts('discovery.tags.link-form', linksToNext(exchange), about),
  ]
}

/** Whether the registry took a push under a name that is not a tag's: that it did is judged where it did. */
const wasPushed = ({ tags, manifests }: History, repository: string, name: string): boolean =>
  tags.has(keyOf(repository, name)) || manifests.has(keyOf(repository, name))

/** Whole lists and pages are in an order that the version has, and all in the same one. */
function orderOf(page: ListedPage): Contradiction[] {
  const { observed, history, tags } = page
  const judgement = inOrder(tags, history.spec)
  const about = { observed, because: [] }
  if (isBare(page)) {
    const own = contradicts('discovery.tags.order', judgement, about)
    if (!judgement.holds && judgement.severity !== 'warn') return own
    return [...own, ...sameOrder(page)]
  }
  // Which of the orders it is was judged with the whole list.
  if (!judgement.holds && judgement.severity !== 'warn')
    return contradicts('discovery.tags.order-paged', judgement, {
      ...about,
      explainedBy: ['discovery.tags.order'],
    })
  return sameOrder(page)
}

function sameOrder(page: ListedPage): Contradiction[] {
  const before = ordersBefore(page)
  if (before.length === 0 || ordersOf(page.tags, before).length > 0) return []
  const [compare] = before
  return contradicts(
    'discovery.tags.order-paged',
    violated(
      'listed tags in another order than before',
      page.tags.toSorted(compare).slice(0, 12).join(', '),
      page.tags.slice(0, 12).join(', '),
      tagsAre({ order: page.tags.toSorted(compare) }),
    ),
    { observed: page.observed, because: [], explainedBy: ['discovery.tags.order'] },
  )
}
