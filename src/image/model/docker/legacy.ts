import { isObject, segment, text } from '../../json/value.ts'
import type { DocumentReader } from '../reader.ts'
import type { DockerImage } from './images.ts'

/** Layers below each other; Docker allowed 127. */
const mostLayers = 1024
/** Tags of one archive. */
const mostTags = 10_000

/** What Docker named layers by: no digest of anything that is in the archive. */
const id = /^[a-f0-9]{64}$/

/**
 * The images of an archive that Docker before 1.10 wrote: `repositories` leads from tags to the ids of layers, and the file
 * `<id>/json` of each layer to the one below. Throws ImageError where the run is to end.
 */
export async function legacyImages(repositories: unknown, reader: DocumentReader): Promise<DockerImage[]> {
  const below = new Map<string, string | undefined>()
  async function parentOf(layer: string): Promise<string | undefined> {
    if (!below.has(layer)) {
      const read = await reader.file(`${layer}/json`)
      below.set(layer, 'value' in read ? text(read.value, 'parent') : undefined)
    }
    return below.get(layer)
  }
  const images: DockerImage[] = []
  for (const { repository, tag, top } of tagsIn(repositories)) {
    const pointer = `/${segment(repository)}/${segment(tag)}`
    const layers: string[] = []
    for (let layer: string | undefined = top; layer !== undefined && id.test(layer);) {
      if (layers.includes(layer) || layers.length === mostLayers) break
      layers.unshift(layer)
      layer = await parentOf(layer)
    }
    images.push({
      pointer,
      tags: [`${repository}:${tag}`],
      layers: layers.map((layer) => ({ pointer, path: `${layer}/layer.tar` })),
      listed: layers.length,
    })
  }
  return images
}

/** A tag in a file `repositories`. */
export interface LegacyTag {
  repository: string
  tag: string
  /** The id of the uppermost layer. */
  top: string
}

/** The tags of a file `repositories`; what has another form is left out. */
export function tagsIn(repositories: unknown): LegacyTag[] {
  if (!isObject(repositories)) return []
  const tags = Object.entries(repositories).flatMap(([repository, of]) =>
    isObject(of) ? Object.entries(of).map(([tag, top]) => ({ repository, tag, top })) : [],
  )
  return tags.slice(0, mostTags).filter((each): each is LegacyTag => typeof each.top === 'string')
}
