import { blobReadDimensions, manifestReadDimensions } from '../dimensions.ts'
import { pairOf } from './items.ts'
import type { Stage } from './pushes.ts'
import { blobReadRow } from './values.ts'
import { blobAt, manifestAt, tagAt } from './world.ts'
import type { RangeForm, Step } from '../sequence.ts'
import { blobState, manifestState, tagState } from '../state.ts'

/** Pulls in the form that covers the most: method, Accept, condition, range. */

type ManifestRead = Extract<Step, { do: 'read-manifest' }>
type BlobRead = Extract<Step, { do: 'read-blob' }>

const methods = ['GET', 'HEAD'] as const
const [manifestPulls, blobPulls] = ['values of manifest pulls', 'values of blob pulls'] as const

export const ranges: readonly RangeForm[] = blobReadDimensions.read.filter(
  (each) => each !== 'HEAD' && each !== 'GET',
)

/** The same pull in the best form; where any method will do, in the best of both. Other steps are as they were. */
export function bestRead(stage: Stage, step: Step, anyMethod: boolean): Step {
  if (step.do === 'read-manifest') return bestManifestRead(stage, step, anyMethod ? methods : [step.method])
  return step.do === 'read-blob' ? bestBlobRead(stage, step, anyMethod) : step
}

function bestManifestRead(stage: Stage, step: ManifestRead, free: readonly ('GET' | 'HEAD')[]): Step {
  const { world, tracker, draw } = stage
  const { at, by } = step
  const [group, state] =
    'tag' in by ? ['tag', tagState(world, at, by.tag)] : ['manifest', manifestState(world, at, by.digest)]
  const name = 'tag' in by ? tagAt(world, at, by.tag).now : by.digest
  const isThere = name !== undefined && manifestAt(world, at, name).present
  const kind = name === undefined ? undefined : world.sequence.manifests[name]?.kind
  const bonus = (method: string): number => (tracker.isMissing(group, pairOf(method, state)) ? 1 : 0)
  if (!isThere || !kind || tracker.left(manifestPulls) === 0) {
    const method = free.find((each) => bonus(each) > 0) ?? free[draw(free.length)] ?? step.method
    const accepts = manifestReadDimensions.accept
    return { ...step, method, accept: accepts[draw(accepts.length)] ?? 'list' }
  }
  const { accept, condition } = manifestReadDimensions
  let best: Step = { ...step, method: free[draw(free.length)] ?? step.method, ...anyForm(draw) }
  let most = 0
  for (const method of free) {
    const fixed = { method, of: `${kind} by ${'tag' in by ? 'tag' : 'digest'}` }
    const { row, gain } = tracker.bestRow(manifestPulls, fixed, { accept, condition })
    if (gain + bonus(method) <= most) continue
    most = gain + bonus(method)
    best = { ...step, method, ...formOf(row) }
  }
  return best
}

/** Any of the forms in which what is there is returned. */
function anyForm(draw: (below: number) => number): Pick<ManifestRead, 'accept' | 'condition'> {
  const { accept: accepts } = manifestReadDimensions
  const at = draw(accepts.length + 1)
  return at < accepts.length
    ? { accept: accepts[at] ?? 'list' }
    : { accept: 'list', condition: 'none-match-other' }
}

/** The values of a row as a step has them. */
function formOf(row: Readonly<Record<string, string>>): Pick<ManifestRead, 'accept' | 'condition'> {
  const { accept: accepts, condition: conditions } = manifestReadDimensions
  const accept = accepts.find((each) => each === row['accept']) ?? 'list'
  const condition = conditions.find((each) => each === row['condition']) ?? 'none'
  return condition === 'none' ? { accept } : { accept, condition }
}

function bestBlobRead({ world, tracker, draw }: Stage, step: BlobRead, anyMethod: boolean): Step {
  const { at, blob } = step
  const recipe = world.sequence.blobs[blob]
  if (step.range !== undefined) {
    if (!recipe || !blobAt(world, at, blob).present || tracker.left(blobPulls) === 0) {
      return { ...step, range: ranges[draw(ranges.length)] ?? step.range }
    }
    const gains = ranges.map((range) => ({
      range,
      gain: tracker.gain([{ group: blobPulls, row: blobReadRow(recipe, { method: 'GET', range }) }]),
    }))
    const { range } = gains.reduce((best, each) => (each.gain > best.gain ? each : best))
    return { ...step, range }
  }
  if (!anyMethod) return step
  const state = blobState(world, at, blob)
  const missing = methods.find((method) => tracker.isMissing('blob', pairOf(method, state)))
  return { ...step, method: missing ?? methods[draw(2)] ?? 'GET' }
}
