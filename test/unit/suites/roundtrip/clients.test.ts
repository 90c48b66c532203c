import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { openImage } from '../../../../src/image/source/open/open.ts'
import {
  createLayout,
  filesOf,
  indexOf,
  types,
  type Layout,
} from '../../../../suites/image/layouts/build/layout.ts'
import { partOf, rootOf, rootTags, traitsOf, type Side } from '../../../../suites/roundtrip/clients/client.ts'
import { differences } from '../../../../suites/roundtrip/clients/compare.ts'
import { editLayout, type Doc, type Edits } from '../../../../suites/roundtrip/clients/edit.ts'
import { contentOf } from '../../../../suites/roundtrip/content.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-compare-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function sideOf(files: ReadonlyMap<string, Uint8Array>): Promise<Side> {
  const place = mkdtempSync(join(folder, 'layout-'))
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(place, name)), { recursive: true })
    writeFileSync(join(place, name), bytes)
  }
  const source = await openImage(place)
  return { source, content: await contentOf(source, { spec: '1.1' }) }
}

/** An index of two platforms. */
function twoPlatforms(layout: Layout): void {
  const entries = ['amd64', 'arm64'].map((architecture) =>
    layout.manifest({ entry: (entry) => ({ ...entry, platform: { os: 'linux', architecture } }) }),
  )
  layout.entries.push(indexOf(layout, entries))
}

function subject(layout: Layout): void {
  const { mediaType, digest, size } = layout.manifest()
  layout.image({ manifest: (document) => ({ ...document, subject: { mediaType, digest, size } }) })
}

async function compared(
  make: (layout: Layout) => void,
  edits: Edits | ((files: Map<string, Uint8Array>) => void),
) {
  const layout = createLayout()
  make(layout)
  const files = filesOf(layout)
  const changed = new Map(files)
  if (typeof edits === 'function') edits(changed)
  else editLayout(changed, edits)
  const [sent, received] = [await sideOf(files), await sideOf(changed)]
  const found = await differences(sent, received, { sent: rootOf(sent), received: rootOf(received) })
  await Promise.all([sent.source.close(), received.source.close()])
  return found.map(({ change, title }) => `${change}: ${title}`)
}

const byteChanged = (bytes: Uint8Array): Uint8Array => bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte))

const onlyFirst = (files: Map<string, Uint8Array>): void => {
  const index = JSON.parse(Buffer.from(files.get('index.json') ?? []).toString()) as { manifests: Doc[] }
  const digest = String(index.manifests[0]?.['digest'])
  const nested = JSON.parse(Buffer.from(files.get(`blobs/${digest.replace(':', '/')}`) ?? []).toString()) as {
    manifests: Doc[]
  }
  index.manifests = nested.manifests.slice(0, 1)
  files.set('index.json', Buffer.from(JSON.stringify(index)))
}

const spaced = (value: Doc): Uint8Array => Buffer.from(JSON.stringify(value, undefined, 2))

const toDocker = (value: Doc): void => void (value['mediaType'] = types.dockerManifest)

const withoutFirst = (value: Doc): void => {
  if (Array.isArray(value['manifests'])) value['manifests'] = value['manifests'].slice(1)
}

describe('how one image differs from another', () => {
  it('is empty where all bytes are the same', async () => {
    expect(await compared(twoPlatforms, {})).toEqual([])
  })

  it('is the layer, and not what lists it', async () => {
    const found = await compared(twoPlatforms, {
      layer: (bytes) => Buffer.concat([bytes.subarray(0, -8), Buffer.alloc(8)]),
    })
    expect(found).toEqual([
      'content: layer 1 of linux/amd64 has other bytes',
      'content: layer 1 of linux/arm64 has other bytes',
    ])
  })

  it.each([
    [
      'at another level',
      (bytes: Uint8Array) => gzipSync(gunzipSync(bytes), { level: 1 }).fill(3, 9, 10),
      'was recompressed',
    ],
    [
      'not at all',
      (bytes: Uint8Array) => gunzipSync(bytes),
      'was recompressed: gzip when pushed, no compression when pulled',
    ],
    ['as its header states', byteChanged, 'was recompressed'],
  ])('names a layer with the same content that is compressed %s', async (_, layer, title) => {
    expect(await compared((layout) => void layout.image(), { layer })).toEqual([
      `recompressed: layer 1 of latest ${title}`,
    ])
  })

  it('names a lost platform', async () => {
    expect(await compared(twoPlatforms, { document: withoutFirst })).toEqual([
      expect.stringMatching(/^lost: .* lost linux\/amd64/),
    ])
  })

  it('names a lost subject', async () => {
    const found = await compared(subject, { document: (value) => void delete value['subject'] })
    expect(found).toEqual([expect.stringMatching(/^subject: latest lost its subject sha256:/)])
  })

  it('names other types, and other white space', async () => {
    expect(await compared((layout) => void layout.image(), { document: toDocker })).toEqual([
      `media-type: latest became ${types.dockerManifest}`,
    ])
    expect(await compared((layout) => void layout.image(), { document: spaced })).toEqual([
      expect.stringMatching(/^rewritten: latest was rewritten/),
    ])
  })

  it('follows the platform that took the place of an index', async () => {
    expect(await compared(twoPlatforms, onlyFirst)).toEqual([
      expect.stringMatching(/^one-platform: .* became the manifest of one platform/),
    ])
  })
})

it('knows what an image has that not every client supports', async () => {
  const layout = createLayout()
  subject(layout)
  const artifact = await sideOf(filesOf(layout))
  expect([...traitsOf(artifact.content)]).toContain('artifact')
  const root = artifact.content.roots[0]?.digest ?? ''
  // The subject is not a part of what refers to it.
  expect(partOf(artifact.content, root).manifests.map(({ digest }) => digest)).toEqual([root])
  expect(rootTags(artifact, [])).toEqual([{ tag: 'latest-1', digest: root }])
  expect(rootTags(artifact, [{ tag: '1.0', digest: root }])).toEqual([{ tag: '1.0', digest: root }])
  const plain = createLayout()
  twoPlatforms(plain)
  expect([...traitsOf((await sideOf(filesOf(plain))).content)]).toEqual(['index'])
})
