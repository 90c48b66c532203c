import { violated, warning, type Judgement } from '../../../../src/engine/judgement.ts'
import { summarizeResponse } from '../../judges/response.ts'
import type { RequirementId } from '../../requirements.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import { isOn, isSuccess, statusOf } from '../observed.ts'
import { isThere } from '../presence.ts'
import { isRepositoryName } from '../validity.ts'
import { writersOf } from '../writes.ts'
import { isLast, type TagPage } from './tag-pages.ts'
import { statusIs } from '../../../../src/registry/reproduce/condition.ts'

/** Tag lists that are answered otherwise than with 200: right where a repository has no tags, or where none are listed at all. */
export function refusedLists(page: TagPage): Contradiction[] {
  const { observed, isOdd, n, last, before, known } = page
  const status = statusOf(observed) ?? 0
  if (status === 405) return []
  if (isOdd) return status < 500 ? [] : failedOdd(page)
  if (known.length > 0) return refusedTags(page)
  if (status === 404 || n !== undefined || last !== undefined || before.length > 0) return []
  const requirement = wasUsed(page) ? 'discovery.tags.empty-list' : 'discovery.tags.unknown-repository'
  // Invalid names are refused in ways of their own.
  return isRepositoryName(page.repository) ? refused(page, requirement, status < 500) : []
}

/** Which values of parameters are taken is open, but none may lead to a failure. */
function failedOdd(page: TagPage): Contradiction[] {
  const { n, last } = page.observed.operation
  if (n !== undefined && page.n === undefined) return refused(page, 'discovery.tags.n-invalid')
  return last === '' ? refused(page, 'discovery.tags.last-unknown') : []
}

const wasUsed = ({ history, repository }: TagPage): boolean =>
  history.observed.some(
    (each) =>
      isOn(each, 'manifest') &&
      each.operation.method === 'PUT' &&
      each.operation.repository === repository &&
      isSuccess(each),
  )

/** Although tags are there. */
function refusedTags(page: TagPage): Contradiction[] {
  const { observed, history, repository, n, last, before, known } = page
  const isClient = (statusOf(observed) ?? 0) < 500
  if (before.length > 0) return refused(page, 'discovery.tags.link-walk')
  if (n === 0) return refused(page, 'discovery.tags.n-zero')
  if (last !== undefined) {
    if (isThere(history.possibleTag(repository, last, observed)))
      return refused(page, refusalAfter(page, last))
    return isClient ? [] : refused(page, 'discovery.tags.last-unknown')
  }
  if (n === undefined) return refused(page, 'discovery.tags.listed')
  // A number above the limit of the server is not described.
  return n > known.length
    ? refused(page, 'discovery.tags.n-above-total', isClient)
    : refused(page, 'discovery.tags.n-exact')
}

function refusalAfter(page: TagPage, last: string): RequirementId {
  if (isLast(page, last)) return 'discovery.tags.last-at-end'
  return page.n === undefined ? 'discovery.tags.last-without-n' : 'discovery.tags.last'
}

function refused(page: TagPage, requirement: RequirementId, warns = false): Contradiction[] {
  const { observed, history, repository, known } = page
  const [tag = ''] = known
  const judgement: Judgement = violated(
    `returned ${statusOf(observed)} for ${whatOf(page)}`,
    known.length > 0 ? '200' : ['200', '404'],
    summarizeResponse(observed.exchange),
    statusIs(200, ...(known.length > 0 ? [] : [404])),
  )
  return contradicts(requirement, warns ? warning(judgement) : judgement, {
    observed,
    because: writersOf(history.possibleTag(repository, tag, page.period)),
    explainedBy: ['discovery.tags.listed'],
    maySettle: true,
  })
}

function whatOf({ n, last, before, known }: TagPage): string {
  if (before.length > 0) return 'the next page of a tag list'
  if (last !== undefined) return 'a tag list with last'
  if (n !== undefined) return `a tag list with n=${n}`
  return known.length > 0
    ? 'the tag list of an existing repository'
    : 'the tag list of a repository without tags'
}
