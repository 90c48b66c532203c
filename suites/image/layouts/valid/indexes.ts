import { gzipSync } from 'node:zlib'
import type { ValidLayout } from '../case.ts'
import { indexOf, someFile, types, type Doc } from '../build/layout.ts'

const platform = (architecture: string, more: Doc = {}): Doc => ({ architecture, os: 'linux', ...more })
const built = (architecture: string) => (config: Doc) => void (config['architecture'] = architecture)

/** Indexes of platforms, inside of each other and of Docker. */
export const indexes: readonly ValidLayout[] = [
  {
    id: 'platforms-in-index-json',
    title: 'images of two platforms in index.json',
    make(layout) {
      for (const each of ['amd64', 'arm64'])
        layout.image({
          name: null,
          config: built(each),
          entry: (entry) => ({ ...entry, platform: platform(each) }),
        })
    },
  },
  {
    id: 'nested-index',
    title: 'a nested index of two platforms',
    make(layout) {
      const entries = ['amd64', 'arm64'].map((each) =>
        layout.manifest({ config: built(each), entry: (entry) => ({ ...entry, platform: platform(each) }) }),
      )
      layout.entries.push(indexOf(layout, entries))
    },
  },
  {
    id: 'deeply-nested-index',
    title: 'an index in an index in an index',
    make(layout) {
      let entry = layout.manifest({ entry: (own) => ({ ...own, platform: platform('amd64') }) })
      for (let depth = 0; depth < 5; depth += 1) entry = indexOf(layout, [entry])
      layout.entries.push(entry)
    },
  },
  {
    id: 'sparse-index',
    title: 'a sparse index: one platform of three is there',
    note: '2 of 3 manifests of the sparse index',
    make(layout) {
      const entries = ['amd64', 'arm64', 's390x'].map((each) =>
        layout.manifest({ config: built(each), entry: (entry) => ({ ...entry, platform: platform(each) }) }),
      )
      layout.entries.push(indexOf(layout, entries))
      layout.remove(entries[1]!)
      layout.remove(entries[2]!)
    },
  },
  {
    id: 'platform-variants',
    title: 'platforms with variants, versions and features',
    make(layout) {
      const all = [
        platform('arm', { variant: 'v7' }),
        platform('arm64', { variant: 'v8' }),
        platform('amd64', { variant: 'v3' }),
        platform('riscv64', { variant: 'rva20u64' }),
        { architecture: 'amd64', os: 'windows', 'os.version': '10.0.20348.1', 'os.features': ['win32k'] },
      ]
      const entries = all.map((each) =>
        layout.manifest({
          config: (config) =>
            void Object.assign(config, { architecture: each['architecture'], os: each['os'] }),
          entry: (entry) => ({ ...entry, platform: each }),
        }),
      )
      layout.entries.push(indexOf(layout, entries))
    },
  },
  {
    id: 'empty-nested-index',
    title: 'a nested index without entries',
    make: (layout) => void layout.entries.push(indexOf(layout, [])),
  },
  {
    id: 'docker-image',
    title: 'an image under the media types of Docker',
    warns: ['index.manifests.portable-types'],
    note: 'has a Docker media type',
    make(layout) {
      const entry = layout.manifest({
        layers: [{ mediaType: types.dockerLayer, bytes: (tar) => gzipSync(tar) }],
        manifest: (manifest) => {
          manifest['mediaType'] = types.dockerManifest
          ;(manifest['config'] as Doc)['mediaType'] = types.dockerConfig
        },
      })
      layout.entries.push({ ...entry, mediaType: types.dockerManifest })
    },
  },
  {
    id: 'docker-list',
    title: 'a manifest list of Docker with images of Docker',
    warns: ['index.manifests.portable-types'],
    note: 'has a Docker media type',
    make(layout) {
      const entry = layout.manifest({
        layers: [{ files: [someFile()], mediaType: types.dockerLayer }],
        manifest: (manifest) => {
          manifest['mediaType'] = types.dockerManifest
          ;(manifest['config'] as Doc)['mediaType'] = types.dockerConfig
        },
      })
      const typed = { ...entry, mediaType: types.dockerManifest, platform: platform('amd64') }
      const list = indexOf(layout, [typed], (index) => void (index['mediaType'] = types.dockerIndex))
      layout.entries.push({ ...list, mediaType: types.dockerIndex })
    },
  },
]
