import type { RequirementEvaluation } from '../../engine/shard.ts'
import type { ImageOutcome } from '../../image/model/outcome.ts'
import { isImageOutcome, isImagesOfShard, isImagesPassed, type RunRecord } from '../record.ts'
import type { RunResult } from '../result.ts'
import { createGathering, type Gathering } from './gathering.ts'
import { passedBefore, passedIn } from './passed.ts'
import type { ImagesOfShard } from './record.ts'
import { statementsOf, type Names } from './statements.ts'

/** The images of all shards as those of one run. */
export interface JoinedImages {
  names: Names
  gathering: Gathering
  outcomes: readonly ImageOutcome[]
  /** Names of images whose digests are not the same in the lists of all shards, or that some lists do not have. */
  moved: readonly string[]
}

/** What cannot be opened leaves this open, and so does what no shard has validated. */
export const unopened = 'content.reachable'

export const imagesOf = ({ evidence }: Pick<RunResult, 'evidence'>): ImagesOfShard | undefined =>
  evidence.find(isImagesOfShard)

/**
 * Joins what the images of shards show. While shards start, tags may move, and a division differs by that: an image that two shards
 * have validated counts once, and one that none has is not tested. Undefined where the shards are not of many images.
 */
export function joinImages(shards: readonly Pick<RunResult, 'evidence'>[]): JoinedImages | undefined {
  const records = shards.flatMap((shard) => imagesOf(shard) ?? [])
  if (records.length === 0 || records.length !== shards.length) return undefined
  const listed = [...new Set(records.flatMap(({ list }) => list.map(({ name }) => name)))]
  const inLists = new Set(listed)
  const referring = [...new Set(records.flatMap((record) => record.referring))].filter(
    (name) => !inLists.has(name),
  )
  const names = { listed: listed.length, names: [...listed, ...referring.toSorted()] }
  const places = new Map(names.names.map((name, place) => [name, place]))
  const gathering = createGathering()
  const outcomes = new Map<string, ImageOutcome>()
  const validated = new Set<string>()
  for (const [index, record] of records.entries()) {
    const all = [...record.list.map(({ name }) => name), ...record.referring]
    const own = [...record.own, ...record.referring.map((_, at) => record.list.length + at)]
    const counted = new Map(
      own.flatMap((at) => {
        const name = all[at] ?? ''
        const place = places.get(name)
        return validated.has(name) || place === undefined ? [] : [[at, place] as const]
      }),
    )
    addGathered(gathering, record, (at) => at.flatMap((each) => counted.get(each) ?? []))
    for (const outcome of shards[index]?.evidence.filter(isImageOutcome) ?? []) {
      if (validated.has(outcome.name)) continue
      outcomes.set(outcome.name, placed(outcome, places, names))
    }
    const shard = shards[index]
    if (shard) gathering.addEarlier(passedBefore(shard) ?? [])
    for (const at of own) validated.add(all[at] ?? '')
  }
  for (const [place, name] of listed.entries()) {
    if (validated.has(name)) continue
    const reason = 'no shard has validated it: the list of images changed while the shards started'
    gathering.addReason(unopened, 'errors', { reason, at: [place] })
    outcomes.set(name, {
      kind: 'image-outcome',
      name,
      conclusion: 'not-tested',
      failed: [],
      warned: [],
      reason,
      place,
    })
  }
  return { names, gathering, outcomes: [...outcomes.values()], moved: movedIn(records, listed) }
}

function addGathered(
  gathering: Gathering,
  { gathered }: ImagesOfShard,
  placesOf: (at: readonly number[]) => number[],
) {
  for (const { requirement, passed, findings, errors, blocked, skipped } of gathered) {
    gathering.addPassed(requirement, passed)
    for (const { finding, at } of findings) {
      const places = placesOf(at)
      if (places.length > 0) gathering.addFinding(requirement, finding, places)
    }
    const reasons = [
      ...errors.map((group) => ['errors', group] as const),
      ...(blocked ? [['blocked', blocked] as const] : []),
      ...(skipped ? [['skipped', skipped] as const] : []),
    ]
    for (const [kind, group] of reasons) {
      const at = placesOf(group.at)
      if (at.length > 0) gathering.addReason(requirement, kind, { ...group, at })
    }
  }
}

function placed(outcome: ImageOutcome, places: ReadonlyMap<string, number>, { listed }: Names): ImageOutcome {
  const { place: _, ...rest } = outcome
  const place = places.get(outcome.name) ?? listed
  return place < listed ? { ...rest, place } : rest
}

function movedIn(records: readonly ImagesOfShard[], listed: readonly string[]): string[] {
  const lists = records.map(({ list }) => new Map(list.map(({ name, digest = '' }) => [name, digest])))
  return listed.filter((name) => new Set(lists.map((list) => list.get(name))).size > 1)
}

const placeOf = ({ place = Number.MAX_SAFE_INTEGER }: ImageOutcome): number => place

/** What the tests of an undivided run would have stated. */
export function evaluationsOfImages(
  { gathering, names }: JoinedImages,
  tests: readonly RequirementEvaluation[],
): RequirementEvaluation[] {
  const known = new Map(tests.map(({ requirement, test }) => [requirement, test]))
  return [...known].map(([requirement, test]) => {
    const statements = statementsOf(requirement, test, gathering, names)
    const checks = statements.filter(({ kind }) => kind === 'passed' || kind === 'failed').length
    return { requirement, test, checks, statements }
  })
}

/** Tags that are named where they have moved. */
const mostNamed = 20

export function detailsOfImages({ names, moved }: JoinedImages): Record<string, string> {
  const more = moved.length - mostNamed
  const named = [...moved.slice(0, mostNamed), ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
  return {
    images: String(names.listed),
    ...(moved.length > 0 ? { 'changed while the shards started': named } : {}),
  }
}

/** The evidence of a whole run: outcomes of images in the order of the list, and nothing of the division. */
export const evidenceOfImages = (
  { outcomes, gathering }: JoinedImages,
  evidence: readonly RunRecord[],
): RunRecord[] => [
  ...evidence.filter(
    (record) => !isImageOutcome(record) && !isImagesOfShard(record) && !isImagesPassed(record),
  ),
  ...outcomes.toSorted((one, other) => placeOf(one) - placeOf(other)),
  passedIn(gathering),
]
