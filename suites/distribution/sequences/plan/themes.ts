import {
  blobReadDimensions,
  manifestDimensions,
  tagDimensions,
  type ManifestRow,
  type TagRow,
} from '../dimensions.ts'
import type { BlobName, ManifestName, Sequence, Step, TagName } from '../sequence.ts'
import {
  addBlob,
  addBlobOf,
  addManifest,
  addTag,
  createCast,
  isOwnSize,
  type Cast,
  type CastTools,
} from './cast.ts'
import { blobs, gainOf, hasOperation, manifests, rankedSteps, stepsTowards, tags } from './choose.ts'
import { listingSteps, overlapSteps, referrersSteps } from './further.ts'
import { itemsOf, pairOf } from './items.ts'
import { overlapOf } from './overlaps.ts'
import { freeTag, pushBlob, pushManifest } from './operations.ts'
import { pullSize } from './values.ts'
import { createWalk, type Walk } from './walk.ts'
import { blobAt, elsewhere, manifestAt, partsOf } from './world.ts'
import type { Features } from './features.ts'
import type { Tracker } from '../coverage.ts'

/** Sequences by what they are mostly about, so that each needs few things. */

export interface PlanState extends CastTools {
  tracker: Tracker
  features: Features
  /** Requests of the longest sequence. */
  most: number
}

/** Images, indexes and artifacts under tags. */
export function manifestSequence(state: PlanState, id: string): Sequence & { requests: number } {
  if (!state.rows.manifests.has()) {
    state.rows.manifests.again((row) => state.tracker.gain([{ group: 'values of manifests', row }]) > 0)
  }
  const cast = castOfManifests(state)
  const walk = createWalk(cast, state)
  for (const name of inOrderOfPushes(walk)) pushFirst(walk, name)
  explore(walk, [manifests, tags], state.most)
  return { ...walk.finish(id), requests: walk.requests() }
}

/** Blobs alone. */
export function blobSequence(state: PlanState, id: string): Sequence & { requests: number } {
  if (!state.rows.blobs.has()) {
    state.rows.blobs.again((row) => state.tracker.gain([{ group: 'values of blobs', row }]) > 0)
  }
  const cast = createCast(state.draw(4) === 0 ? 'other' : 'home')
  for (let at = 0; at < 3; at += 1) addBlob(cast, state, isOwnSize)
  const lacking = blobReadDimensions.size.find(
    (size) => state.tracker.missingWith('values of blob pulls', `size=${size}`) > 0,
  )
  // What no row is left for is pulled from any blob of that size.
  if (lacking !== undefined && !state.rows.blobs.has()) {
    addBlobOf(
      cast,
      state,
      state.rows.blobs.look(({ size }) => pullSize(size) === lacking),
    )
  }
  const walk = createWalk(cast, state)
  for (const name of Object.keys(cast.blobs)) pushBlobFirst(walk, name)
  explore(walk, [blobs], state.most)
  return { ...walk.finish(id), requests: walk.requests() }
}

/** Rows that need others come first, so that those others can be rows as well. */
const needs = (row: ManifestRow): number => {
  if (row.parts === 'nested index') return 4
  if (row.kind === 'index' || row.kind === 'docker-list') return row.parts === 'many' ? 3 : 2
  return row.subject === 'present' ? 1 : 0
}

/** A sequence has as many manifests, so that tags can move back and forth. */
const [fewest, most] = [3, 4]

