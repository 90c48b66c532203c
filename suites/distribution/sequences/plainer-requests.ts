import type { Part } from './parts.ts'
import type { ManifestName, Sequence, Step, TagName } from './sequence.ts'
import { plainQuery, pushPlainly } from './simplify.ts'

type Plainer = (step: Part['step'], sequence: Sequence) => Part['step'] | undefined

const stepsOf = ({ steps }: Sequence): Step[] =>
  steps.flatMap((step) => (step.do === 'at-once' ? step.steps : [step]))

/** What an upload pushes, and where. */
const startOf = (sequence: Sequence, upload: string): Extract<Step, { do: 'start' }> | undefined =>
  stepsOf(sequence).find((step) => step.do === 'start' && step.upload === upload) as
    | Extract<Step, { do: 'start' }>
    | undefined

/** The manifest that was pushed last under a tag before this step. */
function manifestOf(sequence: Sequence, tag: TagName, read: Step & { at: string }): ManifestName | undefined {
  const steps = stepsOf(sequence)
  const push = steps
    .slice(0, steps.indexOf(read))
    .findLast(
      (step) =>
        step.do === 'push-manifest' &&
        step.at === read.at &&
        (('tag' in step.by && step.by.tag === tag) || step.tags?.includes(tag) === true),
    )
  return push?.do === 'push-manifest' ? push.manifest : undefined
}

/**
 * Plainer forms of a request, one respect each, the first ones first; undefined where it is plain in that. What the plainer one is
 * answered wrong as well is a matter of that alone.
 */
export const plainerRequests: readonly Plainer[] = [
  (step) => ('query' in step || 'order' in step ? plainQuery(step) : undefined),
  (step) =>
    (step.do === 'read-manifest' || step.do === 'read-blob') && step.method === 'HEAD'
      ? { ...step, method: 'GET' }
      : undefined,
  (step) => {
    if (step.do !== 'read-blob' || step.range === undefined) return undefined
    const { range: _, ...rest } = step
    return rest
  },
  // A wrong digest in the plainest way, then the right one.
  (step) =>
    step.do === 'push-wrong-digest' && step.way !== 'post-put' ? { ...step, way: 'post-put' } : undefined,
  (step, sequence) => {
    const start = step.do === 'close-wrong-digest' ? startOf(sequence, step.upload) : undefined
    return start && { do: 'push-wrong-digest', blob: start.blob, at: start.at, way: 'post-put' }
  },
  (step, sequence) => {
    const start = step.do === 'close' ? startOf(sequence, step.upload) : undefined
    return start && { do: 'push-blob', blob: start.blob, at: start.at, way: 'post-put' }
  },
  (step) =>
    (step.do === 'push-blob' && step.way !== 'post-put') ||
    step.do === 'mount' ||
    step.do === 'push-wrong-digest'
      ? pushPlainly(step)
      : undefined,
  (step) =>
    step.do === 'push-wrong-digest' && step.way !== 'post-put' ? { ...step, do: 'push-blob' } : undefined,
  (step) => (step.do === 'close-wrong-digest' ? { ...step, do: 'close' } : undefined),
  (step) => {
    if (step.do !== 'read-manifest' || (step.accept === 'list' && step.condition === undefined))
      return undefined
    const { condition: _, ...rest } = step
    return { ...rest, accept: 'list' }
  },
]

/** A read by digest in place of one by tag: a manifest that is not there under its digest is not there under any tag. */
export const byDigest: Plainer = (step, sequence) => {
  if (step.do !== 'read-manifest' || !('tag' in step.by)) return undefined
  const manifest = manifestOf(sequence, step.by.tag, step)
  return manifest === undefined ? undefined : { ...step, by: { digest: manifest } }
}
