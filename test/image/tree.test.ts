import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { page } from '../../src/reporters/html/page.ts'
import { junitText } from '../../src/reporters/junit/junit.ts'
import { markdownText } from '../../src/reporters/markdown/markdown.ts'
import { isImageRecord } from '../../src/results/record.ts'
import { terminal } from '../../src/reporters/terminal/terminal.ts'
import {
  artifactOf,
  createLayout,
  indexOf,
  pathOf,
  someFile,
  type Doc,
  type Layout,
} from '../../suites/image/layouts/build/layout.ts'
import { serve } from '../../suites/image/layouts/build/serve.ts'
import { write } from '../../suites/image/layouts/build/write.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-tree-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function reportsOf(target: string) {
  const stream = new PassThrough()
  const { result, failures } = await assay({
    target,
    reporters: [terminal({ stream, colour: false, verbose: true })],
  })
  expect(failures).toEqual([])
  const text = String(stream.read()).replaceAll(/sha256:[0-9a-f]{12}/g, 'sha256')
  const [, tree = ''] = /\nImage\n\n(.*?)\n\n/s.exec(text) ?? []
  const html = page(result)
  const [section = ''] = /<section id="image">.*?<\/section>/s.exec(html) ?? []
  return { result, text, tree: tree.split('\n'), html, section, record: result.evidence.find(isImageRecord) }
}

function reportsOfLayout(make: (layout: Layout) => void) {
  const layout = createLayout()
  make(layout)
  return reportsOf(write(layout, mkdtempSync(join(folder, 'layout-'))))
}

const twice = [someFile('usr/bin/twice'), someFile('usr/bin/twice')]
const architectures = ['amd64', 'arm64', 'arm', '386', 'ppc64le', 's390x', 'riscv64', 'mips64le']

/** Images for many platforms, of which one has a layer with a file that is there twice. */
function wide(layout: Layout): Doc {
  const images = [...architectures, 'loong64'].map((architecture) =>
    layout.manifest({
      layers: [{}, { files: architecture === 'loong64' ? twice : [someFile()] }, {}],
      config: (config) => void Object.assign(config, { architecture }),
      entry: (entry) => ({ ...entry, platform: { architecture, os: 'linux' } }),
    }),
  )
  return indexOf(layout, images)
}
const named = (entry: Doc, name: string): Doc => ({
  ...entry,
  annotations: { 'org.opencontainers.image.ref.name': name },
})

