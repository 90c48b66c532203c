import { cleanName } from '../../decode/tar/names.ts'
import { isObject, list, property } from '../../json/value.ts'

/** A file that a docker archive names for an image. */
export interface DockerPart {
  /** JSON pointer to the name. */
  pointer: string
  /** Cleaned. */
  path: string
}

/** An image as a docker archive lists it. */
export interface DockerImage {
  /** JSON pointer to it. */
  pointer: string
  /** `repository:tag` each; only those that are texts. */
  tags: readonly string[]
  /** Absent where nothing names one: Docker before 1.10 wrote none. */
  config?: DockerPart
  layers: readonly DockerPart[]
  /** Entries of its list of layers, whatever they are; absent where it has no such list. */
  listed?: number
}

/** Characters of a path: more is nothing that a message should carry. */
const longestPath = 1024

const partOf = (pointer: string, value: unknown): DockerPart[] => {
  if (typeof value !== 'string' || value === '' || value.length > longestPath) return []
  return [{ pointer, path: cleanName(value) }]
}

/** The images of a manifest.json, in its order; what has another form is left out, and is a finding of its schema. */
export function dockerImagesOf(manifest: unknown): DockerImage[] {
  if (!Array.isArray(manifest)) return []
  return manifest.flatMap((image: unknown, at): DockerImage[] => {
    if (!isObject(image)) return []
    const layers = property(image, 'Layers')
    const [config] = partOf(`/${at}/Config`, property(image, 'Config'))
    return [
      {
        pointer: `/${at}`,
        tags: list(image, 'RepoTags').filter((tag) => typeof tag === 'string'),
        layers: list(image, 'Layers').flatMap((layer, index) => partOf(`/${at}/Layers/${index}`, layer)),
        ...(config ? { config } : {}),
        ...(Array.isArray(layers) ? { listed: layers.length } : {}),
      },
    ]
  })
}

/** The digest that the name of a file states: `<hex>.json`, `sha256:<hex>` and `blobs/sha256/<hex>` are written by tools. */
export function digestInName(path: string): string | undefined {
  const [, hex] = /^(?:blobs\/sha256\/|sha256:)?([a-f0-9]{64})(?:\.json)?$/.exec(path) ?? []
  return hex === undefined ? undefined : `sha256:${hex}`
}
