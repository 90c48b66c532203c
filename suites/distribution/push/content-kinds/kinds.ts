import { describe, emptyContent, type Content } from '../../../../src/content/content.ts'
import { imageIndex } from '../../../../src/content/manifest.ts'
import { mediaTypes } from '../../../../src/content/media-types.ts'
import type { RegistryContext } from '../../target/context.ts'
import { formatRequest, succeeded, summarizeResponse } from '../../judges/response.ts'
import {
  amd64,
  mark,
  ownDockerManifest,
  ownManifest,
  putValidManifest,
  sharedBlobs,
} from '../../content/own-manifests.ts'
import { pushManifest } from '../../content/set-up.ts'
import type { NameAfter } from '../../requirements.ts'
import type { Change, Kind } from './kind.ts'

const unknownType = 'application/vnd.oci-assay.unknown.v1+json'
const unknownField = 'vnd.oci-assay.unknown'

/** A config of this media type; the empty one is content of its own. */
export const configType = (mediaType: string): Change => ({
  field: 'config.mediaType',
  value: mediaType,
  ...(mediaType === mediaTypes.empty ? { common: emptyContent } : {}),
  async options(t) {
    if (mediaType === mediaTypes.empty) return { config: describe(emptyContent) }
    const { config } = await sharedBlobs(t)
    return { config: describe(config, { mediaType }) }
  },
})

/** Layers of this media type; what is in them is for those who pull them. */
export const layerType = (mediaType: string, annotations?: Record<string, string>): Change => ({
  field: 'layers[].mediaType',
  value: mediaType,
  async options(t) {
    const { layers } = await sharedBlobs(t)
    const more = annotations === undefined ? { mediaType } : { mediaType, annotations }
    return { layers: layers.map((layer) => describe(layer, more)) }
  },
})

export const artifactType = (type: string): Change => ({
  field: 'artifactType',
  value: type,
  options: () => Promise.resolve({ artifactType: type }),
})

/** Pushed by its digest, as the children of an index are. */
async function child(t: RegistryContext): Promise<Content> {
  const manifest = await ownManifest(t)
  await pushManifest(t, manifest)
  return manifest
}

/** A trait of a document that is built by itself: nothing is left of it without the document. */
const byItself = (field: string, value: string): Change => ({
  field,
  value,
  options: () => Promise.resolve({}),
})

/** What people push: each has a requirement `push.accepts.<name>`. */
export const kinds: readonly (Kind & { name: NameAfter<'push.accepts.'> })[] = [
  {
    // One tag for several platforms.
    name: 'index',
    what: 'an image index',
    group: 'document',
    traits: [byItself('mediaType', mediaTypes.index)],
    async make(t) {
      const [one, other] = [await child(t), await child(t)]
      return imageIndex({
        manifests: [
          describe(one, amd64),
          describe(other, { platform: { architecture: 'arm64', os: 'linux' } }),
        ],
        annotations: mark(t),
      })
    },
  },
  {
    // An index may name indexes.
    name: 'nested-index',
    what: 'a nested index',
    group: 'document',
    traits: [byItself('manifests[].mediaType', mediaTypes.index)],
    async make(t) {
      const inner = imageIndex({ manifests: [describe(await child(t), amd64)], annotations: mark(t) })
      const put = await putValidManifest(t, inner, inner.digest)
      if (!succeeded(put))
        t.blocked('push.accepts.index', `${formatRequest(put)} returned ${summarizeResponse(put)}`)
      return imageIndex({ manifests: [describe(inner)], annotations: mark(t) })
    },
  },
  {
    // An index may name nothing: it is what is left when the last referrer was removed.
    name: 'empty-index',
    what: 'an index without entries',
    group: 'document',
    traits: [byItself('manifests', '[]')],
    make: (t) => Promise.resolve(imageIndex({ manifests: [], annotations: mark(t) })),
  },
  {
    // Images from before OCI are still everywhere.
    name: 'docker-manifest',
    what: 'a Docker schema 2 manifest',
    group: 'document',
    traits: [byItself('mediaType', mediaTypes.dockerManifest)],
    make: (t) => ownDockerManifest(t),
  },
  {
    // Any content can be packed as an artifact, whose config is the empty object.
    name: 'artifact',
    what: 'a manifest with artifactType and the empty config',
    group: 'field',
    traits: [artifactType('application/vnd.oci-assay.artifact'), configType(mediaTypes.empty)],
  },
  {
    // The list of blobs may be empty.
    name: 'no-layers',
    what: 'a manifest without layers',
    group: 'field',
    traits: [{ field: 'layers', value: '[]', options: () => Promise.resolve({ layers: [] }) }],
  },
  {
    // Whatever a config is, the registry only stores it.
    name: 'unknown-config-type',
    what: 'a manifest with a config of an unknown type',
    group: 'field',
    traits: [configType(unknownType)],
  },
  {
    // The same for layers.
    name: 'unknown-layer-type',
    what: 'a manifest with a layer of an unknown type',
    group: 'field',
    traits: [layerType(unknownType)],
  },
  {
    // Fields of a later version, or of somebody's own, are kept.
    name: 'unknown-fields',
    what: 'a manifest with unknown fields',
    group: 'field',
    traits: [
      {
        field: unknownField,
        value: 'an object',
        options: (t) =>
          Promise.resolve({ more: { [unknownField]: { list: [1, null, 'ü'], of: t.random.hex(8) } } }),
      },
    ],
  },
  {
    // A descriptor may carry the content that it names.
    name: 'embedded-data',
    what: 'a manifest whose config is embedded in its descriptor',
    group: 'field',
    traits: [
      {
        field: 'config.data',
        value: 'the config in base64',
        async options(t) {
          const { config } = await sharedBlobs(t)
          return { config: describe(config, { data: Buffer.from(config.bytes).toString('base64') }) }
        },
      },
    ],
  },
]

/** A platform is optional, and what is no image for one has none. */
export const withoutPlatform: Kind = {
  name: 'index-without-platform',
  what: 'an image index without platforms',
  group: 'document',
  traits: [byItself('manifests[].platform', 'absent')],
  make: async (t) => imageIndex({ manifests: [describe(await child(t))], annotations: mark(t) }),
}

/** Recommended, and yet not written by each builder. */
export const untyped: Kind = {
  name: 'without-media-type',
  what: 'a manifest without mediaType',
  group: 'field',
  traits: [
    {
      field: 'mediaType',
      value: 'absent',
      options: () => Promise.resolve({ more: { mediaType: undefined } }),
    },
  ],
}
