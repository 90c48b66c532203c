import { gunzipSync } from 'node:zlib'
import {
  contentOf,
  describe,
  emptyContent,
  jsonContent,
  type Content,
  type Descriptor,
} from '../../../src/content/content.ts'
import { fileLayer, randomLayer, type Layer } from '../../../src/content/layer.ts'
import { imageConfig, imageIndex, imageManifest } from '../../../src/content/manifest.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import type { Random } from '../../../src/content/random.ts'

/** A manifest or an index with all that it refers to. */
export interface Tree {
  root: Content
  /** Manifests below it. */
  manifests: readonly Content[]
  blobs: readonly Content[]
}

/** An image with one layer, and what was made of its parts. */
export interface ImageTree extends Tree {
  config: Content
  layer: Content | Layer
}

const treeOf = (root: Content, config: Content, layer: Content | Layer): ImageTree => ({
  root,
  manifests: [],
  blobs: [config, layer],
  config,
  layer,
})

/** How an image differs from the usual one. */
export interface ImageChanges {
  /** Properties of the layer's and the config's descriptor. */
  layer?: Partial<Descriptor>
  config?: Partial<Descriptor>
  /** Other content in their place. */
  layerContent?: Content | Layer
  configContent?: Content
  /** Properties of the manifest. */
  manifest?: Record<string, unknown>
}

/** Makes an image, or what a client pulls in its place. */
export type MakeImage = (random: Random, changes?: ImageChanges) => ImageTree

/** Images whose config and layer have the types that a client pulls. */
export const imagesOf =
  (types: { config: string; layer: string } | undefined): MakeImage =>
  (random, changes = {}) => {
    if (!types) return image(random, changes)
    const plain = image(random, changes)
    return image(random, {
      ...changes,
      configContent: { ...plain.config, mediaType: types.config },
      layerContent: { ...plain.layer, mediaType: types.layer },
    })
  }

const isLayer = (content: Content | Layer): content is Layer => 'diffId' in content

/** A small image of random content. */
export function image(random: Random, changes: ImageChanges = {}): ImageTree {
  const own = randomLayer(random)
  const layer = changes.layerContent ?? own
  const config = changes.configContent ?? imageConfig(random, [isLayer(layer) ? layer : own])
  const root = imageManifest({
    config: describe(config, changes.config),
    layers: [describe(layer, changes.layer)],
    ...(changes.manifest ? { more: changes.manifest } : {}),
  })
  return treeOf(root, config, layer)
}

/** The same with the types of Docker. */
export function dockerImage(random: Random): ImageTree {
  const own = randomLayer(random)
  const layer = contentOf(own.bytes, mediaTypes.dockerLayer)
  const config = contentOf(imageConfig(random, [own]).bytes, mediaTypes.dockerConfig)
  const document = {
    schemaVersion: 2,
    mediaType: mediaTypes.dockerManifest,
    config: describe(config),
    layers: [describe(layer)],
  }
  return treeOf(jsonContent(document, mediaTypes.dockerManifest), config, layer)
}

/** The architecture of this machine, by the name that platforms have. */
export const goArchitecture = { x64: 'amd64', ia32: '386' }[process.arch as string] ?? process.arch

/** What clients of this machine choose. */
export const thisPlatform = { platform: { os: 'linux', architecture: goArchitecture } }

/** An index of trees, with properties of their descriptors. */
export function index(
  entries: readonly (readonly [tree: Tree, more?: Partial<Descriptor>])[],
  more?: Record<string, unknown>,
): Tree {
  return {
    root: imageIndex({
      manifests: entries.map(([{ root }, properties]) => describe(root, properties)),
      ...(more ? { more } : {}),
    }),
    manifests: entries.flatMap(([{ root, manifests }]) => [...manifests, root]),
    blobs: entries.flatMap(([{ blobs }]) => blobs),
  }
}

/** An artifact with an empty config, as tools attach it. */
export function artifact(
  random: Random,
  properties: { artifactType?: string; subject?: Descriptor; annotations?: Record<string, string> },
): ImageTree {
  const layer = contentOf(random.bytes(80), 'application/octet-stream')
  const root = imageManifest({ config: describe(emptyContent), layers: [describe(layer)], ...properties })
  return treeOf(root, emptyContent, layer)
}

/** The same tree under the bytes of another JSON text. */
export const reserialized = (tree: ImageTree, text: (document: object) => string): ImageTree => {
  const document = JSON.parse(Buffer.from(tree.root.bytes).toString('utf8')) as object
  return { ...tree, root: contentOf(Buffer.from(text(document)), tree.root.mediaType) }
}

/** A last byte other than it was, in as many bytes. */
export function altered(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1
  return copy
}

/** Bytes of which a large layer repeats, each time with its own number. */
const noiseSize = 16 * 1024

/** A large layer, which is stored in gzip and not compressed: clients take what is no gzip for something to be compressed. */
export function largeLayer(random: Random, size: number): Layer {
  const noise = random.bytes(Math.min(size, noiseSize))
  const bytes = Buffer.alloc(size)
  for (let at = 0; at < size; at += noise.length) {
    bytes.set(noise.subarray(0, size - at), at)
    if (size - at >= 4) bytes.writeUInt32BE(at, at)
  }
  return fileLayer('large', bytes, { level: 0 })
}

/** A layer's tar, as it is and in a zstd frame of one raw block. */
export function otherForms(layer: Content): { tar: Content; zstd: Content } {
  const tar = new Uint8Array(gunzipSync(layer.bytes))
  const size = tar.length - 256
  const block = (tar.length << 3) | 1
  const head = [
    0x28,
    0xb5,
    0x2f,
    0xfd,
    0x60,
    size & 0xff,
    size >> 8,
    block & 0xff,
    (block >> 8) & 0xff,
    block >> 16,
  ]
  const types = 'application/vnd.oci.image.layer.v1.tar'
  return { tar: contentOf(tar, types), zstd: contentOf(Buffer.from([...head, ...tar]), `${types}+zstd`) }
}

export { contentOf, describe, emptyContent, jsonContent }
export type { Content, Descriptor }
