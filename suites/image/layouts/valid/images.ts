import { gzipSync } from 'node:zlib'
import type { ValidLayout } from '../case.ts'
import { indexOf, someFile, types, type Doc } from '../build/layout.ts'

const platform = (architecture: string, more: Doc = {}): Doc => ({ architecture, os: 'linux', ...more })
const built = (architecture: string) => (config: Doc) => void (config['architecture'] = architecture)

const key = (name: string) => `org.opencontainers.image.${name}`
const more = (document: Doc) =>
  void Object.assign(document, { 'com.example': [{}], MEDIATYPE: 'x', manifest: 1 })

/** Images, and how many of them a layout holds and names. */
export const images: readonly ValidLayout[] = [
  { id: 'one-image', title: 'one image', make: (layout) => void layout.image() },
  { id: 'one-image-1.0', title: 'one image under 1.0', spec: '1.0', make: (layout) => void layout.image() },
  { id: 'one-image-dev', title: 'one image under dev', spec: 'dev', make: (layout) => void layout.image() },
  {
    id: 'closed-image',
    title: 'one image that is claimed to be closed',
    closed: true,
    make: (layout) => void layout.image(),
  },
  {
    id: 'unnamed-image',
    title: 'an image without a name',
    make: (layout) => void layout.image({ name: null }),
  },
  { id: 'no-image', title: 'an empty index.json', make: (layout) => void layout.folders.add('blobs/sha256') },
  {
    id: 'two-names-one-image',
    title: 'one image under two names',
    make(layout) {
      const entry = layout.image({ name: 'v1' })
      layout.entries.push({ ...entry, annotations: { 'org.opencontainers.image.ref.name': 'v1.0' } })
    },
  },
  {
    id: 'names-of-all-forms',
    title: 'names with all separators, and a full reference',
    make(layout) {
      for (const name of ['v1.0', 'a/b', 'docker.io/library/alpine:3.19', 'a--b', 'x@sha256:0a', 'A_b+c'])
        layout.image({ name })
    },
  },
  {
    id: 'shared-layer',
    title: 'two images with one layer in common',
    make(layout) {
      const base = { files: [{ name: 'base', content: 'the base' }] }
      layout.image({ name: 'one', layers: [base, {}] })
      layout.image({ name: 'two', layers: [base, {}] })
    },
  },
  {
    id: 'same-layer-twice',
    title: 'an image that lists one layer twice',
    make(layout) {
      const same = { files: [{ name: 'same', content: 'the same' }] }
      layout.image({ layers: [same, same] })
    },
  },
  {
    id: 'orphans',
    title: 'blobs that nothing refers to',
    note: 'holds one blob that nothing refers to',
    make(layout) {
      layout.image()
      layout.blob('nobody refers to this', 'text/plain')
    },
  },
  {
    id: 'further-files',
    title: 'further files and folders beside those of the layout',
    make(layout) {
      layout.image()
      layout.files.set('manifest.json', Buffer.from('[]'))
      layout.files.set('docs/README', Buffer.from('hello'))
    },
  },
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
    id: 'orphan-of-another-algorithm',
    title: 'a blob of an algorithm that is not registered, beside the image',
    note: 'md5 is not registered',
    make(layout) {
      layout.image()
      layout.files.set('blobs/md5/0123456789abcdef0123456789abcdef', Buffer.from('nobody refers to this'))
    },
  },
  {
    id: 'unregistered-algorithm',
    title: 'an artifact whose blob has a digest of an algorithm that is not registered',
    note: 'cannot be verified',
    make(layout) {
      const bytes = Buffer.from('a thing')
      layout.files.set('blobs/x-sum+b64u/AbC_-=', bytes)
      const layer = { mediaType: 'text/plain', digest: 'x-sum+b64u:AbC_-=', size: bytes.length }
      const config = layout.blob('{}', types.empty)
      layout.entries.push(
        layout.document(
          {
            schemaVersion: 2,
            mediaType: types.manifest,
            artifactType: 'text/x.thing',
            config,
            layers: [layer],
          },
          types.manifest,
        ),
      )
    },
  },
  {
    id: 'data-embedded',
    title: 'content that descriptors embed',
    make(layout) {
      layout.image({
        entry: (entry) => ({ ...entry }),
        manifest: (manifest) => {
          const config = manifest['config'] as Doc
          const bytes =
            layout.files.get(`blobs/${String(config['digest']).replace(':', '/')}`) ?? new Uint8Array()
          config['data'] = Buffer.from(bytes).toString('base64')
        },
      })
    },
  },
  {
    id: 'data-instead-of-blob',
    title: 'an artifact whose content is embedded and not there as a blob',
    make(layout) {
      const thing = layout.blob('a thing', 'text/plain', { data: Buffer.from('a thing').toString('base64') })
      layout.remove(thing)
      const config = layout.blob('{}', types.empty, { data: 'e30=' })
      layout.entries.push(
        layout.document(
          {
            schemaVersion: 2,
            mediaType: types.manifest,
            artifactType: 'text/x.thing',
            config,
            layers: [thing],
          },
          types.manifest,
        ),
      )
    },
  },
  {
    id: 'layer-elsewhere',
    title: 'a layer that is absent and can be had from its urls',
    note: 'it can be fetched from its urls',
    make: (layout) =>
      void layout.image({
        layers: [
          { absent: true, descriptor: (layer) => ({ ...layer, urls: ['https://example.com/layer?a=b'] }) },
          {},
        ],
      }),
  },
  {
    id: 'all-annotations',
    title: 'all annotations that the specification defines',
    make(layout) {
      const annotations = {
        [key('created')]: '2024-02-29T23:59:60.123+02:00',
        [key('authors')]: 'somebody',
        [key('url')]: 'https://example.com',
        [key('documentation')]: 'https://example.com/docs',
        [key('source')]: 'git+ssh://example.com/repository',
        [key('version')]: '',
        [key('revision')]: 'abc',
        [key('vendor')]: 'Example',
        [key('licenses')]: '(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0',
        [key('title')]: 'Title',
        [key('description')]: 'Zeichen: ü, 日本',
        [key('base.digest')]: `sha256:${'0'.repeat(64)}`,
        [key('base.name')]: 'docker.io/library/alpine:3.19',
        'com.example.my-key': 'value',
      }
      layout.image({ manifest: (manifest) => void (manifest['annotations'] = annotations) })
      layout.index.push((index) => void (index['annotations'] = annotations))
    },
  },
  {
    id: 'reserved-key',
    title: 'an annotation below the reserved prefix that is defined elsewhere',
    note: 'org.opencontainers.referrers.filtersApplied',
    make: (layout) =>
      void layout.image({
        manifest: (manifest) =>
          void (manifest['annotations'] = { 'org.opencontainers.referrers.filtersApplied': 'artifactType' }),
      }),
  },
  {
    id: 'unknown-properties',
    title: 'properties that no text defines, in every document',
    make(layout) {
      layout.image({ config: more, manifest: more, entry: (entry) => ({ ...entry, extra: null }) })
      layout.index.push(more)
      layout.header.push(more)
    },
  },
  {
    id: 'numbers-of-all-forms',
    title: 'integers that are written as 2.0 and 1e0',
    make: (layout) =>
      void layout.image({
        manifest: (manifest) => JSON.stringify(manifest).replace('"schemaVersion":2', '"schemaVersion":2.0'),
      }),
  },
  {
    id: 'spaces-and-lines',
    title: 'documents with blanks and line breaks',
    make: (layout) =>
      void layout.image({
        manifest: (manifest) => `\n\t${JSON.stringify(manifest, null, 4)}\r\n`,
        config: (config) => JSON.stringify(config, null, '\t'),
      }),
  },
  {
    id: 'many-images',
    title: 'two hundred images',
    make(layout) {
      for (let at = 0; at < 200; at += 1) layout.image({ name: `v${at}` })
    },
  },
  {
    id: 'docker-image',
    title: 'an image under the media types of Docker',
    warns: ['index.manifests.portable-types'],
    note: 'has a type of Docker',
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
    note: 'has a type of Docker',
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
