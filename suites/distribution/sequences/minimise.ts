import type { Contradiction } from '../model/contradiction.ts'
import { isReading, partsOf, withParts, type Part } from './parts.ts'
import type { Sequence, Step } from './sequence.ts'
import { byDigest, plainerRequests } from './plainer-requests.ts'
import { ownNamesOf, withContent } from './names.ts'
import { plainerNames, simplerForms } from './simplify.ts'
import { isWhole, near, slicesOf } from './slices.ts'

/** A contradiction, and the step whose request was answered so. */
export interface Found {
  contradiction: Contradiction
  step: Step
  /** It contradicts the text whatever the registry holds, see isEvident. */
  evident?: true
  /** The registry failed over the request once, and answered when it was sent again: it counts where it fails again alone. */
  retried?: true
}

/** A sequence as it was carried out once. */
export interface Trial {
  sequence: Sequence
  found: readonly Found[]
}

/** What is left of a sequence that shows a violation, and the violation as it was seen there. */
export interface Minimal<Made extends Trial> {
  trial: Made
  contradiction: Contradiction
  /** The step that shows it: that of the question, or a plainer form of it. */
  step: Step
  /** As it is of what was found. */
  retried?: true
}

export interface Question {
  sequence: Sequence
  /** The step whose response contradicts what was before. */
  step: Step
  /** Whether what a step is answered with in a repetition is the violation in question. */
  isIt: (contradiction: Contradiction) => boolean
  /** Whether it turns out to be one that is reported already: then nothing more is to be found out. */
  isReported: (contradiction: Contradiction) => boolean
  /** How often the sequence may be repeated. */
  most: number
  /** How often it is tried as it is; default 2, and 3 where steps overlap. */
  tries?: number
}

/**
 * Finds the fewest steps, in their plainest form, after which a step is still answered with something that contradicts what was
 * before. `repeat` carries a sequence out on fresh content. Undefined where the repetition does not show it.
 */
export async function minimise<Made extends Trial>(
  repeat: (sequence: Sequence) => Promise<Made>,
  { sequence, step: original, isIt, isReported, most, tries }: Question,
): Promise<Minimal<Made> | undefined> {
  let left = most
  let best: Minimal<Made> | undefined
  const attempt = async (candidate: Sequence, step: Step): Promise<boolean> => {
    if (left <= 0 || (best && isReported(best.contradiction))) return false
    left -= 1
    const trial = await repeat(candidate)
    const found = trial.found.find((each) => each.step === step && isIt(each.contradiction))
    if (found === undefined) return false
    best = { ...found, trial }
    return true
  }

  const all = partsOf(sequence)
  let parts = all.slice(0, 1 + all.findIndex(({ step }) => step === original))
  let step = original
  let simplified = sequence
  // What overlaps shows its effects in some of its runs only.
  const overlaps = parts.some(({ group }) => group !== undefined)
  const whole = Array.from({ length: tries ?? (overlaps ? 3 : 2) }, () => withParts(sequence, parts))
  const first = tries === undefined ? firstTries(parts, step, sequence) : []
  // They take few requests, so that they do not count.
  left += first.length
  for (const candidate of [...first, ...whole.map((each) => ({ sequence: each, step }))]) {
    if (!(await attempt(candidate.sequence, candidate.step))) continue
    step = candidate.step
    simplified = candidate.sequence
    parts = partsOf(simplified)
    break
  }
  if (best === undefined) return undefined

  /** Whether it is more than a warning is worth finding out whatever it costs. */
  const matters = (): void => {
    if (best?.contradiction.judgement.severity === 'warn') left = Math.max(left, 1)
  }
  // What a plainer request shows as well is no matter of what it was.
  const makeRequestPlain = async (forms: typeof plainerRequests): Promise<void> => {
    for (const simpler of forms) {
      const other = isPart(step) ? simpler(step, withParts(simplified, parts)) : undefined
      if (other === undefined) continue
      matters()
      const candidate = parts.map((part) => (part.step === step ? { ...part, step: other } : part))
      if (!(await attempt(withParts(simplified, candidate), other))) continue
      step = other
      parts = candidate
    }
  }
  await makeRequestPlain(plainerRequests)
  const keep = async (candidate: readonly Part[]): Promise<boolean> => {
    if (candidate.length === parts.length || !(await attempt(withParts(simplified, candidate), step)))
      return false
    parts = [...candidate]
    return true
  }
  const makePlain = async (simpler: (sequence: Sequence) => Sequence): Promise<boolean> => {
    const before = withParts(simplified, parts)
    const candidate = simpler(before)
    if (isSame(candidate, before)) return true
    matters()
    if (!(await attempt(candidate, step))) return false
    simplified = candidate
    parts = partsOf(candidate)
    return true
  }
  const isUsed = (name: string) =>
    parts.some((part) => withContent(ownNamesOf(part.step), simplified).has(name))
  // Which requirement it is of depends on what it needs: that is known first where repetitions are few.
  const [boldest, ...others] = simplerForms(step)
  if (!(await makePlain(boldest))) for (const simpler of others) await makePlain(simpler)
  await keep(parts.filter((part) => part.step === step || !isReading(part.step)))
  // What was read before may be why it is there now.
  await makeRequestPlain([byDigest])
  await keep(near(parts, step, simplified))
  for (let size = smaller(parts.length, parts.length); size > 0; size = smaller(size, parts.length))
    for (let end = parts.length; end > 0; end -= size) {
      const without = new Set(parts.slice(Math.max(0, end - size), end))
      const rest = parts.filter((part) => part.step === step || !without.has(part))
      if (isWhole(rest, parts, simplified)) await keep(rest)
    }
  for (const simpler of plainerNames(simplified, isUsed)) await makePlain(simpler)
  return best
}

/**
 * What is tried before all that came before a step. Most tags that are not served name a manifest that is not served: then the tag, and all
 * else that was pushed under it, is beside the point.
 */
function firstTries(
  parts: readonly Part[],
  step: Step,
  sequence: Sequence,
): { sequence: Sequence; step: Step }[] {
  const read = isPart(step) ? byDigest(step, sequence) : undefined
  const inPlaceOfIt = parts.map((part) => (part.step === step && read ? { ...part, step: read } : part))
  const tries = (of: readonly Part[], shown: Step) =>
    slicesOf(of, shown, sequence).map((slice) => {
      const some = withParts(sequence, slice)
      return { sequence: slice.length <= 2 ? simplerForms(shown)[0](some) : some, step: shown }
    })
  return [...(read === undefined ? [] : tries(inPlaceOfIt, read)), ...tries(parts, step)]
}

/** How many steps are left out at once: half of them, and where few are left one after the other, since most of these matter. */
const smaller = (size: number, length: number): number =>
  size === 1 ? 0 : length <= few ? 1 : Math.ceil(size / 2)
const few = 8

const isPart = (step: Step): step is Part['step'] => step.do !== 'at-once'

/** Sequences are data. */
const isSame = (one: Sequence, other: Sequence): boolean => JSON.stringify(one) === JSON.stringify(other)
