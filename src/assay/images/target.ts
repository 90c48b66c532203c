import { availableParallelism } from 'node:os'
import { suites } from '../../../suites/image/suites.ts'
import { plan as planOf } from '../../engine/plan.ts'
import { usualSpec } from '../../engine/requirement.ts'
import type { Target as EngineTarget } from '../../engine/run.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { selection } from '../../engine/select.ts'
import { createKnownBlobs } from '../../image/source/shared/known-blobs.ts'
import { isImageOutcome } from '../../results/record.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { Mask } from '../../results/mask.ts'
import type { AssayOptions } from '../options.ts'
import { imageTarget } from '../image/target.ts'
import type { OpeningTools, OpenTarget, Target } from '../target.ts'
import { createConnections } from './connections.ts'
import { createGathering, type Gathering } from './group.ts'
import { digestName, listImages, type ListedImage } from './list.ts'
import { referrersOf } from './referrers.ts'
import { createReading, type ReadingOptions } from './read.ts'
import { suitesOfImages, type ImagesContext } from './tests.ts'

/** Images at once: enough that some wait for the registry while others are judged. */
const atOnce = Math.max(4, Math.min(16, availableParallelism() * 4))

/** Manifests that refer to images: a registry may make them up. */
const mostReferring = 100_000

/** A requirement that an image which cannot be opened leaves open. */
const unopened = 'content.reachable'

/** Many images as the target of one run: each is validated by the image suites, and what is the same is reported once. */
export function imagesTarget(options: AssayOptions): Target<ImagesContext> {
  const one = imageTarget(options)
  const { only, skip, spec = usualSpec } = options
  const planned = planOf(
    suitesOfImages(suites),
    [],
    withoutUndefined({ spec, selects: selection(only, skip), suites: options.suites }),
  )
  let mask: Mask | undefined
  return {
    plan: planned,
    profile: one.profile,
    mask: () => mask,
    async open(tools) {
      const connections = await createConnections(options, tools.limit.signal)
      mask = connections.mask
      const images = await listImages(options, connections)
      if (images.length === 0) {
        await connections.close()
        throw new Failure(`${describe(options)} has no images`, exitCodes.incomplete)
      }
      const earlier = new Map(
        options.since?.evidence
          .filter(isImageOutcome)
          .flatMap((each) => (each.conclusion === 'conformant' ? [[each.name, each] as const] : [])),
      )
      const reading: ReadingOptions = {
        ...withoutUndefined({
          closed: options.closed,
          allowMissing: options.allowMissing,
          limits: options.limits,
          platforms: options.platforms,
        }),
        spec,
        options,
        connections,
        earlier,
        known: createKnownBlobs(options.facts),
        plan: one.plan,
        profile: one.profile,
        limit: tools.limit,
        onRead: () => {},
      }
      return opened(options, images, reading, tools)
    },
  }
}

const describe = ({ target, images }: AssayOptions): string => (images ? 'the list of images' : target)

function opened(
  options: AssayOptions,
  images: readonly ListedImage[],
  reading: ReadingOptions,
  { limit, emit }: OpeningTools,
): OpenTarget<ImagesContext> {
  const gathering = createGathering()
  const reports: ((gathering: Gathering) => void)[] = []
  // Before the engine ends the tests, so that what was found until then is part of the result.
  limit.signal.addEventListener('abort', () => {
    for (const report of reports.splice(0)) report(gathering)
  })
  let finished: Promise<Gathering> | undefined
  const queue = [...images]
  const referring = new Set<string>()
  let read = 0
  let done = 0
  const progress = () => emit({ type: 'reading', read, total: 0, images: { done, total: queue.length } })
  const readOne = createReading({
    ...reading,
    onRead(bytes) {
      read += bytes
      progress()
    },
  })

  async function one(image: ListedImage): Promise<void> {
    const { outcome, requirements } = await readOne(image)
    // What was interrupted in the middle is not an outcome.
    if (limit.signal.aborted) return
    for (const requirement of requirements) gathering.add(requirement, image.name)
    if (outcome.earlier) gathering.addEarlier()
    if (outcome.conclusion === 'not-tested')
      gathering.addUnopened(unopened, outcome.reason ?? 'not tested', image.name)
    emit({ type: 'evidence', record: outcome })
    if (options.referrers) await addReferrers(image, outcome.digest)
    done += 1
    progress()
  }

  /** What refers to an image is validated as well, and what refers to that. */
  async function addReferrers({ reference }: ListedImage, digest: string | undefined): Promise<void> {
    if (!reference || digest === undefined) return
    const { base, repository } = reference
    const client = await reading.connections.clientOf(base)
    const key = `${base.href} ${repository}`
    for (const each of await referrersOf(client, repository, digest)) {
      if (referring.has(`${key} ${each}`) || referring.size > mostReferring) continue
      referring.add(`${key} ${each}`)
      queue.push({
        name: digestName(base, repository, each, options),
        reference: { base, repository, reference: each },
      })
    }
  }

  async function all(): Promise<Gathering> {
    // What refers to images becomes known while they are read, and is the next round.
    for (let begun = 0; begun < queue.length && !limit.signal.aborted;) {
      const waiting = queue.slice(begun).values()
      begun = queue.length
      const lane = async () => {
        for (const image of waiting) {
          if (limit.signal.aborted) return
          await one(image)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, lane))
    }
    return gathering
  }

  const engine: EngineTarget<ImagesContext> = {
    description: {
      kind: 'image',
      name: options.target === '' ? `${images.length} images` : options.target,
      details: {
        ...withoutUndefined({ label: options.label, 'options from': options.configuration }),
        form: 'images',
        images: String(images.length),
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
    seed: '',
    // All of them wait for the same, and report together.
    concurrency: 1000,
    testTimeout: longestTimer,
    close: () => reading.connections.close(),
  }
}

/** Milliseconds. */
const longestTimer = 2 ** 31 - 1
