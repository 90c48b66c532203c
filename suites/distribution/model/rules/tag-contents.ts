import { violated, type Judgement } from '../../../../src/engine/judgement.ts'
import { hasPageOf, isTagName, lists, listsNoneOf, tagsOf, type Compare } from '../../judges/tags.ts'
import type { RequirementId } from '../../requirements.ts'
import { lastChange } from '../changes.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { isUnnamed, type History } from '../history.ts'
import { isOn, isSuccess, statusOf, type Observed } from '../observed.ts'
import { isDigest } from '../operation.ts'
import { isAbsent, isThere } from '../presence.ts'
import { writersOf } from '../writes.ts'
import { isAfter, ofLast, possibleOrders, startOf, type ListedPage } from './tag-pages.ts'
import {
  anyOf,
  headerIs,
  literal,
  onExchange,
  tagsAre,
} from '../../../../src/registry/reproduce/condition.ts'
import { isCondition } from '../../../../src/registry/reproduce/condition-kinds.ts'

/** Why a tag may not be in a list. */
type Why = 'deleted' | 'manifest deleted' | 'of another repository' | 'never pushed' | 'unnamed'

const unexpected: Record<Why, readonly [RequirementId, why: string]> = {
  deleted: ['management.tag.not-listed', 'that were deleted'],
  'manifest deleted': ['management.manifest.tags-not-listed', 'whose manifest was deleted'],
  'of another repository': ['discovery.tags.nothing-else', 'of another repository'],
  'never pushed': ['discovery.tags.nothing-else', 'that were not pushed'],
  unnamed: ['push.tag-parameters.header', 'that were created from parameters, but not listed in OCI-Tag'],
}

/** Own tags that are listed although they are certainly not set. */
export function unexpectedTags({ observed, history, repository, tags, n }: ListedPage): Contradiction[] {
  const found = new Map<Why, { tags: string[]; because: Observed[] }>()
  for (const tag of new Set(tags)) {
    if (history.setSince(repository, tag) <= observed.start) continue
    const possible = history.possibleTag(repository, tag, observed)
    const present = (possible ?? []).filter(({ value }) => value !== undefined)
    const isOnlyUnnamed = present.length > 0 && present.every(({ by }) => isUnnamed(tag, by))
    if (!isTagName(tag) || (!isAbsent(possible) && !isOnlyUnnamed)) continue
    const because = writersOf(isOnlyUnnamed ? present : possible)
    const isElsewhere = [...history.tags.keys()].some((key) => key.endsWith(` ${tag}`))
    const why = isOnlyUnnamed ? 'unnamed' : whyNot(because, isElsewhere)
    const group = found.get(why) ?? { tags: [], because: [] }
    group.tags.push(tag)
    group.because.push(...because)
    found.set(why, group)
  }
  return [...found].flatMap(([why, group]) => {
    const [requirement, text] = unexpected[why]
    const because = [...new Set(group.because)]
    const judgement = listsNoneOf(tags, group.tags, text)
    return contradicts(requirement, why === 'unnamed' ? orNamed(judgement, group.tags, because) : judgement, {
      observed,
      because,
      // What such a page has is a matter of its n where that is known to be wrong.
      ...(n !== undefined && tags.length < n
        ? { explainedBy: ['discovery.tags.n-above-total', requirement] }
        : {}),
      maySettle: true,
    })
  })
}

/** Tags that are listed are right as well where the responses to their pushes name them. */
function orNamed(judgement: Judgement, tags: readonly string[], pushes: readonly Observed[]): Judgement {
  if (judgement.holds || judgement.conditions === undefined) return judgement
  const named = pushes.flatMap(({ exchange, request }) => {
    const parameters = new URL(request.url).searchParams.getAll('tag')
    return tags
      .filter((tag) => parameters.includes(tag))
      .map((tag) => onExchange(exchange.id, headerIs('OCI-Tag', { matches: literal(tag) })))
  })
  return { ...judgement, conditions: [anyOf(judgement.conditions.filter(isCondition), named)] }
}

function whyNot(because: readonly Observed[], isElsewhere: boolean): Why {
  if (because.length === 0) return isElsewhere ? 'of another repository' : 'never pushed'
  return because.some((each) => isOn(each, 'manifest') && isDigest(each.operation.reference))
    ? 'manifest deleted'
    : 'deleted'
}

