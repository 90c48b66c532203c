import { createHash } from 'node:crypto'
import { accountFiles } from '../../../suites/image/conversion/judges/users.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { turns } from '../../engine/turns.ts'
import { ImageError } from '../../image/error.ts'
import { limitOf } from '../../image/limits.ts'
import type { ImageOutcome } from '../../image/model/outcome.ts'
import { openRegistryImage } from '../../image/source/registry/image.ts'
import type { KnownBlobs } from '../../image/source/shared/known-blobs.ts'
import { sharedSource } from '../../image/source/shared/shared-source.ts'
import type { ImageSource } from '../../image/source/source.ts'
import type { RegistryClient } from '../../registry/client.ts'
import { header } from '../../registry/record/exchange.ts'
import { Failure } from '../../results/conclusion/failure.ts'
import { openWithin } from '../image/open.ts'
import type { AssayOptions } from '../options.ts'
import type { ListedImage, Places } from './list.ts'
import { createSeenImages, type ReadOutcome } from './seen.ts'
import { outcomeOf, validate, type ValidationOptions } from './validate.ts'

export interface ReadingOptions extends ValidationOptions, Places {
  options: AssayOptions
  /** The plan for the files of a layout whose images are read one by one. */
  filesPlan: ValidationOptions['plan']
  known: KnownBlobs
  /** Outcomes of an earlier run, by name: an image of the same digest is not read again. And the requirements that passed in it. */
  earlier: { outcomes: ReadonlyMap<string, ImageOutcome>; passed: readonly string[] }
}

/** In place of keys, of which there is one for each image. */
const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64')

/** Blobs of all images that are fetched at once: more would take memory, and no less time. */
const fetchedAtOnce = 3

/** Reads images: what several of them share once, and an image that has two tags once. */
export interface Reading {
  of(image: ListedImage): Promise<ReadOutcome>
  close(): void
}

export function createReading(reading: ReadingOptions): Reading {
  const { options, connections, layouts, known, earlier, limit } = reading
  const { plainHttp, threads, limits } = options
  /** What is the same for several names of one image, by the first of them. */
  const seen = createSeenImages()
  const turn = turns(fetchedAtOnce)
  /** Blobs that a repository was seen to have. */
  const present = new Set<string>()

  const lacksIn =
    (client: RegistryClient, repository: string) =>
    async (digest: string, { size }: { size: number }) => {
      const key = hashOf(`${client.base.href} ${repository} ${digest}`)
      if (present.has(key)) return undefined
      const path = `/v2/${repository}/blobs/${digest}`
      const { response, error } = await client.send({ method: 'HEAD', path, bulk: true })
      if (error)
        return {
          code: error.code === 'aborted' ? ('aborted' as const) : ('unreadable' as const),
          message: error.message,
        }
      if (response?.status === 404)
        return { code: 'absent' as const, message: `the registry does not have ${digest}` }
      if (response?.status !== 200)
        return {
          code: 'unreadable' as const,
          message: `the registry answers ${response?.status ?? 0} to HEAD of ${digest}`,
        }
      const stated = header(response.headers, 'content-length')
      if (stated !== undefined && Number(stated) !== size)
        return {
          code: 'unreadable' as const,
          message: `the registry states ${stated} bytes of ${digest}, which has ${size}`,
        }
      present.add(key)
      return undefined
    }

  async function open({ name, reference, digest, part }: ListedImage): Promise<ImageSource> {
    if (part) return layouts.open(part)
    if (!reference) return openWithin(limit, name, withoutUndefined({ plainHttp, threads, limits }))
    const { base, repository } = reference
    const client = await connections.clientOf(base)
    const source = openRegistryImage({
      ...reference,
      ...withoutUndefined({ reference: digest }),
      client,
      bulk: true,
      turn,
    })
    const place = base.href
    return sharedSource(source, {
      known,
      place,
      lacks: lacksIn(client, repository),
      keep: Object.values(accountFiles),
    })
  }

  async function one(
    image: ListedImage,
    source: ImageSource,
    digest: string | undefined,
  ): Promise<ReadOutcome> {
    const { name, part } = image
    const isFiles = part && !part.entries
    const validated = await validate(source, isFiles ? { ...reading, plan: reading.filesPlan } : reading)
    return {
      outcome: { ...outcomeOf(name, validated), ...withoutUndefined({ digest }) },
      requirements: validated.result.requirements,
    }
  }

  /** What an image begins with, where it is in a registry, or an entry of a layout. */
  const digestOf = async ({ reference, digest }: ListedImage, source: ImageSource) =>
    reference ? (await source.root({ limit: limitOf(limits, 'document-size') })).digest : digest

  /** The same for images that are read once; undefined for those that nothing else can be the same as. */
  async function keyOf({ reference, part }: ListedImage, digest: string | undefined) {
    if (part?.entries) return layouts.keyOf(part)
    if (digest === undefined || !reference) return undefined
    return `${reference.base.href} ${reference.repository} ${digest}`
  }

  async function of(image: ListedImage): Promise<ReadOutcome> {
    const { name } = image
    let source: ImageSource | undefined
    try {
      source = await open(image)
      const digest = await digestOf(image, source)
      const before = earlier.outcomes.get(name)
      if (before && digest !== undefined && before.digest === digest)
        return { outcome: { ...before, earlier: true }, requirements: [] }
      const key = await keyOf(image, digest)
      if (key === undefined) return await one(image, source, digest)
      const opened = source
      const { outcome, requirements } = await seen.of(key, () => one(image, opened, digest))
      return { outcome: { ...outcome, name }, requirements }
    } catch (error) {
      if (!(error instanceof ImageError || error instanceof Failure)) throw error
      const outcome = {
        kind: 'image-outcome',
        name,
        conclusion: 'not-tested',
        failed: [],
        warned: [],
      } as const
      return { outcome: { ...outcome, reason: error.message }, requirements: [] }
    } finally {
      await source?.close()
    }
  }
  return { of, close: () => seen.close() }
}
