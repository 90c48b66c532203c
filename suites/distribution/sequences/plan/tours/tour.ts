import { manifestReadDimensions } from '../../dimensions.ts'
import { withoutUndefined } from '../../../../../src/engine/optional.ts'
import type {
  BlobName,
  ManifestName,
  ManifestRecipe,
  Place,
  RangeForm,
  Reference,
  Step,
  TagName,
} from '../../sequence.ts'
import { gainOf } from '../choose.ts'
import type { PlanState } from '../plan-state.ts'
import { bestRead, ranges } from '../reads.ts'
import { blobReadRow } from '../values.ts'
import type { Walk } from '../walk.ts'
import { manifestAt, tagAt } from '../world.ts'
import type { Choose } from './choose.ts'
import { situationsOf } from './situation.ts'

/** A sequence that takes its things through all states of their history, and what its requests vary on the way. */
export interface Tour {
  walk: Walk
  at: Place
  /** Of the tours of a plan: what is done early in even ones comes late in odd ones. */
  number: number
  choose: Choose
}

export const createTour = (walk: Walk, { choose }: PlanState, number: number): Tour => ({
  walk,
  at: walk.cast.base,
  number,
  choose,
})

const pullForms: readonly PullForm[] = [
  ...manifestReadDimensions.accept.map((accept) => ({ accept })),
  { accept: 'list', condition: 'none-match-other' },
]

type Pull = Extract<Step, { do: 'read-manifest' }>
type PullForm = Pick<Pull, 'accept' | 'condition'>

/** A condition must not be answered before it is known whether there is anything. */
const formsOfNothing: readonly PullForm[] = [...pullForms, { accept: 'list', condition: 'none-match-same' }]

/** The forms that a pull may have: where one is missing otherwise, that one. */
function formsFor(walk: Walk, plain: Pull): readonly PullForm[] {
  const { world } = walk
  const { at, by } = plain
  const name = 'tag' in by ? tagAt(world, at, by.tag).now : by.digest
  if (name === undefined || !manifestAt(world, at, name).present) return formsOfNothing
  const best = bestRead(walk, plain, false)
  if (best.do !== 'read-manifest' || gainOf(walk, [best]) === 0) return pullForms
  const { accept, condition } = best
  return [condition === undefined ? { accept } : { accept, condition }]
}

type Method = 'GET' | 'HEAD'

/** Pulls of a manifest in a state, one after the other; each state sees all forms of them. */
export function pull(
  { walk, at, choose }: Tour,
  by: Reference,
  stage: string,
  methods: readonly Method[],
): void {
  for (const method of methods) {
    const plain = { do: 'read-manifest', method, at, by, accept: 'list' } as const
    const form = choose(
      situationsOf(walk, plain, stage),
      formsFor(walk, plain).map((value) => ({ value, traits: Object.values(value) })),
    )
    walk.put({ ...plain, ...form })
  }
}

/** Ranges of which there are bytes. */
const served = ranges.filter((range) => range !== 'beyond')

/** Pulls of a blob in a state, of all of it and of parts. */
export function pullBlob(
  { walk, at, choose }: Tour,
  blob: BlobName,
  stage: string,
  methods: readonly Method[],
): void {
  const { cast, features } = walk
  const { size = 0 } = cast.blobs[blob] ?? {}
  const hasRanges = size > 0 && features.ranges
  for (const method of methods) {
    const plain = { do: 'read-blob', method, at, blob } as const
    const missing = missingRange(walk, blob, method)
    const chosen =
      hasRanges && method === 'GET'
        ? choose(
            situationsOf(walk, plain, stage),
            (size === 1 ? (['whole'] as const) : served).map((value) => ({ value, traits: [value] })),
          )
        : undefined
    walk.put({ ...plain, ...withoutUndefined({ range: missing ?? chosen }) })
  }
}

/** The range that is missing most for its size. */
function missingRange(
  { cast, features, tracker }: Walk,
  blob: BlobName,
  method: Method,
): RangeForm | undefined {
  const recipe = cast.blobs[blob]
  if (method === 'HEAD' || !features.ranges || recipe === undefined || recipe.size < 2) return undefined
  const gains = ranges.map((range) =>
    tracker.gain([{ group: 'values of blob pulls', row: blobReadRow(recipe, { method, range }) }]),
  )
  const most = Math.max(...gains)
  return most > 0 ? ranges[gains.indexOf(most)] : undefined
}

/** A change while a read of the same is under way, whose answer may be of before or after. */
export const beside = ({ walk, at }: Tour, read: Reference | BlobName, steps: readonly Step[]): void => {
  const last = steps.at(-1)
  if (!last) return
  const look: Step =
    typeof read === 'string'
      ? { do: 'read-blob', method: 'HEAD', at, blob: read }
      : { do: 'read-manifest', method: 'GET', at, by: read, accept: 'list' }
  walk.add(...steps.slice(0, -1), { do: 'at-once', steps: [look, last] })
}

const traitsOf = ({
  kind,
  written,
  mediaType,
  config,
  layers,
  manifests,
  padding,
}: ManifestRecipe): string[] => [
  kind,
  written,
  `mediaType ${mediaType}`,
  `config ${config === 'empty'}`,
  `entries ${layers.length + manifests.length}`,
  `padding ${padding}`,
]

/** The bytes of another manifest under the digest of this one, which changes nothing. */
export function wrong({ walk, at, choose }: Tour, under: ManifestName, stage: string): Step[] {
  const others = Object.entries(walk.cast.manifests).filter(([name]) => name !== under)
  const manifest = choose(
    [`wrong manifest ${stage}`],
    others.map(([value, recipe]) => ({ value, traits: traitsOf(recipe) })),
  )
  return manifest === undefined ? [] : [{ do: 'push-wrong-manifest', manifest, at, under }]
}

export const pushWrong = (tour: Tour, under: ManifestName, stage: string): void =>
  tour.walk.add(...wrong(tour, under, stage))

/**
 * Lists of tags in a state, whole and in pages; small ones begin after a tag of the sequence or end soon, since others have tags
 * too. They overlap, with a change that makes no difference to lists where there is one, so that nothing else changes in between.
 */
export function list(tour: Tour, after: TagName, stage: string, change: readonly Step[] = []): void {
  const { walk, at, choose } = tour
  const forms = [
    undefined,
    { n: 1, by: 'link', after, most: 2 },
    { n: 1000, by: 'link', most: 1 },
    { n: 2, by: 'link', after, most: 2 },
    { n: 1, by: 'link', most: 2 },
    { by: 'last', after, most: 1 },
    { n: 1000, by: 'last', after, most: 1 },
  ] as const
  const steps = [0, 1, 2].map((before): Step => {
    const pages = choose(
      [`tags ${stage}`, `tags ${at}, read ${before}`],
      forms.map((value) => ({ value, traits: [JSON.stringify({ ...value, after: undefined })] })),
    )
    return { do: 'list-tags', at, ...(pages ? { pages } : {}) }
  })
  walk.add(...change.slice(0, -1), { do: 'at-once', steps: [...change.slice(-1), ...steps] })
}
