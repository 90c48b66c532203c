import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { contentOf, describe, jsonContent, type Content, type Descriptor } from '../../src/content/content.ts'
import { imageIndex, imageManifest } from '../../src/content/manifest.ts'
import { mediaTypes } from '../../src/content/media-types.ts'
import { header } from '../image-layout.ts'

/** What a repository of a team looks like: many images on few bases. */
export interface ManyShape {
  images: number
  /** Bases, each of three layers that all images on it share. */
  bases: number
  /** Kibibytes of the file in each layer of a base, and in the one that an image has for itself. */
  baseLayer: number
  ownLayer: number
  /** Each of so many images is an index of two platforms. */
  indexEvery: number
}

/** One image: what it consists of, each after what it refers to, and the manifest that its tag leads to. */
export interface ManyImage {
  tag: string
  blobs: readonly Content[]
  manifests: readonly Content[]
}

const layersOfBase = 3

/** Images one after the other, so that ten thousand need no memory; the same each time. */
export function* manyImages(shape: ManyShape): Generator<ManyImage> {
  const bases = Array.from({ length: shape.bases }, (_, base) =>
    Array.from({ length: layersOfBase }, (__, at) => layer(`base-${base}-${at}`, shape.baseLayer)),
  )
  for (let at = 0; at < shape.images; at += 1) {
    const base = bases[at % bases.length] ?? []
    const isIndex = shape.indexEvery > 0 && at % shape.indexEvery === 0
    const platforms = isIndex ? ['amd64', 'arm64'] : ['amd64']
    const parts = platforms.map((architecture) => imageOn(base, `${at}-${architecture}`, architecture, shape))
    const manifests = parts.map(({ manifest }) => manifest)
    const index = imageIndex({
      manifests: manifests.map((manifest, part) =>
        describe(manifest, { platform: { os: 'linux', architecture: platforms[part] ?? '' } }),
      ),
    })
    yield {
      tag: `v${at}`,
      blobs: parts.flatMap(({ blobs }) => blobs),
      manifests: isIndex ? [...manifests, index] : manifests,
    }
  }
}

interface MadeLayer extends Content {
  diffId: string
}

function imageOn(base: readonly MadeLayer[], name: string, architecture: string, { ownLayer }: ManyShape) {
  const layers = [...base, layer(`own-${name}`, ownLayer)]
  const config = jsonContent(
    {
      architecture,
      os: 'linux',
      config: { Labels: { 'com.example.name': name } },
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    },
    mediaTypes.config,
  )
  const descriptors = layers.map((each): Descriptor => describe(each))
  const manifest = imageManifest({ config: describe(config), layers: descriptors })
  return { blobs: [...layers, config], manifest }
}

/** A layer with one file, which compresses about as programs do; gzip. */
function layer(name: string, kibibytes: number): MadeLayer {
  const size = kibibytes * 1024
  const content = text(name, size)
  const padding = Buffer.alloc((512 - (size % 512)) % 512)
  const tar = Buffer.concat([header(name, size), content, padding, Buffer.alloc(1024)])
  const diffId = `sha256:${createHash('sha256').update(tar).digest('hex')}`
  return { ...contentOf(gzipSync(tar, { level: 1 }), mediaTypes.layerGzip), diffId }
}

/** Hexadecimal digits of hashes of the name: gzip halves them. */
function text(name: string, size: number): Buffer {
  const content = Buffer.alloc(size)
  for (let at = 0, count = 0; at < size; count += 1)
    at += content.write(createHash('sha512').update(`${name} ${count}`).digest('hex'), at, 'latin1')
  return content
}
