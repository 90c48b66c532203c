import { describe, emptyContent, type Content } from '../../../src/content/content.ts'
import { imageIndex, imageManifest } from '../../../src/content/manifest.ts'
import { mediaTypes } from '../../../src/content/media-types.ts'
import { defineTest, type Test } from '../../../src/engine/suite.ts'
import type { RegistryContext } from '../context.ts'
import { asked, succeeded, told } from '../judges/response.ts'
import { accepts, serves } from '../judges/stored.ts'
import { getManifest, mark, ownManifest, putManifest, sharedBlobs } from '../own-manifests.ts'
import { pushManifest, withCommonBlob } from '../setup.ts'

/** A kind of content that a registry takes, and gives back as it was. */
interface Kind {
  /** The requirement without `push.accepts.`. */
  name: string
  /** With its article: `an index of indexes`. */
  what: string
  make: (t: RegistryContext) => Promise<Content>
  /** A blob of it that is the same for everybody. */
  common?: Content
}

const unknownType = 'application/vnd.oci-assay.unknown.v1+json'

/** Pushes it by tag and pulls it by digest, so that what was stored is what was sent. */
const kindTest = ({ name, what, make, common }: Kind): Test<RegistryContext> =>
  defineTest({
    id: `push.accepts.put-${name}`,
    title: `pushes ${what}`,
    decides: [`push.accepts.${name}`],
    needs: ['push'],
    async run(t) {
      const content = await make(t)
      const push = () => putManifest(t, content, t.tag('kind'))
      const put = await (common ? withCommonBlob(t, common, push) : push())
      if (!t.judge(`push.accepts.${name}`, put, accepts(what))) return
      const got = await getManifest(t, content.digest)
      t.judge(`push.accepts.${name}`, got, serves(what, content.digest))
    },
  })

/** Pushed by its digest, as the children of an index are. */
async function child(t: RegistryContext): Promise<Content> {
  const manifest = await ownManifest(t)
  await pushManifest(t, manifest)
  return manifest
}

const kinds: readonly Kind[] = [
  {
    // One tag for several platforms.
    name: 'index',
    what: 'an image index',
    async make(t) {
      const [one, other] = [await child(t), await child(t)]
      return imageIndex({
        manifests: [
          describe(one, { platform: { architecture: 'amd64', os: 'linux' } }),
          describe(other, { platform: { architecture: 'arm64', os: 'linux' } }),
        ],
        annotations: mark(t),
      })
    },
  },
  {
    // An index may name indexes.
    name: 'nested-index',
    what: 'an index of indexes',
    async make(t) {
      const inner = imageIndex({ manifests: [describe(await child(t))], annotations: mark(t) })
      const put = await putManifest(t, inner, inner.digest)
      if (!succeeded(put)) t.blocked('push.accepts.index', `${asked(put)} was answered ${told(put)}`)
      return imageIndex({ manifests: [describe(inner)], annotations: mark(t) })
    },
  },
  {
    // An index may name nothing: it is what is left when the last referrer was removed.
    name: 'empty-index',
    what: 'an index without entries',
    make: async (t) => imageIndex({ manifests: [], annotations: mark(t) }),
  },
  {
    // Any content can be packed as an artifact, whose config is the empty object.
    name: 'artifact',
    what: 'a manifest with artifactType and the empty config',
    async make(t) {
      return ownManifest(t, {
        artifactType: 'application/vnd.oci-assay.artifact',
        config: describe(emptyContent),
      })
    },
    common: emptyContent,
  },
  {
    // The list of blobs may be empty.
    name: 'no-layers',
    what: 'a manifest without layers',
    make: (t) => ownManifest(t, { layers: [] }),
  },
  {
    // Whatever a config is, the registry only stores it.
    name: 'unknown-config-type',
    what: 'a manifest with a config of an unknown type',
    async make(t) {
      const { config } = await sharedBlobs(t)
      return ownManifest(t, { config: describe(config, { mediaType: unknownType }) })
    },
  },
  {
    // The same for layers.
    name: 'unknown-layer-type',
    what: 'a manifest with a layer of an unknown type',
    async make(t) {
      const { layers } = await sharedBlobs(t)
      return ownManifest(t, { layers: layers.map((layer) => describe(layer, { mediaType: unknownType })) })
    },
  },
  {
    // Fields of a later version, or of somebody's own, are kept.
    name: 'unknown-fields',
    what: 'a manifest with unknown fields',
    make: (t) =>
      ownManifest(t, { more: { 'vnd.oci-assay.unknown': { list: [1, null, 'ü'], of: t.random.hex(8) } } }),
  },
  {
    // A descriptor may carry the content that it names.
    name: 'embedded-data',
    what: 'a manifest whose config is embedded in its descriptor',
    async make(t) {
      const { config } = await sharedBlobs(t)
      const data = Buffer.from(config.bytes).toString('base64')
      return ownManifest(t, { config: describe(config, { data }) })
    },
  },
  {
    // Images from before OCI are still everywhere.
    name: 'docker-manifest',
    what: 'a Docker schema 2 manifest',
    async make(t) {
      const { config, layers } = await sharedBlobs(t)
      const { bytes, digest } = imageManifest({
        config: describe(config, { mediaType: mediaTypes.dockerConfig }),
        layers: layers.map((layer) => describe(layer, { mediaType: mediaTypes.dockerLayer })),
        annotations: mark(t),
        more: { mediaType: mediaTypes.dockerManifest },
      })
      return { bytes, digest, mediaType: mediaTypes.dockerManifest }
    },
  },
]

/** A manifest without its mediaType: recommended, and yet not written by each builder. */
const withoutMediaType = defineTest<RegistryContext>({
  id: 'push.manifest.put-without-media-type',
  title: 'pushes a manifest without mediaType',
  decides: ['push.manifest.without-media-type'],
  needs: ['push'],
  async run(t) {
    const requirement = 'push.manifest.without-media-type'
    const what = 'a manifest without mediaType'
    const manifest = await ownManifest(t, { more: { mediaType: undefined } })
    const put = await putManifest(t, manifest, t.tag('untyped'))
    if (!t.judge(requirement, put, accepts(what))) return
    t.judge(requirement, await getManifest(t, manifest.digest), serves(what, manifest.digest))
  },
})

/** What people push: each kind is judged by itself. */
export const tests: readonly Test<RegistryContext>[] = [...kinds.map(kindTest), withoutMediaType]
