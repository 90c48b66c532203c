import type { Part } from './parts.ts'
import type { BlobRecipe, ManifestRecipe, Sequence, Step, TagRecipe } from './sequence.ts'

const plainBlob = (recipe: BlobRecipe): BlobRecipe => ({
  ...recipe,
  size: 1000,
  bytes: 'random',
  algorithm: 'sha256',
})

const plainTag: TagRecipe = { form: 'plain' }

/** Kinds that have the same parts in the image specification. */
const ofOci: Partial<Record<ManifestRecipe['kind'], ManifestRecipe['kind']>> = {
  'docker-image': 'image',
  'docker-list': 'index',
}

/** What is left out of a manifest changes nothing about what it refers to. */
function plainManifest(recipe: ManifestRecipe): ManifestRecipe {
  const kind = ofOci[recipe.kind] ?? recipe.kind
  const plain: ManifestRecipe = { ...recipe, kind, written: 'compact', algorithm: 'sha256', mediaType: true }
  delete plain.annotations
  delete plain.padding
  return plain
}

/** A request whose query is written without escapes, and in the usual order. */
export function plainQuery<Kind extends Step>(step: Kind): Kind {
  if (!('query' in step) && !('order' in step)) return step
  const { query: _query, order: _order, ...plain } = step as Step & { query?: unknown; order?: unknown }
  return plain as Kind
}

/** The same blob by POST and PUT, with its query as it was. */
export const pushPlainly = ({
  blob,
  at,
  query,
}: Extract<Step, { do: 'push-blob' | 'push-wrong-digest' | 'mount' }>): Part['step'] => ({
  do: 'push-blob',
  blob,
  at,
  way: 'post-put',
  ...(query === undefined ? {} : { query }),
})

/** A step in its plainest form; `kept` stays as it is. */
function plainStep(step: Step, kept: Step): Step {
  if (step === kept) return step
  if ((step.do === 'push-blob' && step.way !== 'post-put') || step.do === 'mount')
    return plainQuery(pushPlainly(step))
  if (step.do === 'at-once') return { ...step, steps: step.steps.map((each) => plainStep(each, kept)) }
  return plainQuery(step)
}

const each = <Value>(values: Readonly<Record<string, Value>>, plain: (value: Value) => Value) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]))

type Simplify = (sequence: Sequence) => Sequence

const blobsPlain: Simplify = (sequence) => ({ ...sequence, blobs: each(sequence.blobs, plainBlob) })
/** Blobs of the size that they have, by the algorithm that every registry takes: what it does with others is a matter of that algorithm. */
const blobsBySha256: Simplify = (sequence) => ({
  ...sequence,
  blobs: each(sequence.blobs, (recipe) => ({ ...recipe, algorithm: 'sha256' })),
})
const manifestsPlain: Simplify = (sequence) => ({
  ...sequence,
  manifests: each(sequence.manifests, plainManifest),
})
const tagsPlain: Simplify = (sequence) => ({ ...sequence, tags: each(sequence.tags, () => plainTag) })

/**
 * Forms of a sequence that are plainer in one respect each, the boldest first: what a violation does not need is not to
 * stand in its report. `kept` is the step that shows it, which stays as it is.
 */
export function simplerForms(kept: Step): readonly [Simplify, ...Simplify[]] {
  const stepsPlain: Simplify = (sequence) => ({
    ...sequence,
    steps: sequence.steps.map((step) => plainStep(step, kept)),
  })
  return [
    (sequence) => stepsPlain(tagsPlain(manifestsPlain(blobsPlain(sequence)))),
    blobsPlain,
    blobsBySha256,
    manifestsPlain,
    tagsPlain,
    stepsPlain,
  ]
}

/** Forms in which one blob, manifest or tag is plain; names that no step uses are left alone. */
export function plainerNames(
  { blobs, manifests, tags }: Sequence,
  isUsed: (name: string) => boolean,
): readonly Simplify[] {
  const used = (values: Readonly<Record<string, unknown>>) => Object.keys(values).filter(isUsed)
  return [
    ...used(blobs).map((name): Simplify => (sequence) => ({
      ...sequence,
      blobs: { ...sequence.blobs, [name]: plainBlob(sequence.blobs[name]!) },
    })),
    ...used(manifests).map((name): Simplify => (sequence) => ({
      ...sequence,
      manifests: { ...sequence.manifests, [name]: plainManifest(sequence.manifests[name]!) },
    })),
    ...used(tags).map((name): Simplify => (sequence) => ({
      ...sequence,
      tags: { ...sequence.tags, [name]: plainTag },
    })),
  ]
}
