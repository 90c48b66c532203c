import { isListKey, mostReads } from './list-state.ts'
import { endOf, isChange, succeeded, type Step } from './step.ts'
import { isDeletion, isPush, type StepIndex } from './step-index.ts'

/** Of shared content that a list shows, as much is pushed anew. */
const mostListed = 12

/** The tag after which a list was requested. */
export const lastIn = ({ first }: Step): string[] => {
  const last = URL.canParse(first.request.url) ? new URL(first.request.url).searchParams.get('last') : null
  return last === null ? [] : [last]
}

/** Of a list of tags that a test has not made itself: those that the response lists, with their like. */
export function listed(root: Step, index: StepIndex, kept: ReadonlySet<Step>): readonly Step[] {
  const key = root.operation.reads.find((each) => each.startsWith('tags '))
  if (key === undefined) return []
  const makers = index.writers(key).filter((step) => isPush(step) && step.first.id < root.first.id)
  if (makers.some((step) => step.test === root.test && kept.has(step))) return []
  const text = root.last.response?.body.text ?? ''
  const named = makers.filter(({ first }) => text.includes(`"${tagOf(first.request.url)}"`))
  const counts = new Map<string, number>()
  for (const { test } of named.length > 0 ? named : makers) counts.set(test, (counts.get(test) ?? 0) + 1)
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one)
  const like = makers.filter(({ test }) => test === most?.[0])
  return [...new Set([...named.slice(0, mostListed), ...like])].slice(0, mostListed)
}

const tagOf = (url: string): string => url.split('?', 1)[0]?.split('/').at(-1) ?? ''

const isRefused = ({ last: { response } }: Step): boolean =>
  response !== undefined && response.status >= 400 && response.status !== 404

const isReferrer = ({ operation }: Step): boolean =>
  operation.writes.some((each) => each.startsWith('referrers '))

/**
 * What was done before with content that a test reads: reads since it last changed, and, where others have pushed it, their last
 * push of a manifest, and of a referrer, that refers to it.
 */
export function doneBefore(root: Step, earlier: readonly Step[], kept: ReadonlySet<Step>): readonly Step[] {
  if (isChange(root)) return []
  const before = earlier.filter(({ first }) => first.id < root.first.id)
  const keys = root.operation.reads.filter((key) => !isListKey(key))
  return keys.flatMap((key) => {
    const pushes = [...kept].filter((step) => isPush(step) && step.operation.writes.includes(key))
    if (pushes.length === 0) return []
    const last = Math.max(...pushes.map(({ first }) => first.id))
    const concerned = before.filter((step) => step.first.id > last && step.operation.reads.includes(key))
    const all = concerned.filter((step) => !isChange(step) && succeeded(step))
    const head = all.findLast(({ first }) => first.request.method === 'HEAD')
    const refused = concerned.findLast((step) => !isChange(step) && isRefused(step))
    const reads = [head, refused, ...all.slice(-mostReads)].filter((step) => step !== undefined)
    if (pushes.some(({ test }) => test === root.test)) return reads
    const referring = concerned.filter((step) => isChange(step) && isPush(step))
    return [
      ...reads,
      ...[referring.findLast(isReferrer), referring.findLast((step) => !isReferrer(step))].filter(
        (step) => step !== undefined,
      ),
    ]
  })
}

/** What was sent to the same session before. */
export const sessionBefore = ({ session, first }: Step, earlier: readonly Step[]): readonly Step[] =>
  earlier.filter((each) => each.session === session && each.first.id < first.id)

/** A repository comes into being with its first push: what is read there may be answered otherwise before. */
export function existence(root: Step, earlier: readonly Step[], kept: ReadonlySet<Step>): readonly Step[] {
  const { repository } = root.operation
  if (isChange(root) && !isDeletion(root)) return []
  const inIt = (step: Step): boolean =>
    isPush(step) && step.operation.repository === repository && step.operation.writes.length > 0
  if ([...kept].some(inIt)) return []
  const first = earlier.find((step) => endOf(step) <= root.first.startedAt && inIt(step))
  return first ? [first] : []
}

/** Later changes of what is kept, such as the deletion of a manifest by its digest that a tag leads to. */
export function changesOfTheSame(
  kept: ReadonlySet<Step>,
  earlier: readonly Step[],
  tests: ReadonlySet<string>,
): Step[] {
  const keys = new Set([...kept].flatMap(({ operation }) => operation.writes))
  return earlier.filter(
    (step) =>
      !kept.has(step) &&
      tests.has(step.test) &&
      step.operation.writes.some((key) => keys.has(key) && !key.startsWith('tags ')),
  )
}

/** Reads of what a step that is kept changed later, each once between two changes. */
export function readsBefore(
  kept: ReadonlySet<Step>,
  earlier: readonly Step[],
  tests: ReadonlySet<string>,
): Step[] {
  const changed = new Map<string, number[]>()
  for (const step of kept)
    if (isChange(step))
      for (const key of step.operation.writes) changed.set(key, [...(changed.get(key) ?? []), step.first.id])
  // A tag changes with the manifest that it was pushed with, and a list of referrers with those that it has.
  const manifestsOf = new Map<string, readonly string[]>()
  for (const { operation } of kept)
    for (const key of operation.writes)
      if (key.startsWith('tag ') || key.startsWith('referrers '))
        manifestsOf.set(key, [
          ...(manifestsOf.get(key) ?? []),
          ...operation.writes.filter((each) => each.startsWith('manifest ')),
        ])
  const seen = new Set<string>()
  return earlier.filter((step) => {
    if (kept.has(step) || isChange(step) || !tests.has(step.test)) return false
    const next = step.operation.reads
      .flatMap((key) => [key, ...(manifestsOf.get(key) ?? [])])
      .flatMap((key) => changed.get(key) ?? [])
      .filter((id) => id > step.first.id)
    if (next.length === 0) return false
    const { method, url } = step.first.request
    const same = `${method} ${url} ${Math.min(...next)}`
    return seen.size !== seen.add(same).size
  })
}

/** An upload that was open in the same repository beside the last one of those that are kept. */
export function openBeside(kept: ReadonlySet<Step>, earlier: readonly Step[]): readonly Step[] {
  const own = earlier.findLast((step) => kept.has(step) && isOfUpload(step))
  if (own === undefined) return []
  const { repository } = (own.session ?? own).operation
  const before = earlier.filter(({ first }) => first.id < own.first.id)
  const ended = new Set(
    before.flatMap((step) => (step.session && isEnd(step) && succeeded(step) ? [step.session] : [])),
  )
  const open = before.filter(
    (step) =>
      isBeginning(step) &&
      step.operation.repository === repository &&
      step !== own.session &&
      !ended.has(step),
  )
  // A request to mount a blob begins an upload only where the blob is not found.
  const plain = open.findLast(({ first }) => !first.request.url.includes('?'))
  return [plain ?? open.at(-1)].filter((step) => step !== undefined)
}

const isOfUpload = ({ session, first, operation }: Step): boolean =>
  session !== undefined || (first.request.method === 'POST' && operation.repository !== undefined)

const isEnd = ({ first }: Step): boolean => ['PUT', 'DELETE'].includes(first.request.method)

/** It has begun an upload. */
const isBeginning = ({ first: { request }, last: { response }, operation }: Step): boolean =>
  request.method === 'POST' && response?.status === 202 && operation.repository !== undefined
