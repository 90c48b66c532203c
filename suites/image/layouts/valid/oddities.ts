import type { ValidLayout } from '../case.ts'
import { types, type Doc } from '../build/layout.ts'

const more = (document: Doc) =>
  void Object.assign(document, { 'com.example': [{}], MEDIATYPE: 'x', manifest: 1 })

/** What is unusual and allowed: further files, other algorithms, embedded content, unknown properties. */
export const oddities: readonly ValidLayout[] = [
  {
    id: 'orphans',
    title: 'blobs that nothing references',
    note: 'contains one blob that nothing references',
    make(layout) {
      layout.image()
      layout.blob('nothing references this', 'text/plain')
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
    id: 'orphan-of-another-algorithm',
    title: 'a blob of an algorithm that is not registered, beside the image',
    note: 'md5 is not registered',
    make(layout) {
      layout.image()
      layout.files.set('blobs/md5/0123456789abcdef0123456789abcdef', Buffer.from('nothing references this'))
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
]
