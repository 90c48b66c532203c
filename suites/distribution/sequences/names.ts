import type { Sequence, Step } from './sequence.ts'

/** Fields of steps that name nothing that the sequence has made. */
const unnamed = new Set([
  'do',
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

/** The blobs, manifests, tags and uploads that a step itself names. */
export function ownNamesOf(step: Step): Set<string> {
  const names = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value === 'string') names.add(value)
    else if (Array.isArray(value)) value.forEach(visit)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit)
  }
  for (const [key, value] of Object.entries(step)) if (!unnamed.has(key)) visit(value)
  return names
}

/** These names, and what the manifests among them refer to: their subjects too, or only what they may be refused without. */
export function withContent(
  names: Iterable<string>,
  { manifests }: Pick<Sequence, 'manifests'>,
  { subjects = true } = {},
): Set<string> {
  const all = new Set<string>()
  const add = (name: string): void => {
    if (all.has(name)) return
    all.add(name)
    const recipe = manifests[name]
    if (recipe === undefined) return
    for (const each of [...recipe.layers, ...recipe.manifests]) add(each)
    if (recipe.config !== 'empty') add(recipe.config.blob)
    if (subjects && recipe.subject !== undefined && recipe.subject !== 'missing') add(recipe.subject.manifest)
  }
  for (const name of names) add(name)
  return all
}

/** Whether a step itself names one of these. */
export const isNamed = (step: Step, names: ReadonlySet<string>): boolean =>
  [...ownNamesOf(step)].some((name) => names.has(name))
