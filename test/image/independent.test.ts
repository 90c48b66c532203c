import { expect, it } from 'vitest'
import { assess } from './assess.ts'
import {
  indexOf,
  pathOf,
  someFile,
  types,
  type Change,
  type Doc,
  type Layout,
} from '../../suites/image/layouts/build/layout.ts'
import type { LayoutCase } from '../../suites/image/layouts/case.ts'

const platform = { architecture: 'amd64', os: 'linux' }
const firstLayer = (manifest: Doc): Doc => (manifest['layers'] as Doc[])[0]!

const notTar = (at: number) => Buffer.from(`not a tar ${at} `.repeat(100))

/** An image below an index, whose manifest is changed under its digest. */
function editedManifest(layout: Layout, change: (manifest: Doc) => void, config?: Change): void {
  const entry = layout.manifest({
    entry: (own) => ({ ...own, platform }),
    ...(config ? { config } : {}),
  })
  layout.entries.push(indexOf(layout, [entry]))
  const path = pathOf(String(entry['digest']))
  const manifest = JSON.parse(String(layout.files.get(path))) as Doc
  change(manifest)
  layout.files.set(path, Buffer.from(JSON.stringify(manifest)))
}

/** Two violations of requirements of which one depends on the other, in a document and in what it is the content of. */
const pairs: readonly (Pick<LayoutCase, 'form' | 'make'> & {
  what: string
  both: readonly [string, string]
})[] = [
  {
    what: 'the size of a manifest, and that of a layer in it',
    both: ['content.size.matches', 'descriptor.size.is-integer'],
    make: (layout) =>
      void layout.image({
        manifest: (manifest) => void (firstLayer(manifest)['size'] = 'x'),
        entry: (entry) => void (entry['size'] = 1),
      }),
  },
  {
    what: 'the digest of a manifest, and that of a layer in it',
    both: ['content.digest.matches', 'descriptor.digest.grammar'],
    form: 'registry',
    make: (layout) => editedManifest(layout, (manifest) => void (firstLayer(manifest)['digest'] = 'sha256')),
  },
  {
    what: 'the digest of a manifest, and a DiffID of its configuration',
    both: ['content.digest.matches', 'config.rootfs.diff-ids.match'],
    form: 'registry',
    make: (layout) =>
      editedManifest(
        layout,
        (manifest) => void (manifest['annotations'] = {}),
        (config) => void ((config['rootfs'] as Doc)['diff_ids'] = [`sha256:${'0'.repeat(64)}`]),
      ),
  },
  {
    what: 'more layers that are not tars than are listed, and a path twice in another layer',
    both: ['layer.tar.archive', 'layer.paths.unique'],
    make(layout) {
      const layers = Array.from({ length: 60 }, (_, at) => ({ tar: notTar(at), mediaType: types.tar }))
      layout.image({ layers: [...layers, { files: [someFile('a'), someFile('a')] }] })
    },
  },
]

it.each(pairs)('fails both of: $what', async ({ both, what, ...layout }) => {
  const results = await assess({ id: 'pair', title: what, ...layout })
  const failed = results.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
  expect(failed.toSorted()).toEqual([...both].toSorted())
})
