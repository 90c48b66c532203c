import {
  indexOf,
  types,
  type Doc,
  type ImageParts,
  type LayerParts,
  type Layout,
} from '../../layouts/build/layout.ts'

/** Parts of an image for Linux on an architecture, as an index lists it. */
const forPlatform = (architecture: string, parts: ImageParts = {}): ImageParts => ({
  ...parts,
  config: (document) => void Object.assign(document, { architecture }),
  entry: (own) => void Object.assign(own, { platform: { os: 'linux', architecture } }),
})

/** An index with an image for each architecture, of these layers. */
export function acrossPlatforms(
  layout: Layout,
  layers: Readonly<Record<string, readonly LayerParts[]>>,
  name = 'latest',
): void {
  const manifests = Object.entries(layers).map(([architecture, parts]) =>
    layout.manifest(forPlatform(architecture, { layers: parts })),
  )
  layout.entries.push({
    ...indexOf(layout, manifests),
    annotations: { 'org.opencontainers.image.ref.name': name },
  })
}

/** Changes of the part of a configuration that containers are started with. */
export const configured = (changes: Doc): ImageParts => ({
  config: (document) => void Object.assign(document['config'] as Doc, changes),
})

/** A layer that no descriptor refers to. */
export const orphanedLayer = (layout: Layout, parts: LayerParts): void =>
  void layout.layer({ mediaType: types.gzip, ...parts })
