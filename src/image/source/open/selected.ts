import { namesOfEntry } from '../../model/selection.ts'
import { word } from './copy-first.ts'
import { ImageError } from '../../error.ts'
import type { ImageSource } from '../source.ts'

const mostNamed = 5

/**
 * Checks that a layout or a docker archive contains the image that a user selected. Throws ImageError with the names that it has.
 * Passes where index.json cannot be read: that is a finding of the suites.
 */
export async function checkSelected(source: ImageSource, path: string, select: string): Promise<void> {
  const entries = await entriesOf(source)
  if (entries === undefined) return
  const all = `\`oci-assay run ${word(path)}\` validates all of it`
  if (!entries.some((names) => names.includes(select))) {
    throw new ImageError(
      'absent',
      `${path} does not contain an image named ${JSON.stringify(select)}: ${contents(entries)}`,
      all,
    )
  }
}

/** The names of each entry of index.json or manifest.json, its digest among them; undefined where it cannot be read. */
async function entriesOf(source: ImageSource): Promise<string[][] | undefined> {
  try {
    const { bytes } = await source.root()
    const index: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
    if (source.kind === 'docker-archive') {
      return Array.isArray(index) ? index.map((image) => tagsOf(image)) : undefined
    }
    const manifests = (index as { manifests?: unknown } | null)?.manifests
    return Array.isArray(manifests) ? manifests.map(namesOfEntry) : undefined
  } catch {
    return undefined
  }
}

/** The tags of an image in manifest.json. */
function tagsOf(image: unknown): string[] {
  const { RepoTags: tags } = (image ?? {}) as { RepoTags?: unknown }
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : []
}

function contents(entries: readonly string[][]): string {
  const names = entries.map(([first]) => first).filter((name) => name !== undefined)
  if (names.length === 0) return 'it contains no image with a name'
  const more = names.length - mostNamed
  return `it contains ${names.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
