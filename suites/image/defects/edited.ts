import { gzipSync } from 'node:zlib'
import type { Defect } from '../layouts/case.ts'
import type { RequirementId } from '../requirements.ts'
import { indexOf, pathOf, types, type Doc, type Layout } from '../layouts/build/layout.ts'

/** Changes a stored document and leaves it under its old digest. */
function edit(layout: Layout, { digest }: Doc, change: (document: Doc) => void): void {
  const path = pathOf(String(digest))
  const document = JSON.parse(String(layout.files.get(path))) as Doc
  change(document)
  layout.files.set(path, Buffer.from(JSON.stringify(document)))
}

const cutShort = (tar: Buffer) => gzipSync(tar).subarray(0, -20)

const configOf = (layout: Layout, { digest }: Doc): Doc => {
  const manifest = JSON.parse(String(layout.files.get(pathOf(String(digest))))) as Doc
  return manifest['config'] as Doc
}

/** A document that was edited in place: besides its digest, what is wrong in it. */
const editedIn = (
  id: string,
  violates: RequirementId,
  title: string,
  make: Defect['make'],
  more: Partial<Defect> = {},
): Defect => ({
  id,
  violates,
  also: ['layout.blob.matches-name'],
  because: 'the edited bytes have another digest, which is a violation of its own',
  title,
  make,
  ...more,
})

/** Documents whose bytes do not have their digest, with one more violation inside or below. */
export const edited: readonly Defect[] = [
  editedIn(
    'manifest-edited',
    'content.size.matches',
    'an edited manifest with a wrong size of a layer',
    (layout) => {
      edit(layout, layout.image(), (manifest) => void ((manifest['layers'] as Doc[])[0]!['size'] = 10))
    },
  ),
  editedIn(
    'manifest-edited-schema',
    'manifest.schema-version.is-2',
    'an edited manifest of schema version 1',
    (layout) => {
      edit(layout, layout.image(), (manifest) => void (manifest['schemaVersion'] = 1))
    },
  ),
  editedIn(
    'index-edited',
    'index.platform.os.exists',
    'an edited index with a platform without os',
    (layout) => {
      const platform = { architecture: 'amd64', os: 'linux' }
      const index = indexOf(layout, [layout.manifest({ entry: (entry) => ({ ...entry, platform }) })])
      layout.entries.push(index)
      edit(
        layout,
        index,
        (document) => void ((document['manifests'] as Doc[])[0]!['platform'] = { architecture: 'amd64' }),
      )
    },
  ),
  editedIn(
    'config-edited',
    'config.author.is-string',
    'an edited configuration whose author is a number',
    (layout) => {
      edit(layout, configOf(layout, layout.image()), (config) => void (config['author'] = 1))
    },
  ),
  editedIn(
    'below-edited-manifest',
    'layer.compression.gzip',
    'a damaged layer below an edited manifest',
    (layout) => {
      edit(
        layout,
        layout.image({ layers: [{ bytes: cutShort }, {}] }),
        (manifest) => void (manifest['annotations'] = {}),
      )
    },
  ),
  editedIn(
    'registry-manifest-edited',
    'content.size.matches',
    'a registry that returns an edited manifest with a wrong size of a layer',
    (layout) => {
      const manifest = layout.manifest({
        entry: (entry) => ({ ...entry, platform: { architecture: 'amd64', os: 'linux' } }),
      })
      layout.entries.push(indexOf(layout, [manifest]))
      edit(layout, manifest, (document) => void ((document['layers'] as Doc[])[0]!['size'] = 10))
      layout.types.set(String(manifest['digest']), types.manifest)
    },
    { form: 'registry', also: ['content.digest.matches'] },
  ),
]
