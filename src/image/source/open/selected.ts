import { copyFirst, folderNamed, stem, word } from './copy-first.ts'
import { ImageError } from '../../error.ts'
import type { ImageSource } from '../source.ts'

/** Annotations under which tools store the name of an image in index.json. */
const nameKeys = ['org.opencontainers.image.ref.name', 'io.containerd.image.name']

const mostNamed = 5

/** How skopeo names what a source is; one image of a registry is never selected. */
const transports: Readonly<Record<ImageSource['kind'], string>> = {
  directory: 'oci',
  archive: 'oci-archive',
  'docker-archive': 'docker-archive',
  registry: 'docker',
}

/**
 * Checks that the image that a user selected in a layout is the only one there, since a layout is always
 * validated as a whole. Throws ImageError with the command that copies the image into a layout of its own.
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
  if (entries.length === 1) return
  const isDigest = /^[^:/]+:[0-9a-f]{32,}$/.test(select)
  const folder = folderNamed(stem(path), isDigest ? select.slice(0, 19) : select)
  const command = isDigest
    ? `regctl image copy ${word(`ocidir://${path}@${select}`)} ${word(`ocidir://${folder}`)}`
    : `skopeo copy ${source.kind === 'docker-archive' ? '' : '--all '}${word(`${transports[source.kind]}:${path}:${select}`)} ${word(`oci:${folder}`)}`
  throw new ImageError(
    'usage',
    `${path} contains ${entries.length} images, and a layout is validated as a whole`,
    `${all}; for ${JSON.stringify(select)} alone, ${copyFirst(command, folder)}`,
  )
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
    return Array.isArray(manifests) ? manifests.map(namesOf) : undefined
  } catch {
    return undefined
  }
}

/** The tags of an image in manifest.json. */
function tagsOf(image: unknown): string[] {
  const { RepoTags: tags } = (image ?? {}) as { RepoTags?: unknown }
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : []
}

function namesOf(entry: unknown): string[] {
  const { annotations, digest } = (entry ?? {}) as { annotations?: Record<string, unknown>; digest?: unknown }
  return [...nameKeys.map((key) => annotations?.[key]), digest].filter((name) => typeof name === 'string')
}

function contents(entries: readonly string[][]): string {
  const names = entries.map(([first]) => first).filter((name) => name !== undefined)
  if (names.length === 0) return 'it contains no image with a name'
  const more = names.length - mostNamed
  return `it contains ${names.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
