import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { plan as planOf } from '../../engine/plan.ts'
import { usualSpec } from '../../engine/requirement.ts'
import type { Target as EngineTarget } from '../../engine/run.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { selection } from '../../engine/select.ts'
import { shardName } from '../../engine/shard.ts'
import type { ImageOutcome } from '../../image/model/outcome.ts'
import { createKnownBlobs } from '../../image/source/shared/known-blobs.ts'
import { createGathering } from '../../results/images/gathering.ts'
import { unopened } from '../../results/images/join.ts'
import { passedBefore, passedIn } from '../../results/images/passed.ts'
import { gatheredIn, type ImagesOfShard } from '../../results/images/record.ts'
import { isImageOutcome } from '../../results/record.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { Mask } from '../../results/mask.ts'
import type { AssayOptions } from '../options.ts'
import { queryOf, suitesFor } from '../image/own.ts'
import { imageTarget, planOfFiles } from '../image/target.ts'
import type { OpeningTools, OpenTarget, Target } from '../target.ts'
import { createConnections } from './connections.ts'
import { createLayouts } from './layouts.ts'
import { digestName, listImages, type ListedImage, type Places } from './list.ts'
import { referrersOf } from './referrers.ts'
import { createReading, type ReadingOptions } from './read.ts'
import { shareOfImages, type ShareOfImages } from './share.ts'
import { createSurvey } from './survey.ts'
import { suitesOfImages, type ImagesContext, type SeenOfImages } from './tests.ts'

/** Images at once: enough that some wait for the registry while others are judged. */
const atOnce = Math.max(4, Math.min(16, availableParallelism() * 4))

/** Manifests that refer to images: a registry may make them up. */
const mostReferring = 100_000

/** Many images as the target of one run: each is validated by the image suites, and what is the same is reported once. */
export function imagesTarget(options: AssayOptions): Target<ImagesContext> {
  const one = imageTarget(options)
  const { only, skip, spec = usualSpec } = options
  const planned = planOf(
    suitesOfImages(suitesFor(options)),
    [],
    withoutUndefined({ spec, selects: selection(only, skip), suites: options.suites, shard: options.shard }),
  )
  let mask: Mask | undefined
  return {
    plan: planned,
    profile: { ...one.profile, ...(options.shard ? { shard: shardName(options.shard) } : {}) },
    mask: () => mask,
    async open(tools) {
      const connections = await createConnections(options, tools.limit.signal)
      mask = connections.mask
      const layouts = createLayouts(options, tools.limit)
      const known = createKnownBlobs(options.facts)
      const close = async () => {
        known.close()
        await Promise.all([connections.close(), layouts.close()])
      }
      const places = { connections, layouts }
      const share = await shareOf(options, places, tools.limit.signal).catch(async (error: unknown) => {
        await close()
        throw error
      })
      const reading: ReadingOptions = {
        ...withoutUndefined({
          closed: options.closed,
          allowMissing: options.allowMissing,
          limits: options.limits,
          platforms: options.platforms,
          files: queryOf(options),
        }),
        spec,
        options,
        ...places,
        earlier: earlierOf(options),
        known,
        plan: one.plan,
        filesPlan: planOfFiles(options),
        profile: one.profile,
        limit: tools.limit,
        onRead: () => {},
      }
      const { stop, ...images } = opened(options, share, reading, tools)
      return {
        ...images,
        async close() {
          stop()
          await close()
        },
      }
    },
  }
}

/** The images of this run: all that are listed, or those of its shard. Throws Failure where there are none. */
async function shareOf(options: AssayOptions, places: Places, signal: AbortSignal): Promise<ShareOfImages> {
  const images = await listImages(options, places)
  if (images.length === 0) throw new Failure(`${describe(options)} has no images`, exitCodes.incomplete)
  const named = !options.allTags && !options.catalog
  if (options.shard) return shareOfImages(images, options.shard, named, createSurvey(options, places, signal))
  const own = images.map((image, place) => ({ image, place }))
  return { own, record: { named, list: images, own: own.map(({ place }) => place) } }
}

/** Identifies the policies of a run: an image that was conformant under other policies has to be read again. */
const policiesIn = ({ policies }: AssayOptions): string | undefined =>
  policies && createHash('sha256').update(JSON.stringify(policies)).digest('hex').slice(0, 12)

/**
 * What is taken over of an earlier result, where it is by the same policies: conformant images, by name. Those with warnings are read again,
 * since which findings are theirs is not part of a result.
 */
function earlierOf(options: AssayOptions): ReadingOptions['earlier'] {
  const { since } = options
  const passed = since && passedBefore(since)
  if (!passed || since.target.details['policies'] !== policiesIn(options))
    return { outcomes: new Map(), passed: [] }
  const sound = since.evidence
    .filter(isImageOutcome)
    .filter(({ conclusion, warned }) => conclusion === 'conformant' && warned.length === 0)
  return { outcomes: new Map(sound.map((each) => [each.name, each])), passed }
}

const describe = ({ target, images }: AssayOptions): string => (images ? 'the list of images' : target)

/** An image of which not everything that was requested could be validated: what was not evaluated before stays the reason. */
const withTrouble = (outcome: ImageOutcome, trouble: string): ImageOutcome =>
  outcome.conclusion === 'conformant' ? { ...outcome, conclusion: 'incomplete', reason: trouble } : outcome

