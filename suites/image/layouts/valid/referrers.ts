import type { ValidLayout } from '../case.ts'
import { artifactOf, digestOf, indexOf, types, type Doc } from '../build/layout.ts'

const cosign = 'application/vnd.dev.cosign.simplesigning.v1+json'

/** A manifest for something else than an image, with one blob. */
const thing = (config: Doc, layer: Doc, more: Doc = {}): Doc => ({
  schemaVersion: 2,
  mediaType: types.manifest,
  config,
  layers: [layer],
  ...more,
})

/** Signatures, attestations and other referrers. */
export const referrers: readonly ValidLayout[] = [
  {
    id: 'signed-image',
    title: 'an image with a signature of cosign as its referrer',
    make(layout) {
      const { mediaType, digest, size } = layout.image()
      const signature = thing(layout.blob('{}', types.empty), layout.blob('{"critical":{}}', cosign), {
        artifactType: cosign,
        subject: { mediaType, digest, size },
        annotations: { 'dev.sigstore.cosign/signature': 'MEUC' },
      })
      const entry = layout.document(signature, types.manifest)
      layout.entries.push({
        ...entry,
        artifactType: cosign,
        annotations: { 'dev.cosignproject.cosign/kind': 'dev' },
      })
    },
  },
  {
    id: 'kind-annotations',
    title: 'a layout of `cosign save`: entries distinguished by kind',
    warns: ['annotations.keys.reverse-domain'],
    make(layout) {
      layout.image({
        name: null,
        entry: (entry) => ({ ...entry, annotations: { kind: 'dev.cosignproject/image' } }),
      })
    },
  },
  {
    id: 'old-cosign-signature',
    title: 'a signature of cosign under the config type of an image, whose layers show what it is',
    warns: ['artifact.config.specific-type'],
    make(layout) {
      const layer = layout.blob('{"critical":{}}', cosign)
      const config = layout.document(
        { architecture: '', os: '', config: {}, rootfs: { type: 'layers', diff_ids: [layer['digest']] } },
        types.config,
      )
      layout.entries.push(layout.document(thing(config, layer), types.manifest))
    },
  },
  {
    id: 'attestation',
    title: 'an attestation of BuildKit beside its image',
    // BuildKit has its reasons, and the text none.
    warns: ['artifact.config.specific-type', 'index.platform.architecture.goarch', 'index.platform.os.goos'],
    make(layout) {
      const image = layout.manifest({
        entry: (entry) => ({ ...entry, platform: { architecture: 'amd64', os: 'linux' } }),
      })
      const statement = layout.blob(
        '{"_type":"https://in-toto.io/Statement/v0.1"}',
        'application/vnd.in-toto+json',
      )
      const config = layout.document(
        {
          architecture: 'unknown',
          os: 'unknown',
          config: {},
          rootfs: { type: 'layers', diff_ids: [statement['digest']] },
        },
        types.config,
      )
      const attestation = {
        ...layout.document(thing(config, statement), types.manifest),
        annotations: {
          'vnd.docker.reference.digest': image['digest'],
          'vnd.docker.reference.type': 'attestation-manifest',
        },
        platform: { architecture: 'unknown', os: 'unknown' },
      }
      layout.entries.push(indexOf(layout, [image, attestation]))
    },
  },
  {
    id: 'attestation-as-artifact',
    title: 'an attestation of BuildKit as an artifact with a subject',
    make(layout) {
      const image = layout.manifest({
        entry: (entry) => ({ ...entry, platform: { architecture: 'amd64', os: 'linux' } }),
      })
      const { mediaType, digest, size } = image
      const artifactType = 'application/vnd.docker.attestation.manifest.v1+json'
      const attestation = layout.document(
        thing(layout.blob('{}', types.empty), layout.blob('{}', 'application/vnd.in-toto+json'), {
          artifactType,
          subject: { mediaType, digest, size },
        }),
        types.manifest,
      )
      layout.entries.push(indexOf(layout, [image, { ...attestation, artifactType }]))
    },
  },
  {
    id: 'subject-elsewhere',
    title: 'a signature whose subject is not in the layout',
    note: 'a subject may be elsewhere',
    make: (layout) =>
      void layout.entries.push(
        artifactOf(layout, {
          manifest: (manifest) =>
            void (manifest['subject'] = {
              mediaType: types.manifest,
              digest: digestOf(Buffer.from('elsewhere')),
              size: 9,
            }),
        }),
      ),
  },
  {
    id: 'referrers-index',
    title: 'an index with artifactType and subject',
    make(layout) {
      const { mediaType, digest, size } = layout.image()
      const more = { artifactType: 'application/vnd.example.set', subject: { mediaType, digest, size } }
      layout.entries.push(indexOf(layout, [artifactOf(layout)], (index) => void Object.assign(index, more)))
    },
  },
]
