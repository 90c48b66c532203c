import { describe, jsonContent, type Content, type Descriptor } from './content.ts'
import { type Algorithm } from './digest.ts'
import { randomLayer, type Layer } from './layer.ts'
import { mediaTypes } from './media-types.ts'
import type { Random } from './random.ts'

/** An image that is whole: its manifest, its config and its layers. */
export interface Image {
  manifest: Content
  config: Content
  layers: readonly Layer[]
}

/** Everything that a manifest needs besides itself. */
export const blobsOf = (image: Image): readonly Content[] => [image.config, ...image.layers]

export interface ManifestOptions {
  config: Descriptor
  layers: readonly Descriptor[]
  subject?: Descriptor
  artifactType?: string
  annotations?: Record<string, string>
  algorithm?: Algorithm
  /** Properties that the specification does not define. */
  more?: Record<string, unknown>
}

/** An image manifest (manifest.md). */
export function imageManifest({ more, algorithm, ...properties }: ManifestOptions): Content {
  const document = { schemaVersion: 2, mediaType: mediaTypes.manifest, ...properties, ...more }
  return jsonContent(document, mediaTypes.manifest, algorithm)
}

export interface IndexOptions {
  manifests: readonly Descriptor[]
  subject?: Descriptor
  artifactType?: string
  annotations?: Record<string, string>
  algorithm?: Algorithm
  more?: Record<string, unknown>
}

/** An image index (image-index.md). */
export function imageIndex({ more, algorithm, ...properties }: IndexOptions): Content {
  const document = { schemaVersion: 2, mediaType: mediaTypes.index, ...properties, ...more }
  return jsonContent(document, mediaTypes.index, algorithm)
}

/** The configuration of an image with these layers (config.md). */
export function imageConfig(random: Random, layers: readonly Layer[], algorithm?: Algorithm): Content {
  const document = {
    created: '2024-01-01T00:00:00Z',
    architecture: 'amd64',
    os: 'linux',
    config: { Labels: { seed: random.hex(24) } },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: layers.map(() => ({ created: '2024-01-01T00:00:00Z', created_by: 'oci-assay' })),
  }
  return jsonContent(document, mediaTypes.config, algorithm)
}

export interface RandomImageOptions {
  layers?: number
  algorithm?: Algorithm
  subject?: Descriptor
  artifactType?: string
  annotations?: Record<string, string>
}

/** A whole image of random content, one small layer unless more are requested. */
export function randomImage(random: Random, options: RandomImageOptions = {}): Image {
  const { layers: number = 1, algorithm, ...properties } = options
  const layers = Array.from({ length: number }, () => randomLayer(random, algorithm))
  const config = imageConfig(random, layers, algorithm)
  const manifest = imageManifest({
    config: describe(config),
    layers: layers.map((layer) => describe(layer)),
    ...properties,
    ...(algorithm === undefined ? {} : { algorithm }),
  })
  return { manifest, config, layers }
}
