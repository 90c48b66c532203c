import { existsSync } from 'node:fs'
import { accountFiles } from '../../../suites/image/conversion/judges/users.ts'
import type { RunLimit } from '../../engine/limit.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { turns } from '../../engine/turns.ts'
import { usualSpec } from '../../engine/requirement.ts'
import type { BlobOutcome } from '../../image/decode/blob.ts'
import { text } from '../../image/json/value.ts'
import { nameKeys } from '../../image/model/selection.ts'
import { reachedIn } from '../../image/model/reached.ts'
import { parseTransport } from '../../image/source/open/transport.ts'
import { layoutImages, type LayoutImages } from '../../image/source/parts/layout-images.ts'
import { createKnownBlobs, type KnownBlobs } from '../../image/source/shared/known-blobs.ts'
import { sharedSource } from '../../image/source/shared/shared-source.ts'
import type { ImageSource } from '../../image/source/source.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { openWithin } from '../image/open.ts'
import type { AssayOptions } from '../options.ts'
import { writtenAsPath } from '../written-as-path.ts'

/** A part of a layout that is read by itself. */
export interface PartOfLayout {
  /** The layout, as it was named. */
  layout: string
  /** One of its images: places of entries of index.json. Absent for what is left, the files of the layout themselves. */
  entries?: readonly number[]
}

/** A part with the name of what opens it alone. */
export interface NamedPart {
  name: string
  part: PartOfLayout
  /** What its entry leads to, where it has one. */
  digest?: string
}

/** Layouts whose images are read one by one: each is opened once. */
export interface Layouts {
  /** The images of a layout, and at last the layout itself. Throws Failure. */
  list(layout: string): Promise<NamedPart[]>
  open(part: PartOfLayout): Promise<ImageSource>
  /** The entries of an image. */
  entriesOf(part: PartOfLayout): Promise<unknown[]>
  /** The same for images of which all that is judged is the same, such as two names of one digest. */
  keyOf(part: PartOfLayout): Promise<string>
  close(): Promise<void>
}

/** Images whose blobs are read at once: each may use all cores. */
const inspectedAtOnce = 2

interface Opened {
  source: ImageSource
  images: LayoutImages
  known: KnownBlobs
  shared: (source: ImageSource) => ImageSource
}

/** Whether something names a layout: what exists, and what is written as a path or with a transport of files. */
export const namesLayout = (target: string): boolean =>
  existsSync(target) || writtenAsPath(target) || parseTransport(target)?.kind === 'layout'

export function createLayouts(options: AssayOptions, limit: RunLimit): Layouts {
  const { limits, threads, spec = usualSpec } = options
  const opened = new Map<string, Promise<Opened>>()
  const turn = turns(inspectedAtOnce)

  async function openLayout(layout: string): Promise<Opened> {
    const source = await openWithin(limit, layout, withoutUndefined({ threads, limits }))
    const next = `leave out --all-tags: \`oci-assay run ${layout}\``
    const refused = source.selected !== undefined || source.kind === 'docker-archive'
    if (refused) await source.close()
    if (source.selected !== undefined) throw new Failure(`${layout} names one image`, exitCodes.usage, next)
    if (source.kind === 'docker-archive')
      throw new Failure(
        `${layout} is an archive of docker save, which is read as a whole`,
        exitCodes.usage,
        next,
      )
    const known = createKnownBlobs()
    return {
      source,
      known,
      images: await layoutImages(source, limits),
      shared: (part) =>
        sharedSource(inTurns(part), {
          known,
          place: layout,
          lacks: () => Promise.resolve(undefined),
          keep: Object.values(accountFiles),
        }),
    }
  }

  const inTurns = (source: ImageSource): ImageSource => ({
    ...source,
    async *inspect(requests, inspectOptions) {
      const outcomes: BlobOutcome[] = []
      await turn(async () => {
        for await (const outcome of source.inspect(requests, inspectOptions)) outcomes.push(outcome)
      })
      yield* outcomes
    },
  })

  function opening(layout: string): Promise<Opened> {
    const found = opened.get(layout) ?? openLayout(layout)
    opened.set(layout, found)
    return found
  }

  async function entriesOf({ layout, entries = [] }: PartOfLayout): Promise<unknown[]> {
    const { images } = await opening(layout)
    return entries.map((at) => images.entry(at))
  }

  return {
    async list(layout) {
      const { images } = await opening(layout)
      const place = writtenAsPath(layout) || !existsSync(layout) ? layout : `./${layout}`
      const all = [...images.images].map(([name, entries]): NamedPart => {
        const digest = entries.length === 1 ? text(images.entry(entries[0] ?? 0), 'digest') : undefined
        return { name: `${place}:${name}`, part: { layout, entries }, ...withoutUndefined({ digest }) }
      })
      return [...all, { name: place, part: { layout } }]
    },
    async open({ layout, entries }) {
      const { source, images, shared } = await opening(layout)
      if (entries) return shared(images.part({ entries }))
      const { digests, hidden } = await reachedIn(source, images.indexes(), {
        spec,
        signal: limit.signal,
        ...withoutUndefined({ limits }),
      })
      const left = images.part({ entries: images.others, files: true, ...(hidden ? { hidden } : {}) })
      // What images refer to is read with them.
      return {
        ...left,
        inspect: (requests, inspectOptions) =>
          left.inspect(
            requests.filter(({ digest }) => !digests.has(digest)),
            inspectOptions,
          ),
      }
    },
    entriesOf,
    keyOf: async (part) => `${part.layout} ${JSON.stringify((await entriesOf(part)).map(withoutNames))}`,
    async close() {
      for (const each of opened.values())
        await each
          .then(({ source, known }) => {
            known.close()
            return source.close()
          })
          .catch(() => undefined)
    },
  }
}

/** An entry without the names that lead to it. */
function withoutNames(entry: unknown): unknown {
  const { annotations, ...rest } = (entry ?? {}) as { annotations?: unknown }
  const others = Object.entries(annotations ?? {}).filter(([key]) => !nameKeys.includes(key as never))
  return { ...rest, annotations: others }
}
