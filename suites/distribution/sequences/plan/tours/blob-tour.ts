import type { BlobRow } from '../../dimensions.ts'
import type { BlobName, ManifestName, Sequence, Step } from '../../sequence.ts'
import { addBlobOf, addManifest, createCast, isOwnSize, type Cast } from '../cast.ts'
import type { PlanState } from '../plan-state.ts'
import { pushBlob, pushManifest, type Way } from '../pushes.ts'
import { blobRow } from '../values.ts'
import { createWalk } from '../walk.ts'
import { blobAt, elsewhere } from '../world.ts'
import { plain } from './rows.ts'
import { beside, createTour, pullBlob, type Tour } from './tour.ts'

/** A blob in all states, pushed in all ways. */

/** What has chunks has two bytes. */
function waysOf({ walk: { features } }: Tour, size: number): Exclude<Way, 'stream'>[] {
  const isDivided = features.chunked && size > 1
  return [
    'post-put',
    ...(isDivided ? (['chunks'] as const) : []),
    ...(features.singlePost ? (['single-post'] as const) : []),
    ...(isDivided ? (['chunks-and-final'] as const) : []),
  ]
}

/** Each state sees all ways in turn, in as many chunks as are missing for the size. */
function push(tour: Tour, blob: BlobName, stage: string): Step {
  const { cast, tracker } = tour.walk
  const recipe = cast.blobs[blob]
  const ways = waysOf(tour, recipe?.size ?? 0)
  const way =
    tour.choose(
      [`push ${stage}`],
      ways.map((value) => ({ value, traits: [value] })),
    ) ?? 'post-put'
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

/** Other bytes under its digest, of each size and in each way. */
function pushWrong(tour: Tour, { blob: under, others }: Subject, stage: string): Step[] {
  const choices = others.flatMap((blob) => {
    const { size = 0 } = tour.walk.cast.blobs[blob] ?? {}
    return waysOf(tour, size).map((way) => ({ value: { blob, way }, traits: [String(size), way] }))
  })
  const chosen = tour.choose([`wrong blob ${stage}`], choices)
  return chosen ? [{ do: 'push-wrong-digest', ...chosen, at: tour.at, under }] : []
}

/** The same twice at once, as two clients do it. */
const twice = (steps: readonly Step[]): Step[] =>
  steps.length === 0 ? [] : [{ do: 'at-once', steps: steps.flatMap((step) => [step, { ...step }]) }]

const remove = (tour: Tour, blob: BlobName): void => {
  if (tour.walk.features.deleteBlob) tour.walk.add({ do: 'delete-blob', at: tour.at, blob })
}

/** The blob of a tour, and others that are pushed only under its digest. */
interface Subject {
  blob: BlobName
  others: readonly BlobName[]
  image: ManifestName
}

function castSubject(cast: Cast, state: PlanState, row: BlobRow): Subject {
  const algorithm = state.features.sha512 ? row.algorithm : 'sha256'
  const blob = addBlobOf(cast, state, { ...row, algorithm })
  const sizes = isOwnSize(row) ? (['0', '1', '4096', '4097', '65537'] as const) : []
  const others = sizes.map((size) =>
    addBlobOf(cast, state, { ...row, algorithm: 'sha256', bytes: 'random', size }),
  )
  const image = addManifest(cast, state, { ...plain, place: cast.base })
  const recipe = cast.manifests[image]
  if (recipe) cast.manifests[image] = { ...recipe, layers: [blob, ...recipe.layers] }
  return { blob, others, image }
}

export function blobTour(
  state: PlanState,
  id: string,
  number: number,
  row: BlobRow,
): Sequence & { requests: number } {
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
  const isElsewhere = number % 4 < 2
  if (isElsewhere) walk.add(pushBlob(blob, there, 'post-put'))
  pullBlob(tour, blob, 'never', ['HEAD', 'GET'])
  walk.add(...twice(pushWrong(tour, subject, 'never, overlapping')))
  walk.add(...pushWrong(tour, subject, 'never'))
  walk.add(push(tour, blob, 'new'))
  if (walk.features.ranges) walk.put({ do: 'read-blob', method: 'GET', at, blob, range: 'beyond' })
  pullBlob(tour, blob, 'new', ['GET', 'HEAD', 'GET'])
  walk.add(...twice(pushWrong(tour, subject, 'new, overlapping')))
  walk.add(push(tour, blob, 'again'))
  pullBlob(tour, blob, 'again', ['GET', 'GET'])
  walk.add(...pushWrong(tour, subject, 'again'))
  pullBlob(tour, blob, 'after other bytes', ['GET'])
  if (walk.features.mount) {
    const away = { do: 'mount', blob, from: at, at: there } as const
    // Where it was not before, it is there once then.
    walk.add(away, ...(isElsewhere ? [] : [away]))
  }
  walk.add(...twice([push(tour, blob, 'third time')]))
  beside(tour, blob, mount(tour, blob))
  pullBlob(tour, blob, 'mounted', ['HEAD', 'GET', 'GET', 'HEAD'])
  walk.add(...pushManifest(walk, at, image, { digest: image }))
  walk.add(push(tour, blob, 'in use'))
  pullBlob(tour, blob, 'in use', ['GET', 'GET'])
  walk.add(...mount(tour, blob))
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
  pullBlob(tour, blob, 'after deletion', ['GET', 'GET'])
  walk.add(push(tour, blob, 'again after deletion'), ...mount(tour, blob))
  walk.add(...pushWrong(tour, subject, 'again after deletion'))
  remove(tour, blob)
  pullBlob(tour, blob, 'deleted twice', ['GET', 'HEAD'])
  walk.add(...pushWrong(tour, subject, 'deleted twice'))
  walk.add(push(tour, blob, 'after second deletion'))
  remove(tour, blob)
  walk.add(...mount(tour, blob))
  pullBlob(tour, blob, 'at last', ['GET', 'HEAD'])
  if (tour.number % 2 === 1) mountDeleted(tour, blob)
}

/** A mount of what its source has no more, and the other repository neither. */
function mountDeleted(tour: Tour, blob: BlobName): void {
  const { walk, at } = tour
  if (!walk.features.mount || !walk.features.deleteBlob) return
  const there = elsewhere(at)
  for (const place of [at, there])
    if (blobAt(walk.world, place, blob).present) walk.add({ do: 'delete-blob', at: place, blob })
  walk.add({ do: 'mount', blob, from: at, at: there }, { do: 'read-blob', method: 'GET', at: there, blob })
}