/** An image with its place: what refers to others goes on after the list. */
interface Queued {
  image: ListedImage
  place: number
}

/** Not the files of a layout whose images are read one by one. */
const isImage = ({ image: { part } }: Queued): boolean => !part || part.entries !== undefined

function opened(
  options: AssayOptions,
  share: ShareOfImages,
  reading: ReadingOptions,
  { limit, emit }: OpeningTools,
): Omit<OpenTarget<ImagesContext>, 'close'> & { stop: () => void } {
  const gathering = createGathering()
  const { list } = share.record
  const names = list.map(({ name }) => name)
  const seen: SeenOfImages = { gathering, names: { listed: list.length, names } }
  const reports: ((seen: SeenOfImages) => void)[] = []
  // Before the engine ends the tests, so that what was found until then is part of the result.
  limit.signal.addEventListener('abort', () => {
    for (const report of reports.splice(0)) report(seen)
  })
  let finished: Promise<SeenOfImages> | undefined
  const queue: Queued[] = share.own.filter(isImage)
  const files: readonly Queued[] = share.own.filter((each) => !isImage(each))
  const referring = new Set<string>()
  /** What refers to the images of a round: their places are those of their names, since images end in any order. */
  const found: ListedImage[] = []
  function queueFound(): void {
    for (const image of found.splice(0).toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      queue.push({ image, place: names.length })
      names.push(image.name)
    }
  }
  let read = 0
  let done = 0
  const progress = () =>
    emit({ type: 'reading', read, total: 0, images: { done, total: files.length + queue.length } })
  const images = createReading({
    ...reading,
    onRead(bytes) {
      read += bytes
      progress()
    },
  })

  async function one({ image, place }: Queued): Promise<void> {
    const { outcome: own, requirements } = await images.of(image)
    const trouble = options.referrers ? await addReferrers(image, own.digest) : undefined
    // What was interrupted in the middle is not an outcome.
    if (limit.signal.aborted) return
    const outcome = trouble === undefined ? own : withTrouble(own, trouble)
    for (const requirement of requirements) gathering.add(requirement, place)
    if (outcome.earlier) gathering.addEarlier(reading.earlier.passed)
    const open = outcome.conclusion === 'not-tested' ? (outcome.reason ?? 'not tested') : trouble
    if (open !== undefined) gathering.addReason(unopened, 'errors', { reason: open, at: [place] })
    emit({ type: 'evidence', record: place < list.length ? { ...outcome, place } : outcome })
    done += 1
    progress()
  }

  /** What refers to an image is validated as well, and what refers to that. Returns why that need not be all. */
  async function addReferrers(
    { reference }: ListedImage,
    digest: string | undefined,
  ): Promise<string | undefined> {
    if (!reference || digest === undefined) return undefined
    const { base, repository } = reference
    const client = await reading.connections.clientOf(base)
    const key = `${base.href} ${repository}`
    const { digests, trouble } = await referrersOf(client, repository, digest)
    for (const each of digests) {
      if (referring.has(`${key} ${each}`)) continue
      if (referring.size === mostReferring)
        return `more than ${mostReferring} manifests refer to images of this run, and the others are not validated`
      referring.add(`${key} ${each}`)
      const name = digestName(base, repository, each, options)
      found.push({ name, reference: { base, repository, reference: each } })
    }
    return trouble
  }

  async function all(): Promise<SeenOfImages> {
    // Before the images: all of index.json is judged at once, which would take its memory on top of what ten thousand images leave.
    // oxlint-disable-next-line no-await-in-loop -- one after the other for the same reason
    for (const each of files) await one(each)
    // What refers to images becomes known while they are read, and is the next round.
    for (let begun = 0; begun < queue.length && !limit.signal.aborted;) {
      const waiting = queue.slice(begun).values()
      begun = queue.length
      const lane = async () => {
        for (const each of waiting) {
          if (limit.signal.aborted) return
          await one(each)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, lane))
      queueFound()
    }
    return seen
  }

  const recordOfShard = (): ImagesOfShard => ({
    kind: 'images-of-shard',
    ...share.record,
    referring: names.slice(list.length),
    gathered: gatheredIn(gathering),
  })

  const engine: EngineTarget<ImagesContext> = {
    description: {
      kind: 'image',
      name: options.target === '' ? `${list.length} images` : options.target,
      details: {
        ...withoutUndefined({ label: options.label, 'options from': options.configuration }),
        form: 'images',
        images: String(share.own.length),
        ...withoutUndefined({ policies: policiesIn(options) }),
      },
    },
    open: (context) => ({
      ...context,
      finished: () => (finished ??= all()),
      onInterrupted: (report) => void reports.push(report),
    }),
  }
  return {
    engine,
    stop: () => images.close(),
    seed: '',
    // All of them wait for the same, and report together.
    concurrency: 1000,
    testTimeout: longestTimer,
    annotate: async () =>
      [passedIn(gathering), ...(options.shard ? [recordOfShard()] : [])].map((record) => ({
        type: 'evidence',
        record,
      })),
  }
}

/** Milliseconds. */
const longestTimer = 2 ** 31 - 1
