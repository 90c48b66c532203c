import type { ValidLayout } from '../case.ts'
import { artifactOf, createLayout, indexOf, someFile, types, type Doc, type Layout } from '../build/layout.ts'

const platform = { architecture: 'amd64', os: 'linux' }
const foreign = 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip'

/** An image in the media types of Docker; answers the entry that leads to it. */
const dockerImage = (layout: Layout, entry: Doc = {}): Doc =>
  layout.manifest({
    layers: [{ files: [someFile()], mediaType: types.dockerLayer }],
    manifest(manifest) {
      manifest['mediaType'] = types.dockerManifest
      ;(manifest['config'] as Doc)['mediaType'] = types.dockerConfig
    },
    entry: (own) => ({ ...own, mediaType: types.dockerManifest, ...entry }),
  })

/** An index with one image, with this platform and this configuration. */
const platformed = (
  id: string,
  title: string,
  stated: Doc,
  built: Doc,
  more: Partial<ValidLayout> = {},
): ValidLayout => ({
  id,
  title,
  make(layout) {
    const image = layout.manifest({
      config: (config) => void Object.assign(config, built),
      entry: (entry) => ({ ...entry, platform: { ...platform, ...stated } }),
    })
    layout.entries.push(indexOf(layout, [image]))
  },
  ...more,
})

/** Shapes that validators and readers were reported to stumble over. */
export const reported: readonly ValidLayout[] = [
  platformed(
    'variant-contradiction',
    'an image for arm v7 that is listed for v6 (oras-go 993)',
    { architecture: 'arm', variant: 'v6' },
    { architecture: 'arm', variant: 'v7' },
    { note: 'has the variant "v6", and the image configuration "v7"' },
  ),
  platformed(
    'variant-of-the-index-alone',
    'an image for arm64 whose configuration names no variant (official-images 16859)',
    { architecture: 'arm64', variant: 'v8' },
    { architecture: 'arm64' },
    { note: 'has the variant "v8", and the image configuration none' },
  ),
  platformed(
    'os-version-contradiction',
    'an image for another build of Windows than it is listed for (manifest-tool 27)',
    { os: 'windows', 'os.version': '10.0.17763.1' },
    { os: 'windows', 'os.version': '10.0.20348.1' },
    { note: 'has the os.version "10.0.17763.1", and the image configuration "10.0.20348.1"' },
  ),
  platformed(
    'variant-agrees',
    'an image for arm v7 that is listed so',
    { architecture: 'arm', variant: 'v7' },
    { architecture: 'arm', variant: 'v7' },
  ),
  {
    id: 'docker-in-oci-index',
    title: 'an index of OCI that lists images of Docker beside its own (rules_oci 112)',
    warns: ['index.manifests.portable-types'],
    note: 'has a Docker media type',
    make(layout) {
      const image = layout.manifest({ entry: (entry) => ({ ...entry, platform }) })
      const docker = dockerImage(layout, { platform })
      layout.entries.push(indexOf(layout, [image, docker]))
    },
  },
  {
    id: 'docker-foreign-layer',
    title: 'an image of Docker whose foreign layer is elsewhere',
    warns: ['index.manifests.portable-types', 'layer.non-distributable.unused'],
    note: 'urls',
    make(layout) {
      layout.image({
        layers: [
          {
            mediaType: foreign,
            absent: true,
            descriptor: (layer) => ({ ...layer, urls: ['https://example.com/l'] }),
          },
          { mediaType: types.dockerLayer },
        ],
        manifest(manifest) {
          manifest['mediaType'] = types.dockerManifest
          ;(manifest['config'] as Doc)['mediaType'] = types.dockerConfig
        },
        entry: (entry) => void (entry['mediaType'] = types.dockerManifest),
      })
    },
  },
  {
    id: 'attestation-with-empty-config',
    title: 'an attestation whose configuration is {} (go-containerregistry 2409)',
    warns: ['artifact.config.specific-type', 'index.platform.architecture.goarch', 'index.platform.os.goos'],
    make(layout) {
      const image = layout.manifest({ entry: (entry) => ({ ...entry, platform }) })
      const attestation = layout.document(
        {
          schemaVersion: 2,
          mediaType: types.manifest,
          config: layout.document({}, types.config),
          layers: [layout.blob('{"_type":"x"}', 'application/vnd.in-toto+json')],
        },
        types.manifest,
      )
      const entry = {
        ...attestation,
        platform: { architecture: 'unknown', os: 'unknown' },
        annotations: {
          'vnd.docker.reference.digest': image['digest'],
          'vnd.docker.reference.type': 'attestation-manifest',
        },
      }
      layout.entries.push(indexOf(layout, [image, entry]))
    },
  },
  {
    id: 'macos-files-at-the-root',
    title: 'a folder that macOS has left its files in, beside those of the layout',
    note: '._index.json, macOS metadata of index.json (AppleDouble) and 1 more at its root',
    make(layout) {
      layout.image()
      layout.files.set('._index.json', Buffer.from('Mac OS X'))
      layout.files.set('._oci-layout', Buffer.from('Mac OS X'))
    },
  },
  {
    id: 'artifact-with-config-of-zero-bytes',
    title: 'an artifact whose config has no bytes (trivy-checks 270)',
    note: 'has a config of 0 bytes',
    make(layout) {
      const type = 'application/vnd.cncf.openpolicyagent.config.v1+json'
      const config = layout.blob('', type)
      layout.entries.push(artifactOf(layout, { manifest: (manifest) => void (manifest['config'] = config) }))
    },
  },
  {
    id: 'hidden-referrer',
    title: 'a signature in the blobs that no index lists (cosign 4695)',
    note: 'that nothing references',
    make(layout) {
      const { mediaType, digest, size } = layout.image()
      layout.document(
        {
          schemaVersion: 2,
          mediaType: types.manifest,
          artifactType: 'application/vnd.example.signature',
          config: layout.blob('{}', types.empty),
          layers: [layout.blob('a signature', 'text/plain')],
          subject: { mediaType, digest, size },
        },
        types.manifest,
      )
    },
  },
  {
    id: 'full-reference-as-name',
    title: 'names that are full references, one image with a digest besides its tag (zarf 1423)',
    make(layout) {
      layout.image({ name: 'registry.example/team/app:1.2' })
      layout.image({ name: 'docker.io/library/busybox:latest' })
      layout.image({ name: null })
    },
  },
  {
    id: 'sparse-layers',
    title: 'an image without its lower layers, as pack --sparse leaves them out',
    // Nothing in the image names another source.
    allowMissing: true,
    note: 'which is allowed',
    make: (layout) => void layout.image({ layers: [{ absent: true }, { absent: true }, {}] }),
  },
  {
    id: 'docker-save-one-platform',
    title: 'an archive of docker save with one platform of many, and all entries of its index',
    form: 'archive',
    note: '1 of 2 manifests of the sparse index',
    make(layout) {
      const other = createLayout().manifest()
      const image = layout.manifest({ entry: (entry) => ({ ...entry, platform }) })
      const index = indexOf(layout, [image, { ...other, platform: { ...platform, architecture: 'arm64' } }])
      const name = { 'io.containerd.image.name': 'docker.io/library/a:1' }
      layout.entries.push({ ...index, annotations: name })
      layout.files.set('manifest.json', Buffer.from('[]'))
    },
  },
]
