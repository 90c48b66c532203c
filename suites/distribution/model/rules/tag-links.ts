import { violated } from '../../../../src/engine/judgement.ts'
import { tagsOf } from '../../judges/tags.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { keyOf, namesIn } from '../history.ts'
import { isOn, statusOf } from '../observed.ts'
import { nextOf } from '../pages.ts'
import { isAfter, ofLast, possibleOrders, type ListedPage } from './tag-pages.ts'
import { literal, tagsAre, textMatches } from '../../../../src/registry/reproduce/condition.ts'

/** What pages that a Link joins must not do: repeat own tags, begin again, lead elsewhere or to nothing. */
export function joinedPages(page: ListedPage): Contradiction[] {
  const { observed, before } = page
  const next = nextOf(observed)
  const urls = [...before, observed].map(({ request }) => new URL(request.url).href)
  const about = { observed, because: [...before], explainedBy: ['discovery.tags.link-form'] as const }
  if (next !== undefined && urls.includes(next))
    return contradicts(
      'discovery.tags.link-walk',
      violated(
        'returned Links of tags that form a loop',
        'a Link to further tags',
        next,
        tagsAre({ unique: true, pages: true }),
      ),
      about,
    )
  if (before.length === 0) return []
  return [...ofOneRepository(page), ...withoutRepeated(page), ...withFurther(page)]
}

function ofOneRepository({ observed, before, repository }: ListedPage): Contradiction[] {
  const first = before[0]?.operation.repository ?? repository
  return first === repository
    ? []
    : contradicts(
        'discovery.tags.link-walk',
        violated(
          'returned a Link that leads to the tags of another repository',
          first,
          repository,
          textMatches(`"name":"${literal(first)}"`),
        ),
        { observed, because: [...before] },
      )
}

/** Own tags that were there all the time come on one page alone. */
function withoutRepeated(page: ListedPage): Contradiction[] {
  const { observed, before, known, tags } = page
  const earlier = new Set(before.flatMap(({ exchange }) => tagsOf(exchange) ?? []))
  const twice = tags.filter((tag) => known.includes(tag) && earlier.has(tag))
  return twice.length === 0
    ? []
    : contradicts(
        'discovery.tags.link-walk',
        violated(
          'listed a tag on more than one page',
          'each tag on one page',
          twice.join(', '),
          tagsAre({ excludes: twice }),
        ),
        { observed, because: [...before], explainedBy: ofLast(page, twice) },
      )
}

/** A Link announces more tags: it does not lead to an empty page unless these were deleted meanwhile. */
function withFurther(page: ListedPage): Contradiction[] {
  const { observed, before, history, repository, tags, period, known } = page
  const earlier = before.flatMap(({ exchange }) => tagsOf(exchange) ?? [])
  const end = earlier.at(-1)
  // What an empty page leaves out is judged as that.
  const isEnd = tags.length === 0 && known.every((tag) => earlier.includes(tag))
  if (!isEnd || end === undefined || !isAlone(page)) return []
  const orders = possibleOrders(page)
  const wasThere = namesIn(history.tags, repository).some(
    (tag) =>
      !isAfter(end, tag, orders) &&
      history.tags
        .get(keyOf(repository, tag))
        ?.some(({ by }) => by.start < period.end && by.end > period.start),
  )
  return wasThere
    ? []
    : contradicts(
        'discovery.tags.link-last-page',
        violated(
          'returned a Link that leads to an empty page',
          'no Link with the last tags',
          'a Link',
          tagsAre({ further: true }),
        ),
        { observed, because: [...before], maySettle: true },
      )
}

/** Whether no list shows a tag of others, who might have deleted what the Link announced. */
const isAlone = ({ history, repository }: ListedPage): boolean =>
  history.observed.every(
    (each) =>
      !isOn(each, 'tags') ||
      each.operation.repository !== repository ||
      statusOf(each) !== 200 ||
      (tagsOf(each.exchange) ?? []).every((tag) => history.tags.has(keyOf(repository, tag))),
  )
