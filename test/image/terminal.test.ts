import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { terminal } from '../../src/reporters/terminal/terminal.ts'
import { artifactOf, createLayout, indexOf, type Layout } from '../../suites/image/layouts/build/layout.ts'
import { write } from '../../suites/image/layouts/build/write.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-terminal-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function shown(make: (layout: Layout) => void): Promise<string[]> {
  const layout = createLayout()
  make(layout)
  const stream = new PassThrough()
  const target = write(layout, mkdtempSync(join(folder, 'layout-')))
  const { failures } = await assay({
    target,
    closed: true,
    reporters: [terminal({ stream, colour: false, verbose: true })],
  })
  expect(failures).toEqual([])
  const lines = String(stream.read()).split('\n')
  const start = lines.indexOf('Image') + 2
  return lines
    .slice(start, lines.indexOf('', start))
    .map((line) => line.replaceAll(/sha256:[0-9a-f]+/g, 'sha256'))
}

it('draws an image as a tree, with what is wrong at its place', async () => {
  const lines = await shown((layout) => {
    const platform = { architecture: 'amd64', os: 'linux' }
    const image = layout.manifest({
      layers: [{}, {}, { absent: true }],
      entry: (entry) => ({ ...entry, platform }),
    })
    const { mediaType, digest, size } = image
    const subject = { mediaType, digest, size }
    const signature = artifactOf(layout, { manifest: (manifest) => void (manifest['subject'] = subject) })
    const index = indexOf(layout, [image, signature])
    layout.entries.push({ ...index, annotations: { 'org.opencontainers.image.ref.name': 'v1' } })
  })
  expect(lines.map((line) => line.replaceAll(/ {2}[\d.]+ k?B(?= |$)/g, '  size'))).toEqual([
    'index  index.json',
    '└─ v1  index  sha256',
    '   ├─ linux/amd64  image  sha256  size ✗',
    '   │  ├─ config  sha256  size',
    '   │  ├─ layer  sha256  absent ✗',
    '   │  └─ 2 layers  size',
    '   └─ artifact  application/vnd.example.thing  sha256  size',
    '      ├─ config  sha256  size',
    '      ├─ blob  sha256  size',
    '      └─ subject  sha256  size  (as above) ✗',
    lines.at(-1),
  ])
  expect(lines.at(-1)).toMatch(/^[\d.]+ k?B in total$/)
})

it('shows escape codes of names instead of interpreting them, and not more lines than people read', async () => {
  const lines = await shown((layout) => {
    for (let at = 0; at < 100; at += 1) layout.image({ name: `\u001b[31mv${at}` })
  })
  expect(lines.join('\n')).not.toContain('\u001b')
  expect(lines.at(-2)).toBe('└─ 90 more images without findings')
  expect(lines.length).toBeLessThanOrEqual(40)
})
