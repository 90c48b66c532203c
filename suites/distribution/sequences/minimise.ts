import type { Contradiction } from '../model/contradiction.ts'
import { isReading, partsOf, withParts, type Part } from './parts.ts'
import type { Sequence, Step } from './sequence.ts'
import { simplerForms } from './simplify.ts'

/** A contradiction, and the step whose request was answered so. */
export interface Found {
  contradiction: Contradiction
  step: Step
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
  /** The step that shows it: the one that was asked about, or its GET where that was a HEAD. */
  step: Step
}

/** What a step was answered with, where that contradicts what was before. */
const at = ({ found }: Trial, step: Step): Contradiction | undefined =>
  found.find((each) => each.step === step)?.contradiction

/**
 * Finds the fewest steps, in their plainest form, after which a step is still answered with something that contradicts what was
 * before. `repeat` carries a sequence out on fresh content; `most` bounds how often. Undefined where the repetition shows nothing.
 */
export async function minimise<Made extends Trial>(
  repeat: (sequence: Sequence) => Promise<Made>,
  sequence: Sequence,
  step: Step,
  most: number,
): Promise<Minimal<Made> | undefined> {
  let left = most
  let best: Minimal<Made> | undefined
  const attempt = async (candidate: Sequence, shows = step): Promise<boolean> => {
    if (left <= 0) return false
    left -= 1
    const trial = await repeat(candidate)
    const contradiction = at(trial, shows)
    if (contradiction === undefined) return false
    best = { trial, contradiction, step: shows }
    return true
  }

  const all = partsOf(sequence)
  let parts = all.slice(0, 1 + all.findIndex((part) => part.step === step))
  // What overlaps shows its effects in some of its runs only.
  const overlaps = parts.some(({ group }) => group !== undefined)
  for (const _ of Array.from({ length: overlaps ? 3 : 2 }))
    if (await attempt(withParts(sequence, parts))) break
  if (best === undefined) return undefined

  const keep = async (candidate: readonly Part[]): Promise<boolean> => {
    if (candidate.length === parts.length || !(await attempt(withParts(sequence, candidate)))) return false
    parts = [...candidate]
    return true
  }
  await keep(parts.filter((part) => part.step === step || !isReading(part.step)))
  await keep(parts.filter((part) => part.step === step || isNear(part.step, step, sequence)))
  for (const part of parts.toReversed())
    if (part.step !== step) await keep(parts.filter((other) => other !== part))

  let plain = withParts(sequence, parts)
  const used = new Set(parts.flatMap((part) => [...namesOf(part.step, sequence)]))
  for (const simpler of simplerForms(plain, step, (name) => used.has(name))) {
    const candidate = simpler(plain)
    if (isSame(candidate, plain)) continue
    if (await attempt(candidate)) plain = candidate
  }
  // What a GET shows as well is no matter of HEAD.
  const get = asGet(step)
  if (get) await attempt(replaced(plain, step, get), get)
  return best
}

function asGet(step: Step): Step | undefined {
  if ((step.do !== 'read-manifest' && step.do !== 'read-blob') || step.method === 'GET') return undefined
  return { ...step, method: 'GET' }
}

const replaced = (sequence: Sequence, step: Step, by: Step): Sequence =>
  withParts(
    sequence,
    partsOf(sequence).map((part) => (part.step === step ? { ...part, step: by as Part['step'] } : part)),
  )

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
