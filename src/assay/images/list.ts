import { withoutUndefined } from '../../engine/optional.ts'
import { ImageError } from '../../image/error.ts'
import { parseReference, type ImageReference } from '../../image/source/open/reference.ts'
import { parseTargetUrl } from '../../registry/transport/target-url.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import type { AssayOptions } from '../options.ts'
import type { Connections } from './connections.ts'
import type { Layouts, PartOfLayout } from './layouts.ts'
import { namesLayout } from './layouts.ts'
import { repositoriesOf, tagsOf } from './tags.ts'

/** One of many images. */
export interface ListedImage {
  /** What opens it alone, and how reports call it. */
  name: string
  /** Of an image in a registry. */
  reference?: ImageReference
  /** By which it is read, where the images were divided by it: a tag may move meanwhile. */
  digest?: string
  /** Of an image of a layout whose images are read one by one. */
  part?: PartOfLayout
}

/** Where images are. */
export interface Places {
  connections: Connections
  layouts: Layouts
}

/** More of them is a mistake, or a registry that has no end. */
const mostImages = 1_000_000

/** The images that the options name, in the order of the lists, each once. Throws Failure. */
export async function listImages(options: AssayOptions, places: Places): Promise<ListedImage[]> {
  const found = new Map<string, ListedImage>()
  for await (const image of imagesIn(options, places)) {
    if (!found.has(image.name)) found.set(image.name, image)
    if (found.size > mostImages)
      throw new Failure(`there are more than ${mostImages} images`, exitCodes.usage)
  }
  return [...found.values()]
}

async function* imagesIn(
  options: AssayOptions,
  { connections, layouts }: Places,
): AsyncGenerator<ListedImage> {
  const { target, images, allTags, catalog, plainHttp } = options
  if (images) for (const name of images) yield named(name, options)
  if (catalog) {
    const base = registryOf(target, plainHttp)
    const client = await connections.clientOf(base)
    for (const repository of await repositoriesOf(client))
      yield* tagged({ base, repository }, options, connections)
  } else if (allTags && namesLayout(target)) {
    yield* await layouts.list(target)
  } else if (allTags) {
    const reference = referenceOf(target, plainHttp)
    if (!reference) {
      const advice =
        'for example: oci-assay run registry.example/team/app --all-tags, or: oci-assay run ./layout --all-tags'
      throw new Failure(
        `${target} names neither a repository of a registry nor a layout`,
        exitCodes.usage,
        advice,
      )
    }
    yield* tagged(reference, options, connections)
  }
}

async function* tagged(
  { base, repository }: Pick<ImageReference, 'base' | 'repository'>,
  options: AssayOptions,
  connections: Connections,
): AsyncGenerator<ListedImage> {
  const place = placeOf(base, repository, options)
  for (const tag of await tagsOf(await connections.clientOf(base), repository)) {
    yield { name: `${place}:${tag}`, reference: { base, repository, reference: tag } }
  }
}

/** A repository as it is written on a command line: with a scheme only where that has to be. */
function placeOf(base: URL, repository: string, { plainHttp }: AssayOptions): string {
  const isPlain = base.protocol === 'http:' && !plainHttp && !/^(?:localhost|127\.|\[::1\])/.test(base.host)
  return `${isPlain ? 'http://' : ''}${base.host}${base.pathname.replace(/\/$/, '')}/${repository}`
}

/** The name of an image that has no tag. */
export const digestName = (base: URL, repository: string, digest: string, options: AssayOptions): string =>
  `${placeOf(base, repository, options)}@${digest}`

const named = (name: string, { plainHttp }: AssayOptions): ListedImage => {
  const reference = referenceOf(name, plainHttp)
  return { name, ...withoutUndefined({ reference }) }
}

/** Undefined for what is not in a registry, or malformed: opening it shows why. */
function referenceOf(name: string, plainHttp: boolean | undefined): ImageReference | undefined {
  try {
    return parseReference(name, withoutUndefined({ plainHttp }))
  } catch (error) {
    if (error instanceof ImageError) return undefined
    throw error
  }
}

function registryOf(target: string, plainHttp: boolean | undefined): URL {
  try {
    return parseTargetUrl(target, withoutUndefined({ plainHttp }))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Failure(`${target} is not the address of a registry: ${why}`, exitCodes.usage)
  }
}
