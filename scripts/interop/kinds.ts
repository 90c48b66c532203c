import { createHash } from 'node:crypto'
import { artifactOf, indexOf, types, type Doc, type Layout } from '../../suites/image/layouts/build/layout.ts'
import type { LayoutCase } from '../../suites/image/layouts/case.ts'

const forPlatform = (layout: Layout, architecture: string): Doc =>
  layout.manifest({
    name: null,
    config: (config) => void Object.assign(config, { architecture }),
    entry: (entry) => ({ ...entry, platform: { os: 'linux', architecture } }),
  })

const platforms = (layout: Layout): Doc =>
  indexOf(layout, [forPlatform(layout, 'amd64'), forPlatform(layout, 'arm64')])

const plain = ({ mediaType, digest, size }: Doc): Doc => ({ mediaType, digest, size })

/** The same under the types of Docker. */
const ofDocker = (manifest: Doc): void => {
  manifest['mediaType'] = types.dockerManifest
  ;(manifest['config'] as Doc)['mediaType'] = types.dockerConfig
}

/** The kinds of content that clients copy: one layout for each. */
export const kinds: readonly LayoutCase[] = [
  { id: 'image', title: 'an image of one platform', make: (layout) => void layout.image() },
  {
    id: 'index',
    title: 'an index of two platforms',
    make: (layout) => void layout.entries.push(platforms(layout)),
  },
  {
    id: 'nested-index',
    title: 'an index in an index',
    make: (layout) =>
      void layout.entries.push(indexOf(layout, [plain(platforms(layout)), forPlatform(layout, 's390x')])),
  },
  {
    id: 'artifact',
    title: 'an artifact with the empty config',
    make: (layout) => void layout.entries.push(artifactOf(layout)),
  },
  {
    id: 'referrers',
    title: 'an image and its signature',
    make(layout) {
      const subject = plain(layout.image())
      layout.entries.push(artifactOf(layout, { manifest: (artifact) => ({ ...artifact, subject }) }))
    },
  },
  {
    id: 'zstd',
    title: 'a layer that is compressed with zstd',
    make: (layout) => void layout.image({ layers: [{ mediaType: types.zstd }] }),
  },
  {
    id: 'docker-types',
    title: 'an image under the media types of Docker',
    make(layout) {
      layout.image({
        layers: [{ mediaType: types.dockerLayer }],
        manifest: ofDocker,
        entry: (entry) => void (entry['mediaType'] = types.dockerManifest),
      })
    },
  },
  {
    id: 'sha512',
    title: 'a manifest, a config and a layer under sha512',
    make: (layout) => void layout.image({ algorithm: 'sha512', layers: [{ algorithm: 'sha512' }] }),
  },
  {
    id: 'empty-layer',
    title: 'a layer without files',
    make: (layout) => void layout.image({ layers: [{}, { tar: new Uint8Array(1024) }] }),
  },
  {
    id: 'foreign-layer',
    title: 'a non-distributable layer that is elsewhere',
    make(layout) {
      const absent = createHash('sha256').update('elsewhere').digest('hex')
      layout.image({
        layers: [
          {
            mediaType: types.foreign,
            absent: true,
            descriptor: (layer) => ({ ...layer, urls: [`https://layers.example/${absent}`] }),
          },
          {},
        ],
      })
    },
  },
  {
    id: 'odd-json',
    title: 'unknown properties, unusual white space and order in manifest and config',
    make: (layout) =>
      void layout.image({
        manifest: (manifest) =>
          `\n\t${JSON.stringify({ zzz: { unknown: [1, null] }, ...manifest, annotations: { 'example.ü': '<&>\u2028' } }, null, 3)}\r\n`,
        config: (config) => JSON.stringify({ ...config, extra: 1.5 }, null, '\t'),
      }),
  },
]

/** Kinds that a client need not support, by the ruling of `with.push.completed`. */
const optional = new Set(['nested-index', 'sha512'])

/** Whether a command that fails with this kind warns. */
export const isOptional = ({ id }: LayoutCase): boolean => optional.has(id)