function castOfManifests(state: PlanState): Cast {
  const { rows } = state
  const row = nextRow(state)
  const cast = createCast(row?.place ?? 'home')
  if (row) addManifest(cast, state, row)
  for (let count = 0; count < 2 && wantsReferrers(state) && cast.manifestRows.size < most; count += 1) {
    const referrer = rows.manifests.take(
      (each) => fits(cast)(each) && each.subject === 'present' && isSha256(each),
    )
    if (referrer) addManifest(cast, state, referrer)
  }
  while (
    cast.manifestRows.size < fewest ||
    (cast.manifestRows.size < most && rows.manifests.has(fits(cast)))
  ) {
    const isFit = fits(cast)
    // Only what has a SHA-256 digest can be pushed by a tag.
    const next = rows.manifests.has(isFit)
      ? rows.manifests.take(isFit)
      : rows.manifests.look((each) => isFit(each) && isSha256(each))
    if (!next) break
    addManifest(cast, state, next)
  }
  const forms = tagDimensions.form.filter((form) => form !== 'extends' && form !== 'other-case')
  addTag(cast, neediest(state, forms))
  addTag(cast, neediest(state, forms.toReversed()))
  addTag(cast, neighbouringForm(state))
  return cast
}

const isSha256 = ({ algorithm }: ManifestRow): boolean => algorithm === 'sha256'

const wantsReferrers = ({ tracker }: PlanState): boolean =>
  tracker.left('referrers') > 0 ||
  tracker.isMissing('overlap', 'two referrers of one subject') ||
  tracker.isMissing('neighbours', 'deletion of a referrer × another referrer of the subject')

/** The row that needs the most other ones; once there is none left, one of the kind that tags lack. */
function nextRow({ rows, tracker }: PlanState): ManifestRow | undefined {
  const level = [4, 3, 2, 1, 0].find((each) => rows.manifests.has((row) => needs(row) === each))
  if (level !== undefined) return rows.manifests.take((row) => needs(row) === level)
  const lacking = manifestDimensions.kind.map((kind) => ({
    kind,
    lacks: tracker.missingWith('values of tags', `kind=${kind}`),
  }))
  const most = lacking.toSorted((one, other) => other.lacks - one.lacks)[0]
  return rows.manifests.look((row) => row.kind === most?.kind && isSha256(row) && needs(row) < 4)
}

function neighbouringForm(state: PlanState): TagRow['form'] {
  const missing = [...state.tracker.missing('neighbours')]
  if (missing.some((pair) => /(?:longer|shorter) tag$/.test(pair))) return 'extends'
  if (missing.some((pair) => pair.endsWith('other case'))) return 'other-case'
  return neediest(state, ['extends', 'other-case'])
}

/** The form that lacks the most pairs. */
function neediest({ tracker, draw }: PlanState, forms: readonly TagRow['form'][]): TagRow['form'] {
  const lacking = forms.map((form) => ({
    form,
    lacks: tracker.missingWith('values of tags', `form=${form}`) + draw(100) / 200,
  }))
  return lacking.toSorted((one, other) => other.lacks - one.lacks)[0]?.form ?? 'plain'
}

const fits = (cast: Cast) => (row: ManifestRow) => row.place === cast.base && needs(row) < 2

/** Referrers before their subject, where that is missing yet. */
function inOrderOfPushes({ cast, tracker, world }: Walk): ManifestName[] {
  const names = Object.keys(cast.manifests)
  const wanted = [...tracker.missing('referrers')].some((pair) => pair.endsWith('before the subject'))
  if (!wanted) return names
  const subjects = new Set(names.flatMap((name) => partsOf(world, name).subject ?? []))
  return [...names.filter((name) => !subjects.has(name)), ...names.filter((name) => subjects.has(name))]
}

/** Operations on what is not there yet, in the order in which they are done. */
const onNothing = ['HEAD', 'GET', 'GET of a range', 'push under a wrong digest', 'delete', 'push elsewhere']

/** Does what is missing while a thing is not there. */
function beforePush(walk: Walk, kind: typeof manifests, name: string): void {
  const at = walk.cast.base
  for (let count = 0; count < 6; count += 1) {
    const state = kind.state(walk, at, name)
    if (state !== 'never' && state !== 'other only') return
    const operation = onNothing.find(
      (each) =>
        hasOperation(walk, kind.group, each) &&
        (walk.tracker.isMissing(kind.group, pairOf(each, state)) ||
          (each === 'push elsewhere' && state === 'never' && isMissingElsewhere(walk, kind.group))),
    )
    const steps = operation === undefined ? undefined : kind.steps(walk, at, name, operation)
    if (!steps) return
    walk.add(...steps)
  }
}

