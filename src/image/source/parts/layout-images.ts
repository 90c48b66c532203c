import { mediaTypes } from '../../../content/media-types.ts'
import { parseDocument, type ParsedDocument } from '../../json/parse.ts'
import { isObject, list } from '../../json/value.ts'
import { limitOf, type ImageLimits } from '../../limits.ts'
import { namesOfEntry } from '../../model/selection.ts'
import { ImageError } from '../../error.ts'
import type { ImageSource, Part, Root } from '../source.ts'

/** A layout that is read image by image. */
export interface LayoutImages {
  /** Places of the entries of index.json by what selects them: their name, else their digest; each once, in their order. */
  readonly images: ReadonlyMap<string, readonly number[]>
  /** Places of entries that nothing can select. */
  readonly others: readonly number[]
  /** index.json in parts, each with one of its entries, and the rest of it; undefined where it could not be read. */
  indexes(): Iterable<unknown>
  /** An entry of index.json. */
  entry(at: number): unknown
  /** A part of the layout; closing it does nothing. Each image has its own entries of index.json, and what is left has all of it. */
  part(part: Part): ImageSource
}

/**
 * The images of a layout, by its index.json. Its entries are kept as text: as objects, those of ten thousand images take four times the
 * memory. What is wrong with index.json is left to the suites: of one that cannot be read there are no images. Throws ImageError where
 * the run ends.
 */
export async function layoutImages(source: ImageSource, limits?: ImageLimits): Promise<LayoutImages> {
  const read = await parsedRoot(source, limits)
  const images = new Map<string, number[]>()
  const others: number[] = []
  const texts: string[] = []
  for (const [at, entry] of list(read?.parsed.value, 'manifests').entries()) {
    texts.push(JSON.stringify(entry))
    const [name] = isObject(entry) ? namesOfEntry(entry) : []
    const places = name ? (images.get(name) ?? []) : others
    places.push(at)
    if (name) images.set(name, places)
  }
  const { bytes = new Uint8Array(), mediaType = mediaTypes.index } = read?.root ?? {}
  // Functions that are kept must not keep what was parsed.
  const isRead = read !== undefined
  const rest = withoutEntries(read?.parsed.value)
  const entry = (at: number): unknown => JSON.parse(texts[at] ?? 'null')

  function rootOf({ entries }: Part): Root {
    const manifests: unknown[] = []
    for (const at of entries) manifests[at] = entry(at)
    return { name: 'index.json', bytes, mediaType, parsed: { value: { manifests }, bytes, problems: [] } }
  }

  return {
    images,
    others,
    *indexes() {
      yield rest
      for (const at of texts.keys()) yield { manifests: [entry(at)] }
    },
    entry,
    part: (part) => ({
      ...source,
      part,
      ...(isRead && !part.files ? { root: () => Promise.resolve(rootOf(part)) } : {}),
      ...(part.files ? {} : { problems: [] }),
      close: () => Promise.resolve(),
    }),
  }
}

const withoutEntries = (value: unknown): unknown => (isObject(value) ? { ...value, manifests: [] } : value)

/** Undefined where it cannot be read, which each reading shows again. */
async function parsedRoot(
  source: ImageSource,
  limits?: ImageLimits,
): Promise<{ root: Root; parsed: ParsedDocument } | undefined> {
  const limit = limitOf(limits, 'document-size')
  try {
    const root = await source.root({ limit })
    const depthLimit = limitOf(limits, 'document-depth')
    return { root, parsed: parseDocument(root.bytes, { sizeLimit: limit, depthLimit }) }
  } catch (error) {
    if (error instanceof ImageError && error.code !== 'aborted') return undefined
    throw error
  }
}