/** Own tags that are on this page by what was requested, and are missing; and whether the page has as many as it must. */
export function missingTags(page: ListedPage): Contradiction[] {
  const { observed, history, known, tags, n, hasMore, before } = page
  const start = startOf(page)
  if (start === undefined || page.isOdd) return []
  const orders = possibleOrders(page)
  const { after } = start
  const following = after === undefined ? known : known.filter((tag) => isAfter(tag, after, orders))
  // A Link may lose the number, which is judged by where it leads.
  if (n !== undefined && before.length === 0 && (tags.length > n || following.length >= n)) {
    const judgement = hasPageOf(n, history.spec)(observed.exchange)
    if (!judgement.holds)
      return contradicts('discovery.tags.n-exact', judgement, {
        observed,
        because: [],
        explainedBy: [
          ...ofLast(page, tags.slice(n)),
          ...(tags.filter(isTagName).length > n ? [] : (['discovery.tags.nothing-else'] as const)),
          'discovery.tags.complete',
          'discovery.tags.order',
          'discovery.tags.order-paged',
        ],
        maySettle: true,
      })
  }
  const seen = new Set([...tags, ...before.flatMap(({ exchange }) => tagsOf(exchange) ?? [])])
  const end = tags.at(-1) ?? passedBy(page)
  const isWhole = !hasMore && (n === undefined || tags.length < n)
  const missing = following.filter(
    (tag) => !seen.has(tag) && (isWhole || (end !== undefined && (tag === end || isAfter(end, tag, orders)))),
  )
  return missing.length === 0 ? [] : [leftOut(page, missing, { orders, isWhole })]
}

/** The own tag after which a Link goes on: pages have gone by it, whether they listed anything or not. */
const passedBy = ({ known, last, before }: ListedPage): string | undefined =>
  before.length > 0 && last !== undefined && known.includes(last) ? last : undefined

function leftOut(
  page: ListedPage,
  missing: readonly string[],
  { orders, isWhole }: { orders: readonly Compare[]; isWhole: boolean },
): Contradiction {
  const { observed, history, repository, tags } = page
  const requirement = missing.some((tag) => isListedElsewhere(page, tag) === false)
    ? 'discovery.tags.complete'
    : requirementFor(page, missing, { orders, isWhole })
  const judgement = lists(tags, missing)
  const possible = history.possibleTag(repository, missing[0] ?? '', page.period) ?? []
  const [since] = writersOf(possible)
  const { by } = lastChange(history, {
    repository,
    digest: possible[0]?.value ?? '',
    until: observed,
    ...(since ? { since } : {}),
  })
  return {
    requirement,
    judgement: judgement.holds
      ? violated('omitted tags that exist', missing, tags.join(', '), tagsAre({ includes: missing }))
      : judgement,
    observed,
    because: [...(since ? [since] : []), ...(by && by !== since ? [by] : [])],
    ...(since ? { since } : {}),
    explainedBy: [
      'pull.manifest.by-tag',
      'management.tag.other-tags-kept',
      'push.tag-parameters.header-honest',
      ...(requirement === 'discovery.tags.complete' ? [] : (['discovery.tags.complete'] as const)),
    ],
    maySettle: true,
  }
}

/** Which statement the missing tags violate, by what was requested and where on the page they belong. */
function requirementFor(
  { tags, n, last, before }: ListedPage,
  missing: readonly string[],
  { orders, isWhole }: { orders: readonly Compare[]; isWhole: boolean },
): RequirementId {
  const [first] = tags
  const isBeforeFirst = first === undefined || missing.some((tag) => isAfter(first, tag, orders))
  if (before.length > 0) return 'discovery.tags.link-walk'
  if (last !== undefined && isBeforeFirst)
    return n === undefined ? 'discovery.tags.last-without-n' : 'discovery.tags.last'
  if (n !== undefined && last === undefined) {
    if (isWhole) return 'discovery.tags.n-above-total'
    if (first !== undefined && isBeforeFirst) return 'discovery.tags.n-from-start'
  }
  return 'discovery.tags.complete'
}

/** A list that was answered with 200, and its tags. */
interface Answered {
  list: Observed
  tags: ReadonlySet<string>
  /** Requested without parameters, so that it may leave nothing out. */
  isBare: boolean
}

const known = new WeakMap<History, Map<string, readonly Answered[]>>()

/** The lists of a repository, read once: each tag that one of them leaves out is looked for in all. */
function listsOf(history: History, repository: string): readonly Answered[] {
  const found = known.get(history) ?? new Map<string, readonly Answered[]>()
  known.set(history, found)
  const lists =
    found.get(repository) ??
    history.observed.flatMap((list): Answered[] => {
      if (!isOn(list, 'tags') || list.operation.repository !== repository || !isSuccess(list)) return []
      const { n, last } = list.operation
      const isBare = n === undefined && last === undefined && statusOf(list) === 200
      return [{ list, tags: new Set(tagsOf(list.exchange)), isBare }]
    })
  found.set(repository, lists)
  return lists
}

/** Whether another list has the tag while it is set; undefined where none was requested that could show it. */
function isListedElsewhere({ observed, history, repository }: ListedPage, tag: string): boolean | undefined {
  const isSetAt = ({ list }: Answered): boolean =>
    list !== observed && isThere(history.possibleTag(repository, tag, list))
  const lists = listsOf(history, repository)
  if (lists.some((each) => each.tags.has(tag) && isSetAt(each))) return true
  return lists.some((each) => each.isBare && isSetAt(each)) ? false : undefined
}
