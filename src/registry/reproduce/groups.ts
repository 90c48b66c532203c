import { headerValues } from '../record/exchange.ts'
import { isListKey } from './list-state.ts'
import { endOf, isChange, succeeded, type Step } from './step.ts'

/**
 * Changes of the same thing, and reads of it, that were in flight at the same time belong together. What was sent while one of them was
 * in flight comes before them: it may be what another one of them needs.
 */
export function groupsOf(steps: readonly Step[]): Step[][] {
  let groups: Step[][] = []
  for (const step of steps) {
    const met = groups.flatMap((group, at) => {
      const later = groups.slice(at + 1).flat()
      return group.filter(
        (other) =>
          overlaps(other, step) && concern(other, step) && later.every((each) => overlaps(other, each)),
      )
    })
    const last = groups.at(-1) ?? []
    const joined = last.some((other) => met.includes(other)) && last.every((other) => overlaps(other, step))
    const taken = new Set([...met, ...(joined ? last : [])])
    groups = groups
      .map((group) => group.filter((other) => !taken.has(other)))
      .filter(({ length }) => length > 0)
    groups.push([...taken, step])
  }
  return groups
}

/** Both were in flight at the same time, and what is sent to one session goes to the same Location. */
function overlaps(one: Step, other: Step): boolean {
  if (one.test !== other.test) return false
  if (one.first.startedAt >= endOf(other) || other.first.startedAt >= endOf(one)) return false
  const sameSession = other.session !== undefined && other.session === one.session
  return !sameSession || one.source?.step === other.source?.step
}

/**
 * What the order of two requests may make a difference to: changes of the same, and a change of what is read. Tests of requests at once
 * choose all that they send.
 */
function concern(one: Step, other: Step): boolean {
  if (/at-once/.test(one.test)) return true
  const keys = [one, other].map((step) => (isChange(step) ? step.operation.writes : step.operation.reads))
  const [own = [], others = []] = keys
  return (
    (isChange(one) || isChange(other)) &&
    own.some((key) => /^(?:tag|manifest|blob|referrers) /.test(key) && others.includes(key))
  )
}

/**
 * Those of the same group that wanted the same as a step: which of them the registry treats otherwise is chance. What was
 * answered otherwise than the step, and without success, wanted something else.
 */
export function rivalsOf(step: Step, groups: readonly (readonly Step[])[]): readonly Step[] {
  const group = groups.find((each) => each.includes(step)) ?? [step]
  const { method } = step.first.request
  const isLike = (each: Step): boolean =>
    succeeded(each) || each.last.response?.status === step.last.response?.status
  return group.filter((each) => each === step || (each.first.request.method === method && isLike(each)))
}

/** Whether two steps are the same request, so that their responses have to be the same. */
export const sendsSame = ({ first: { request: one } }: Step, { first: { request: other } }: Step): boolean =>
  one.method === other.method && one.url === other.url && one.body?.sha256 === other.body?.sha256

/** Whether two steps leave the same, wherever they were sent to: then none of them wins. */
const storesSame = ({ first: { request: one } }: Step, { first: { request: other } }: Step): boolean =>
  one.method === other.method && one.body?.sha256 === other.body?.sha256

/**
 * Groups in which what won in the run comes last: which of several changes of one thing wins is chance, and what is compared was judged
 * by the one that did. It is the one that `expected` digests are of, or else the one that the response names; where both are open, they
 * stay together: perhaps the registry mixed them up.
 */
export const withWinnersLast = (
  groups: readonly (readonly Step[])[],
  compared: readonly Step[],
  expected: readonly string[],
): readonly (readonly Step[])[] =>
  groups.flatMap((group, at) => {
    if (group.length === 1 || compared.some((each) => group.includes(each))) return [group]
    const later = new Set(
      groups.slice(at + 1).flatMap((each) => each.flatMap(({ operation }) => operation.writes)),
    )
    const winner =
      compared
        .map((each) => winnerIn(group, each, expected))
        .find((each) => each !== undefined && !each.operation.writes.some((key) => later.has(key))) ??
      leftBy(
        group,
        groups.slice(at + 1).flatMap((each) => each.filter((step) => !compared.includes(step))),
      )
    return winner ? [group.filter((each) => each !== winner), [winner]] : [group]
  })

/** Which of several different changes of what a step read has won. */
function winnerIn(group: readonly Step[], read: Step, expected: readonly string[]): Step | undefined {
  const { response } = read.last
  if (isChange(read) || response === undefined) return undefined
  const own = group.filter(({ operation }) =>
    operation.writes.some((key) => read.operation.reads.includes(key)),
  )
  const [first] = own
  if (first === undefined || own.every((each) => storesSame(each, first))) return undefined
  // A list has all that was added at once.
  if (read.operation.reads.some(isListKey) && !own.some(isDeletion)) return undefined
  if (expected.includes('404')) return own.findLast(isDeletion)
  const presumed = own.filter((each) => expected.includes(bodyOf(each)))
  if (presumed.length > 0) return new Set(presumed.map(bodyOf)).size === 1 ? presumed.at(-1) : undefined
  // What has to be found is there only where no deletion came last.
  if (own.some(isDeletion) && expected.some(isSuccess)) return own.findLast((each) => !isDeletion(each))
  if (response.status === 404) return own.findLast(isDeletion)
  const named = [response.body.sha256, ...headerValues(response.headers, 'docker-content-digest')]
  return own.findLast((each) => named.includes(bodyOf(each)))
}

const bodyOf = ({ first }: Step): string => first.request.body?.sha256 ?? ''

const isSuccess = (status: string): boolean => /^2(?:\d\d|xx)$/.test(status)

const isDeletion = ({ first }: Step): boolean => first.request.method === 'DELETE'

/** Whether a deletion or a push of the same came last, by what the next request found. */
function leftBy(group: readonly Step[], next: readonly Step[]): Step | undefined {
  for (const deletion of group.filter(isDeletion)) {
    const [key] = deletion.operation.writes
    if (key === undefined || !succeeded(deletion)) continue
    const push = group.findLast((each) => !isDeletion(each) && each.operation.writes.includes(key))
    const found = next.find(({ operation }) => operation.reads.includes(key))
    if (push === undefined || found === undefined || !succeeded(push)) continue
    if (succeeded(found)) return push
    if (found.last.response?.status === 404) return deletion
  }
  return undefined
}
