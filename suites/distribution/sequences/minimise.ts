import type { Contradiction } from '../model/contradiction.ts'
import { isReading, partsOf, withParts, type Part } from './parts.ts'
import type { Sequence, Step } from './sequence.ts'
import { byDigest, plainerRequests } from './plainer-requests.ts'
import { plainerNames, simplerForms } from './simplify.ts'

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
  // What overlaps shows its effects in some of its runs only.
  const overlaps = parts.some(({ group }) => group !== undefined)
  const whole = Array.from({ length: tries ?? (overlaps ? 3 : 2) }, () => parts)
  const near = parts.filter((part) => part.step === original || isNear(part.step, original, sequence))
  // Most need nothing but what was done to the same content: a few requests of hundreds.
  const isWorthTrying = tries === undefined && near.length < parts.length
  for (const candidate of isWorthTrying ? [near, ...whole] : whole) {
    if (!(await attempt(withParts(sequence, candidate), original))) continue
    parts = candidate
    break
  }
  if (best === undefined) return undefined

  let step = original
  let simplified = sequence
  // What a plainer request shows as well is no matter of what it was.
  const makeRequestPlain = async (forms: typeof plainerRequests): Promise<void> => {
    for (const simpler of forms) {
      const other = isPart(step) ? simpler(step, withParts(simplified, parts)) : undefined
      if (other === undefined) continue
      // Whether it is more than a warning is worth finding out whatever it costs.
      if (best?.contradiction.judgement.severity === 'warn') left = Math.max(left, 1)
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
    if (!(await attempt(candidate, step))) return false
    simplified = candidate
    parts = partsOf(candidate)
    return true
  }
  const isUsed = (name: string) => parts.some((part) => namesOf(part.step, simplified).has(name))
  // Which requirement it is of depends on what it needs: that is known first where repetitions are few.
  const [boldest, ...others] = simplerForms(step)
  if (!(await makePlain(boldest))) for (const simpler of others) await makePlain(simpler)
  await keep(parts.filter((part) => part.step === step || !isReading(part.step)))
  // What was read before may be why it is there now.
  await makeRequestPlain([byDigest])
  await keep(parts.filter((part) => part.step === step || isNear(part.step, step, simplified)))
  for (let size = Math.ceil(parts.length / 2); size > 0; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let end = parts.length; end > 0; end -= size) {
      const left = new Set(parts.slice(Math.max(0, end - size), end))
      await keep(parts.filter((part) => part.step === step || !left.has(part)))
    }
  for (const simpler of plainerNames(simplified, isUsed)) await makePlain(simpler)
  return best
}

const isPart = (step: Step): step is Part['step'] => step.do !== 'at-once'

/** Sequences are data. */
const isSame = (one: Sequence, other: Sequence): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Whether two steps name the same blob, manifest, tag or upload, or one that the other's content refers to. */
function isNear(one: Step, other: Step, sequence: Sequence): boolean {
  const names = namesOf(other, sequence)
  return [...namesOf(one, sequence)].some((name) => names.has(name))
}

function namesOf(step: Step, { manifests }: Sequence): Set<string> {
  const names = new Set<string>()
  const add = (name: string) => {
    if (names.has(name)) return
    names.add(name)
    const recipe = manifests[name]
    if (recipe === undefined) return
    for (const each of [...recipe.layers, ...recipe.manifests]) add(each)
    if (recipe.config !== 'empty') add(recipe.config.blob)
    if (recipe.subject !== undefined && recipe.subject !== 'missing') add(recipe.subject.manifest)
  }
  const visit = (value: unknown): void => {
    if (typeof value === 'string') add(value)
    else if (Array.isArray(value)) value.forEach(visit)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit)
  }
  const { do: _, ...about } = step
  for (const [key, value] of Object.entries(about)) if (!unnamed.has(key)) visit(value)
  return names
}

/** Fields of steps that name nothing that the sequence has made. */
const unnamed = new Set([
  'at',
  'from',
  'way',
  'form',
  'method',
  'accept',
  'condition',
  'range',
  'artifactType',
  'wrong',
  'upTo',
])
