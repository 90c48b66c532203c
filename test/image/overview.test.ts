import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { isImageRecord } from '../../src/results/record.ts'
import { readResults } from '../../src/results/file/read.ts'
import { resultsText } from '../../src/results/file/results-text.ts'
import { writeFile } from 'node:fs/promises'
import {
  artifactOf,
  createLayout,
  indexOf,
  types,
  type Layout,
} from '../../suites/image/layouts/build/layout.ts'
import { write } from '../../suites/image/layouts/build/write.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-overview-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function recordOf(make: (layout: Layout) => void) {
  const layout = createLayout()
  make(layout)
  const { result } = await assay({ target: write(layout, mkdtempSync(join(folder, 'layout-'))) })
  const file = join(folder, 'results.json')
  await writeFile(file, resultsText(result))
  const stored = await readResults(file)
  expect(stored).toEqual(result)
  return stored.evidence.find(isImageRecord)
}

it('draws an image from its entry point to its layers, and shows what is not there', async () => {
  const record = await recordOf((layout) => {
    const platform = { architecture: 'arm', os: 'linux', variant: 'v7' }
    const image = layout.manifest({
      layers: [{ absent: true }, {}],
      config: (config) => void Object.assign(config, { architecture: 'arm' }),
      entry: (entry) => ({ ...entry, platform }),
    })
    const { mediaType, digest, size } = image
    const subject = { mediaType, digest, size }
    const signature = artifactOf(layout, { manifest: (manifest) => void (manifest['subject'] = subject) })
    const index = indexOf(layout, [image, signature])
    layout.entries.push({ ...index, annotations: { 'org.opencontainers.image.ref.name': 'v1' } })
    layout.blob('without a reference', 'text/plain')
  })
  const byId = new Map(record?.nodes.map((node) => [node.id, node]))
  expect(record).toMatchObject({ root: 'index.json', omitted: 0, orphans: 1 })
  const root = byId.get('index.json')
  expect(root).toMatchObject({ kind: 'index', present: true, edges: [{ role: 'manifest', name: 'v1' }] })
  const index = byId.get(root?.edges[0]?.to ?? '')
  expect(index?.edges).toMatchObject([{ platform: 'linux/arm/v7' }, { role: 'manifest' }])
  const [image, artifact] = index?.edges.map(({ to }) => byId.get(to)) ?? []
  expect(image).toMatchObject({ kind: 'image', mediaType: types.manifest })
  expect(image?.edges.map(({ role, to }) => [role, byId.get(to)?.kind, byId.get(to)?.present])).toEqual([
    ['config', 'config', true],
    ['layer', 'layer', false],
    ['layer', 'layer', true],
  ])
  expect(artifact).toMatchObject({ kind: 'artifact', artifactType: 'application/vnd.example.thing' })
  expect(artifact?.edges.find(({ role }) => role === 'subject')?.to).toBe(image?.id)
})

// Unreferenced is the thing that the artifact would have had, and one more.
it('counts no blob as unreferenced beyond the nodes that it has', async () => {
  const record = await recordOf((layout) => {
    const layers = Array.from({ length: 2100 }, (_, at) => layout.blob(`layer ${at}`, 'text/plain'))
    layout.entries.push(artifactOf(layout, { manifest: (manifest) => void (manifest['layers'] = layers) }))
    layout.blob('without a reference', 'text/plain')
  })
  expect(record).toMatchObject({ omitted: 103, orphans: 2 })
  expect(record?.nodes).toHaveLength(2000)
})

it('counts no blob as unreferenced where a manifest could not be read', async () => {
  const record = await recordOf((layout) => void layout.image({ manifest: () => 'not json' }))
  expect(record).toMatchObject({ orphans: 0 })
})

it('is bounded', async () => {
  const record = await recordOf((layout) => {
    const things = Array.from({ length: 2500 }, (_, at) => layout.blob(`thing ${at}`, 'text/plain'))
    layout.entries.push(artifactOf(layout, { manifest: (manifest) => void (manifest['layers'] = things) }))
  })
  expect(record?.nodes).toHaveLength(2000)
  expect(record?.omitted).toBe(503)
})

it('is absent where there is no entry point', async () => {
  expect(await recordOf((layout) => layout.files.set('index.json', Buffer.from('{')))).toMatchObject({
    nodes: [{ id: 'index.json', edges: [] }],
  })
})
