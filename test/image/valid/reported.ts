import type { Valid } from '../case.ts'
import { createLayout, indexOf, someFile, types, type Doc, type Layout } from '../build/layout.ts'

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

/** Shapes that validators and readers were reported to stumble over. */
export const reported: readonly Valid[] = [
  {
    id: 'docker-in-oci-index',
    title: 'an index of OCI that lists images of Docker beside its own (rules_oci 112)',
    warns: ['index.manifests.portable-types'],
    note: 'has a type of Docker',
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
    id: 'hidden-referrer',
    title: 'a signature in the blobs that no index lists (cosign 4695)',
    note: 'that nothing refers to',
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
