import type { ImageFacts } from '../../facts/facts.ts'
import { noted, placeIn, type Check } from '../../judges/check.ts'
import { list, property, quoted } from '../../../../src/image/json/value.ts'

/** Files that a manifest.json of docker save names, in its order. */
function* filesIn(manifest: unknown): Generator<string> {
  for (const image of Array.isArray(manifest) ? (manifest as unknown[]) : []) {
    for (const path of [property(image, 'Config'), ...list(image, 'Layers')]) {
      if (typeof path === 'string') yield path
    }
  }
}

/**
 * Files that manifest.json names and that are not here. It is not part of a layout, but `docker load` reads it before
 * index.json, and so loads another image than other tools, or none.
 */
export function* noteDockerSave({
  layout: { files, dockerSave },
}: Pick<ImageFacts, 'layout'>): Generator<Check> {
  const here = new Set(files.map(({ path }) => path))
  const [first, ...others] = [...new Set(filesIn(dockerSave))].filter((path) => !here.has(path))
  if (first === undefined) return
  const more = others.length > 0 ? ` and ${others.length} more` : ''
  const note = `has a manifest.json, which docker load reads, that names ${quoted(first)}${more}, which the layout does not have`
  yield noted('layout.index.exists', note, placeIn('manifest.json'))
}
