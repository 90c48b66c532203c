import { manifestReadDimensions } from '../../dimensions.ts'
import type { BlobName, ManifestName, Place, RangeForm, Reference, Step, TagName } from '../../sequence.ts'
import { gainOf } from '../choose.ts'
import type { PlanState } from '../plan-state.ts'
import { bestRead, ranges } from '../reads.ts'
import { blobReadRow } from '../values.ts'
import type { Walk } from '../walk.ts'
import type { Turn } from './turns.ts'

/** A sequence that takes its things through all states of their history, and what its requests vary on the way. */
export interface Tour {
  walk: Walk
  at: Place
  /** Of the tours of a plan: what is done early in even ones comes late in odd ones. */
  number: number
  turn: Turn
}

export const createTour = (walk: Walk, { turn }: PlanState, number: number): Tour => ({
  walk,
  at: walk.cast.base,
  number,
  turn,
})

const pullForms = [
  ...manifestReadDimensions.accept.map((accept) => ({ accept })),
  { accept: 'list', condition: 'none-match-other' },
] as const

type Method = 'GET' | 'HEAD'

/** Pulls of a manifest in a state, one after the other; each state sees all forms of them in turn. */
export function pull(
  { walk, at, turn }: Tour,
  by: Reference,
  stage: string,
  methods: readonly Method[],
): void {
  for (const method of methods) {
    const best = bestRead(walk, { do: 'read-manifest', method, at, by, accept: 'list' }, false)
    const isBest = gainOf(walk, [best]) > 0
    const [first, ...others] = pullForms
    walk.put(
      isBest
        ? best
        : {
            do: 'read-manifest',
            method,
            at,
            by,
            ...turn(`${method} ${'tag' in by} ${stage}`, [first, ...others]),
          },
    )
  }
}

/** Pulls of a blob in a state, of all of it and of parts. */
export function pullBlob(
  { walk, at, turn }: Tour,
  blob: BlobName,
  stage: string,
  methods: readonly Method[],
): void {
  const { cast, features } = walk
  const { size = 0 } = cast.blobs[blob] ?? {}
  const [first = 'first', ...others] = ranges
  for (const method of methods) {
    const missing = missingRange(walk, blob, method)
    const range: RangeForm | undefined =
      missing ??
      (method === 'GET' && size > 0 && features.ranges
        ? turn(`range ${stage}`, size === 1 ? ['whole'] : [first, ...others])
        : undefined)
    walk.put({ do: 'read-blob', method, at, blob, ...(range ? { range } : {}) })
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

/** The bytes of another manifest under the digest of this one, which changes nothing. */
export function wrong({ walk, at, turn }: Tour, under: ManifestName): Step[] {
  const [first, ...others] = Object.keys(walk.cast.manifests).filter((name) => name !== under)
  return first === undefined
    ? []
    : [{ do: 'push-wrong-manifest', manifest: turn('wrong', [first, ...others]), at, under }]
}

export const pushWrong = (tour: Tour, under: ManifestName): void => tour.walk.add(...wrong(tour, under))

/** Lists of tags in a state, whole and in pages; small ones begin after a tag of the sequence, since others have tags too. */
export function list({ walk, at, turn }: Tour, after: TagName, stage: string): void {
  const forms = [
    undefined,
    { n: 1, by: 'last', after, most: 1 },
    { n: 1000, by: 'link', most: 1 },
    { n: 2, by: 'link', after, most: 2 },
    undefined,
    { n: 1000, by: 'last', after, most: 1 },
  ] as const
  for (const _ of [1, 2, 3]) {
    const pages = turn(`list ${stage}`, forms)
    walk.add({ do: 'list-tags', at, ...(pages ? { pages } : {}) })
  }
}