const isMissingElsewhere = ({ tracker }: Walk, group: string): boolean =>
  [...tracker.missing(group)].some((pair) => /× (?:other only|mounted)$/.test(pair))

/** The first push of a blob in the way of its row. */
function pushBlobFirst(walk: Walk, name: BlobName): void {
  beforePush(walk, blobs, name)
  const { world, cast } = walk
  const row = cast.blobRows.get(name)
  const mounted = [...walk.tracker.missing('blob')].some((pair) => pair.endsWith('× mounted'))
  if (mounted && blobs.state(walk, cast.base, name) === 'other only') {
    walk.add({ do: 'mount', blob: name, from: elsewhere(cast.base), at: cast.base })
  } else if (row && !blobAt(world, cast.base, name).present) {
    walk.add(pushBlob(name, cast.base, row.way, Number(row.chunks)))
  }
}

/** The first push of a manifest in the way of its row. */
function pushFirst(walk: Walk, name: ManifestName): void {
  const { world, cast, tracker } = walk
  const at = cast.base
  const row = cast.manifestRows.get(name)
  beforePush(walk, manifests, name)
  const overlapping = manifestAt(world, at, name).present ? undefined : overlapSteps(walk)[0]
  if (overlapping && !leavesOpen(walk, overlapping)) walk.add(...overlapping)
  if (!manifestAt(world, at, name).present) {
    // A row that shows nothing new is pushed by a tag: tags lack more at last.
    const isNew = row !== undefined && tracker.gain([{ group: 'values of manifests', row }]) > 0
    const by = isNew || row?.algorithm === 'sha512' ? row?.by : 'tag'
    walk.add(...firstPush(walk, name, by, by === 'digest' ? undefined : freeTag(walk, at, name)))
  }
  // Some states of lists pass with the next push.
  for (const steps of [...referrersSteps(walk), ...listingSteps(walk)]) {
    const items = steps.flatMap((step) => itemsOf(world, step))
    if (items.some((item) => 'pair' in item && tracker.isMissing(item.group, item.pair))) walk.add(...steps)
  }
}

/** Whether it is not known afterwards what a tag leads to. */
const leavesOpen = ({ world }: Walk, steps: readonly Step[]): boolean =>
  steps.some((step) => step.do === 'at-once' && overlapOf(world, step).includes('two manifests by one tag'))

function firstPush(
  walk: Walk,
  name: ManifestName,
  by: ManifestRow['by'] | undefined,
  tag: TagName | undefined,
) {
  const at = walk.cast.base
  if (tag === undefined) return pushManifest(walk, at, name, { digest: name })
  return by === 'tag'
    ? pushManifest(walk, at, name, { tag })
    : pushManifest(walk, at, name, { digest: name }, [tag])
}

/** Operations that cover nothing themselves: on the way to one state, and in one sequence. */
const [longestWay, mostDetours] = [5, 10]

/** Steps that cover something, one after the other, and detours to where more is missing. */
function explore(walk: Walk, kinds: Parameters<typeof rankedSteps>[1], most: number): void {
  for (let detours = 0; walk.requests() < most;) {
    const [best, ...others] = rankedSteps(walk, kinds)
    const steps = best ?? stepsTowards(walk, kinds, longestWay)
    if (!steps) return
    if (!best && (detours += 1) > mostDetours) return
    const ends = leavesOpen(walk, steps)
    walk.add(...steps)
    if (ends) return
    // What changes nothing is as good after it.
    for (const each of others) {
      if (walk.requests() < most && each.every(isReading) && gainOf(walk, each) > 0) walk.add(...each)
    }
  }
}

const isReading = ({ do: what }: Step): boolean => what.startsWith('read-') || what.startsWith('list-')
