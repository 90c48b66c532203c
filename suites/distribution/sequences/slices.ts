import { isNamed, ownNamesOf, withContent } from './names.ts'
import { isReading, type Part } from './parts.ts'
import type { Sequence, Step } from './sequence.ts'

/**
 * Parts of a sequence, the fewest first, each of which may be enough for a step to show what it shows: the step with a read of what it names
 * before it, what changes what it names with what that needs, and all that has to do with the same content. They are a few requests of hundreds.
 */
export function slicesOf(parts: readonly Part[], step: Step, sequence: Sequence): Part[][] {
  const slices = [changesOf(parts, step, sequence), near(parts, step, sequence)]
  // An upload cannot go on without what came before.
  if (!isOfStartedUpload(step)) slices.unshift(afterRead(parts, step))
  const ascending = slices.toSorted((one, other) => one.length - other.length)
  return ascending.filter(
    (slice, at) => slice.length < parts.length && !isSame(slice, ascending[at - 1] ?? []),
  )
}

const isSame = (one: readonly Part[], other: readonly Part[]): boolean =>
  one.length === other.length && one.every((part, at) => part === other[at])

const isOfStartedUpload = (step: Step): boolean => 'upload' in step && step.do !== 'start'

/** The step, and before it the last read of what it names, unless it reads that itself: what is not there has to be known as such. */
function afterRead(parts: readonly Part[], step: Step): Part[] {
  const names = ownNamesOf(step)
  const read = isReading(step)
    ? undefined
    : parts.findLast((part) => part.step !== step && isReading(part.step) && isNamed(part.step, names))
  return parts.filter((part) => part.step === step || part === read)
}

/** The step, and what has to do with the same blobs, manifests, tags or uploads, or with what its own content refers to. */
export function near(parts: readonly Part[], step: Step, sequence: Sequence): Part[] {
  const names = withContent(ownNamesOf(step), sequence)
  return parts.filter(
    (part) =>
      part.step === step || [...withContent(ownNamesOf(part.step), sequence)].some((name) => names.has(name)),
  )
}

/** The step, what changes what it names or has that as its subject, and the pushes without which these are refused. */
function changesOf(parts: readonly Part[], step: Step, sequence: Sequence): Part[] {
  const names = ownNamesOf(step)
  for (const [name, { subject }] of Object.entries(sequence.manifests))
    if (subject !== undefined && subject !== 'missing' && names.has(subject.manifest)) names.add(name)
  const changes = parts.filter(
    (part) => part.step === step || (!isReading(part.step) && isNamed(part.step, names)),
  )
  const pushed = changes.flatMap((part) => (part.step.do === 'push-manifest' ? [part.step.manifest] : []))
  const content = withContent(pushed, sequence, { subjects: false })
  for (const { step: start } of parts)
    if (start.do === 'start' && content.has(start.blob)) content.add(start.upload)
  return parts.filter((part) => changes.includes(part) || (isPush(part.step) && isNamed(part.step, content)))
}

/** Whether each manifest that these push has its content as before: one that lacks some is refused, and shows nothing. */
export function isWhole(rest: readonly Part[], before: readonly Part[], sequence: Sequence): boolean {
  const pushed = rest.flatMap(({ step }) => (step.do === 'push-manifest' ? [step.manifest] : []))
  const [now, then] = [pushedBy(rest), pushedBy(before)]
  const content = withContent(pushed, sequence, { subjects: false })
  return [...content].every((name) => now.has(name) || !then.has(name))
}

const pushes: ReadonlySet<Step['do']> = new Set<Step['do']>([
  'push-blob',
  'start',
  'chunk',
  'close',
  'mount',
  'push-manifest',
])

const isPush = (step: Step): boolean => pushes.has(step.do)

const pushedBy = (parts: readonly Part[]): Set<string> =>
  new Set(parts.flatMap(({ step }) => (isPush(step) ? [...ownNamesOf(step)] : [])))
