import type { Part } from './parts.ts'
import type { Sequence, Step } from './sequence.ts'
import { plainQuery, pushPlainly } from './simplify.ts'

type Plainer = (step: Part['step'], sequence: Sequence) => Part['step'] | undefined

/** What an upload pushes, and where. */
const startOf = ({ steps }: Sequence, upload: string): Extract<Step, { do: 'start' }> | undefined =>
  steps
    .flatMap((step) => (step.do === 'at-once' ? step.steps : [step]))
    .find((step) => step.do === 'start' && step.upload === upload) as
    | Extract<Step, { do: 'start' }>
    | undefined

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