describe('an image for many platforms', () => {
  it('is folded to the platform that has findings, in the terminal and in HTML', async () => {
    const { tree, section } = await reportsOfLayout((layout) =>
      layout.entries.push(named(wide(layout), 'app:1.0'), named(wide(layout), 'app:2.0')),
    )
    expect(tree.map((line) => line.replaceAll(/ {2}[\d.]+ k?B(?= |$)/g, '  size'))).toEqual([
      'index  index.json',
      '├─ app:1.0  index  sha256',
      '│  ├─ linux/loong64  image  sha256  size',
      '│  │  ├─ layer  sha256  size ✗',
      '│  │  └─ config, 2 layers  size',
      '│  └─ 8 more platforms without findings',
      '└─ app:2.0  index  sha256',
      '   ├─ linux/loong64  image  sha256  size',
      '   │  ├─ layer  sha256  size ✗',
      '   │  └─ config, 2 layers  size',
      '   └─ 8 more platforms without findings',
      tree.at(-1),
    ])
    expect(section).toMatch(/<details>\s*<summary>8 more platforms without findings<\/summary>/)
    for (const architecture of architectures) expect(section).toContain(`linux/${architecture}<`)
  })

  it('names the way to a finding in each report', async () => {
    const { text, html, result } = await reportsOfLayout((layout) =>
      layout.entries.push(named(wide(layout), 'app:1.0')),
    )
    const way = 'app:1.0 › linux/loong64 › layer 2'
    expect(text).toContain(`place      ${way} (sha256…`)
    expect(html).toContain(`<strong class="way">${way}</strong>`)
    expect(markdownText(result)).toContain(`| \`${way} (sha256:`)
    expect(junitText(result)).toMatch(new RegExp(`place +${way} \\(sha256:[0-9a-f]{64} at usr/bin/twice\\)`))
  })

  it('keeps failures where even what has findings does not fit, and counts what is cut', async () => {
    const { tree } = await reportsOfLayout((layout) => {
      const images = Array.from({ length: 45 }, (_, at) =>
        layout.manifest({
          layers: [{ files: at === 44 ? twice : [someFile()] }],
          config: (config) => void Object.assign(config, { os: `odd${at}` }),
          entry: (entry) => ({ ...entry, platform: { architecture: 'amd64', os: `odd${at}` } }),
        }),
      )
      layout.entries.push(indexOf(layout, images))
    })
    expect(tree.join('\n')).toMatch(/├─ odd44\/amd64 {2}image .*\n.* config .*\n.* layer .* ✗\n/)
    expect(tree.at(-2)).toMatch(/44 more platforms without failures$/)
  })

  it('keeps a platform whose content is absent, and counts entries that are', async () => {
    const { tree } = await reportsOfLayout((layout) => {
      const images = architectures.flatMap((architecture, at) =>
        [1, 2].map((version) => {
          const entry = layout.manifest({
            layers: [{}, at === 0 ? { absent: true } : {}],
            config: (config) => void Object.assign(config, { architecture, author: `${version}` }),
            entry: (own) => ({ ...own, platform: { architecture, os: 'linux' } }),
          })
          if (at > 5) layout.remove(entry)
          return entry
        }),
      )
      layout.entries.push(indexOf(layout, images))
    })
    const lines = tree.map((line) => line.replaceAll(/ {2}[\d.]+ k?B(?= |$)/g, '  size'))
    expect(lines.slice(2)).toEqual([
      '   ├─ linux/amd64  image  sha256  size',
      '   │  ├─ layer  sha256  absent',
      '   │  └─ config, layer  size',
      '   ├─ linux/amd64  image  sha256  size',
      '   │  ├─ layer  sha256  absent',
      '   │  └─ config, layer  size',
      '   └─ 14 more platforms without findings, 4 of them absent',
      lines.at(-1),
    ])
  })

  it('counts lines that are cut', async () => {
    const { tree } = await reportsOfLayout((layout) => {
      for (let at = 0; at < 45; at += 1)
        layout.image({ name: `v${at}`, layers: [{ files: [...twice, someFile()] }, {}] })
    })
    expect(tree).toHaveLength(42)
    expect(tree.at(-2)).toMatch(/^… and \d+ more lines, \d+ with findings$/)
  })
})

