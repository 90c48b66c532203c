import { parseDocument } from '../../json/parse.ts'
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
  /** index.json, where it could be read. */
  readonly index: unknown
  /** An entry of index.json. */
  entry(at: number): unknown
  /** A part of the layout; closing it does nothing. */
  part(part: Part): ImageSource
}

/**
 * The images of a layout, by its index.json, which is read and parsed once. What is wrong with index.json is left to the suites: of one that cannot
 * be read there are no images. Throws ImageError where the run ends.
 */
export async function layoutImages(source: ImageSource, limits?: ImageLimits): Promise<LayoutImages> {
  const root = await parsedRoot(source, limits)
  const entries = list(root?.parsed?.value, 'manifests')
  const images = new Map<string, number[]>()
  const others: number[] = []
  for (const [at, entry] of entries.entries()) {
    const [name] = isObject(entry) ? namesOfEntry(entry) : []
    const places = name ? (images.get(name) ?? []) : others
    places.push(at)
    if (name) images.set(name, places)
  }
  return {
    images,
    others,
    index: root?.parsed?.value,
    entry: (at) => entries[at],
    part: (part) => ({
      ...source,
      part,
      ...(root ? { root: () => Promise.resolve(root) } : {}),
      ...(part.files ? {} : { problems: [] }),
      close: () => Promise.resolve(),
    }),
  }
}

/** Undefined where it cannot be read, which each reading shows again. */
async function parsedRoot(source: ImageSource, limits?: ImageLimits): Promise<Root | undefined> {
  const limit = limitOf(limits, 'document-size')
  try {
    const root = await source.root({ limit })
    const depthLimit = limitOf(limits, 'document-depth')
    return { ...root, parsed: parseDocument(root.bytes, { sizeLimit: limit, depthLimit }) }
  } catch (error) {
    if (error instanceof ImageError && error.code !== 'aborted') return undefined
    throw error
  }
}
