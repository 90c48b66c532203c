import type { BlobRow } from '../../dimensions.ts'
import type { BlobName, ManifestName, Sequence, Step } from '../../sequence.ts'
import { addBlobOf, addManifest, createCast, isOwnSize, type Cast } from '../cast.ts'
import type { PlanState } from '../plan-state.ts'
import { pushBlob, pushManifest, type Way } from '../pushes.ts'
import { blobRow } from '../values.ts'
import { createWalk } from '../walk.ts'
import { blobAt, elsewhere } from '../world.ts'
import { blobRows, plain } from './rows.ts'
import { beside, createTour, pullBlob, type Tour } from './tour.ts'

/** A blob in all states, pushed in all ways. */

function waysOf({ walk: { features } }: Tour): [Way, ...Way[]] {
  return [
    'post-put',
    ...(features.chunked ? (['chunks'] as const) : []),
    ...(features.singlePost ? (['single-post'] as const) : []),
    ...(features.chunked ? (['chunks-and-final'] as const) : []),
  ]
}

/** Each state sees all ways in turn, in as many chunks as are missing for the size. */
function push(tour: Tour, blob: BlobName, stage: string): Step {
  const { cast, tracker } = tour.walk
  const recipe = cast.blobs[blob]
  const isShort = (recipe?.size ?? 0) < 2
  const way = tour.turn(`push ${stage} ${isShort}`, isShort ? shortWays(tour) : waysOf(tour))
  const pushes = [2, 1, 3, 7].map((chunks) => pushBlob(blob, tour.at, way, chunks))
  const gains = pushes.map((each) =>
    recipe && each.do === 'push-blob'
      ? tracker.gain([{ group: 'values of blobs', row: blobRow(recipe, each) }])
      : 0,
  )
  return pushes[gains.indexOf(Math.max(...gains))] ?? pushBlob(blob, tour.at, way)
}

const mount = (tour: Tour, blob: BlobName): Step[] =>
  tour.walk.features.mount && blobAt(tour.walk.world, elsewhere(tour.at), blob).present
    ? [{ do: 'mount', blob, from: elsewhere(tour.at), at: tour.at }]
    : []

/** Other bytes under its digest, of each size in turn. */
function pushWrong(tour: Tour, { blob: under, others }: Subject, stage: string): Step[] {
  const [first = under, ...rest] = others
  const blob = tour.turn(`wrong ${stage}`, [first, ...rest])
  const size = tour.walk.cast.blobs[blob]?.size ?? 0
  const way = tour.turn(`wrong way ${stage} ${size > 1}`, size > 1 ? waysOf(tour) : shortWays(tour))
  return way === 'stream' || blob === under
    ? []
    : [{ do: 'push-wrong-digest', blob, at: tour.at, way, under }]
}

const shortWays = ({ walk: { features } }: Tour): [Way, ...Way[]] =>
  features.singlePost ? ['single-post', 'post-put'] : ['post-put']

const remove = (tour: Tour, blob: BlobName): void => {
  if (tour.walk.features.deleteBlob) tour.walk.add({ do: 'delete-blob', at: tour.at, blob })
}

/** The blob of a tour, and others that are pushed only under its digest. */
interface Subject {
  blob: BlobName
  others: readonly BlobName[]
  image: ManifestName
}

export const blobTours = (): number => blobRows.length

function castSubject(cast: Cast, state: PlanState, row: BlobRow): Subject {
  const algorithm = state.features.sha512 ? row.algorithm : 'sha256'
  const blob = addBlobOf(cast, state, { ...row, algorithm })
  const sizes = isOwnSize(row) ? (['0', '1', '4096', '4097'] as const) : []
  const others = sizes.map((size) =>
    addBlobOf(cast, state, { ...row, algorithm: 'sha256', bytes: 'random', size }),
  )
  const image = addManifest(cast, state, { ...plain, place: cast.base })
  const recipe = cast.manifests[image]
  if (recipe) cast.manifests[image] = { ...recipe, layers: [blob, ...recipe.layers] }
  return { blob, others, image }
}

export function blobTour(state: PlanState, id: string, number: number): Sequence & { requests: number } {
  const row = blobRows[number]
  if (!row) throw new RangeError(`there is no tour ${number} of blobs`)
  const cast = createCast(number % 2 === 0 ? 'home' : 'other')
  const subject = castSubject(cast, state, row)
  const walk = createWalk(cast, state)
  const tour = createTour(walk, state, number)
  begin(tour, subject)
  // Others have the shortest ones too, and need them.
  if (isOwnSize(row) && walk.features.deleteBlob) end(tour, subject)
  return { ...walk.finish(id), requests: walk.requests() }
}

/** Until a manifest refers to it. */
function begin(tour: Tour, subject: Subject): void {
  const { walk, at, number } = tour
  const { blob, image } = subject
  const there = elsewhere(at)
  pullBlob(tour, blob, 'never', ['HEAD', 'GET'])
  walk.add(...pushWrong(tour, subject, 'never'))
  if (number % 2 === 0) walk.add(pushBlob(blob, there, 'post-put'))
  walk.add(push(tour, blob, 'new'))
  if (walk.features.ranges) walk.put({ do: 'read-blob', method: 'GET', at, blob, range: 'beyond' })
  pullBlob(tour, blob, 'new', ['GET', 'HEAD', 'GET'])
  beside(tour, blob, pushWrong(tour, subject, 'new'))
  walk.add(push(tour, blob, 'again'))
  walk.add(...pushWrong(tour, subject, 'again'))
  if (walk.features.mount) walk.add({ do: 'mount', blob, from: at, at: there })
  beside(tour, blob, [push(tour, blob, 'third time')])
  beside(tour, blob, mount(tour, blob))
  pullBlob(tour, blob, 'mounted', ['HEAD', 'GET', 'HEAD'])
  walk.add(...pushManifest(walk, at, image, { digest: image }))
  walk.add(push(tour, blob, 'in use'), ...mount(tour, blob))
  walk.add(...pushWrong(tour, subject, 'in use'))
}

/** It is deleted, pushed again, and deleted twice more. */
function end(tour: Tour, subject: Subject): void {
  const { walk } = tour
  const { blob } = subject
  remove(tour, blob)
  pullBlob(tour, blob, 'deleted', ['GET', 'HEAD'])
  remove(tour, blob)
  walk.add(...pushWrong(tour, subject, 'deleted'))
  walk.add(push(tour, blob, 'after deletion'))
  walk.add(push(tour, blob, 'again after deletion'), ...mount(tour, blob))
  walk.add(...pushWrong(tour, subject, 'again after deletion'))
  remove(tour, blob)
  pullBlob(tour, blob, 'deleted twice', ['HEAD'])
  walk.add(...pushWrong(tour, subject, 'deleted twice'))
  walk.add(push(tour, blob, 'after second deletion'))
  remove(tour, blob)
  walk.add(...mount(tour, blob))
  pullBlob(tour, blob, 'at last', ['GET', 'HEAD'])
}