describe('the mark', () => {
  it('is at a blob whose bytes have another digest, by its path too', async () => {
    const { tree, text } = await reportsOfLayout((layout) => {
      const { descriptor } = layout.layer()
      layout.image({ layers: [{}, { descriptor: () => descriptor }, {}], name: 'v1' })
      layout.files.set(pathOf(String(descriptor['digest'])), Buffer.from('other bytes'))
    })
    expect(tree.filter((line) => line.includes('✗'))).toEqual([expect.stringMatching(/layer {2}sha256 .*✗$/)])
    expect(text).toMatch(/place {6}v1 › layer 2 \(blobs\/sha256\/[0-9a-f]{12}…\)/)
  })

  it('is at a manifest that was edited by hand', async () => {
    const { tree } = await reportsOfLayout((layout) => {
      const path = pathOf(String(layout.image({ name: 'v1' })['digest']))
      layout.files.set(path, Buffer.concat([layout.files.get(path) ?? Buffer.of(), Buffer.from('\n')]))
    })
    expect(tree[1]).toMatch(/^└─ v1 {2}image {2}sha256 .*✗$/)
  })

  it('is at what an entry leads to where its size is wrong', async () => {
    const { tree } = await reportsOfLayout(
      (layout) => void layout.image({ name: 'v1', layers: [{ descriptor: (own) => ({ ...own, size: 3 }) }] }),
    )
    expect(tree.filter((line) => line.includes('✗')).map((line) => /image|layer/.exec(line)?.[0])).toEqual([
      'image',
      'layer',
    ])
  })

  it('is beside the tree for what nothing leads to', async () => {
    const { tree, section } = await reportsOfLayout((layout) => {
      layout.image()
      layout.files.set(`blobs/sha256/${'0'.repeat(64)}`, Buffer.from('anything'))
      layout.header.push((header) => void (header['imageLayoutVersion'] = 1))
    })
    expect(tree).toContain('oci-layout ✗')
    expect(tree.some((line) => /^sha2560+ ✗$/.test(line))).toBe(true)
    expect(section).toMatch(/<li class="fail">\s*<p title="oci-layout">/)
  })

  it('has a way that begins with the name of the image in a registry', async () => {
    const layout = createLayout()
    layout.image({ layers: [{}, { files: twice }] })
    const served = await serve(layout)
    try {
      expect((await reportsOf(served.target)).text).toContain('place      image:latest › layer 2 (sha256')
    } finally {
      await served.close()
    }
  })

  it('has a way that names where else a shared layer is', async () => {
    const { text } = await reportsOfLayout((layout) => {
      for (const name of ['v1', 'v2', 'v3'])
        layout.image({ name, layers: [{ files: twice }], config: (own) => void (own['author'] = name) })
    })
    expect(text).toContain('place      v1 › layer 1 and 2 other places (sha256')
  })
})

/** An artifact of many blobs, and behind it an index with one image that has a finding in a layer. */
const huge = (layout: Layout) => {
  const things = Array.from({ length: 2500 }, (_, at) => layout.blob(`thing ${at}`, 'text/plain'))
  layout.entries.push(artifactOf(layout, { manifest: (manifest) => void (manifest['layers'] = things) }))
  layout.entries.push(
    named(indexOf(layout, [indexOf(layout, [layout.manifest({ layers: [{}, { files: twice }] })])]), 'deep'),
  )
}

const many = <T>(what: T): T[] => Array.from({ length: 5000 }, () => what)

describe('an image of more than 2,000 nodes', () => {
  it('keeps each node with a finding and the way to it', async () => {
    const { record, tree, section, text } = await reportsOfLayout(huge)
    expect(record?.nodes).toHaveLength(2000)
    expect(record?.omitted).toBe(509)
    expect(tree.filter((line) => line.includes('✗'))).toHaveLength(1)
    expect(tree.at(-1)).toContain(', 509 more without findings')
    expect(section).toMatch(/<li class="fail">\s*<p title="sha256:[0-9a-f]{64}">.*?<span>layer<\/span>/s)
    expect(text).toContain('place      deep › manifest 1 › manifest 1 › layer 2 (sha256')
  })

  it('counts what else one document refers to', async () => {
    const { record, tree } = await reportsOfLayout((layout) => {
      const { descriptor, diffId } = layout.layer()
      layout.image({
        config: (config) => {
          config['rootfs'] = { type: 'layers', diff_ids: many(diffId) }
          delete config['history']
        },
        manifest: (manifest) => void (manifest['layers'] = many(descriptor)),
      })
    })
    expect(record?.omitted).toBe(3001)
    expect(tree.at(-2)).toContain('1999 layers')
    expect(tree.at(-1)).toContain('3001 more without findings')
  })

  it('keeps the last of many blobs of one document', async () => {
    const { record, tree } = await reportsOfLayout((layout) => {
      const things = Array.from({ length: 2500 }, (_, at) => layout.blob(`thing ${at}`, 'text/plain'))
      layout.entries.push(artifactOf(layout, { manifest: (manifest) => void (manifest['layers'] = things) }))
      layout.remove(things.at(-1) ?? {})
    })
    expect(record?.nodes).toHaveLength(2000)
    expect(record?.nodes.at(-1)?.present).toBe(false)
    expect(tree.some((line) => /blob {2}sha256 {2}absent$/.test(line))).toBe(true)
  })
})
