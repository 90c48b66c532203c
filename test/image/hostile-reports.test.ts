import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { parse } from 'junit2json'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attack } from '../attack.ts'
import { assay } from '../../src/assay/assay.ts'
import { htmlReport } from '../../src/reporters/html/report.ts'
import { junitXml } from '../../src/reporters/junit/junit.ts'
import { markdown } from '../../src/reporters/markdown/markdown.ts'
import { resultsJson } from '../../src/results/file/results-json.ts'
import { terminal } from '../../src/reporters/terminal/terminal.ts'
import { createLayout, someFile, types } from '../../suites/image/layouts/build/layout.ts'
import { write } from '../../suites/image/layouts/build/write.ts'

const script = '<script>alert(1)</script>'
const name = `\u001b[2J\u0007${script}"'><img src=x onerror=alert(2)>]]>\u202e\u0000`

let folder: string
let screen: string
const report = (file: string): string => readFileSync(join(folder, file), 'utf8')

/** Names, annotations, types, values and files of a layout that all want to do something in a report. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oci-assay-hostile-'))
  const layout = createLayout()
  const file = someFile(name.replaceAll('\u0000', ''))
  layout.image({
    name,
    layers: [{ files: [file, file, { name: `../${script}`, content: 'x' }] }],
    config: (config) => void Object.assign(config, { os: name, author: { [name]: 1 }, created: name }),
    manifest: (manifest) => void (manifest['annotations'] = { [name]: name, [`${name}2`]: 5 }),
    entry: (entry) => ({ ...entry, platform: { os: name, architecture: name } }),
  })
  layout.entries.push({ mediaType: name, digest: `sha256:${name}`, size: name })
  layout.entries.push({ mediaType: types.manifest, digest: name, size: -1 })
  layout.files.set('blobs/sha256/<script>alert(3)<\u2215script>', Buffer.from('x'))
  const stream = new PassThrough()
  const { failures } = await assay({
    target: write(layout, mkdtempSync(join(folder, 'layout-'))),
    reporters: [
      resultsJson(join(folder, 'results.json')),
      junitXml(join(folder, 'junit.xml')),
      htmlReport(join(folder, 'report.html')),
      markdown(join(folder, 'report.md')),
      terminal({ stream, colour: false, verbose: true }),
    ],
  })
  expect(failures).toEqual([])
  screen = String(stream.read())
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Nothing that an image holds is obeyed by whatever shows a report of it.
describe('reports of a hostile image', () => {
  const part = 'Images and archives'
  const what = 'escape codes and scripts in every name of an image'

  attack({ part, what, result: 'the terminal shows them as text' }, () => {
    expect(screen).toContain('\\u{1b}[2J')
    expect(screen).not.toMatch(/[^\P{C}\n]/u)
  })

  attack({ part, what, result: 'report.html contains them as text' }, () => {
    const page = report('report.html')
    for (const tag of ['<script>alert', '<img src=x']) expect(page).not.toContain(tag)
    expect(page).toContain('alert(1)')
  })

  attack({ part, what, result: 'junit.xml stays well-formed' }, async () => {
    const xml = report('junit.xml')
    // Nothing that XML 1.0 does not allow.
    expect(xml).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u)
    const parsed = await parse(xml)
    expect(JSON.stringify(parsed)).toContain('alert(1)')
    // Shown, and not left out by the writer of the XML.
    expect(xml).toContain('\\u{1b}[2J')
  })

  attack({ part, what, result: 'Markdown reports contain them as code' }, () => {
    // Blocks of code show what they contain; none of them can be ended from within.
    const prose = report('report.md').replaceAll(/^(`{3,})[^`\n]*\n.*?^\1$/gms, '')
    for (const line of prose.split('\n')) {
      const outside = line.replace(/(`+)[^`].*?\1/g, '')
      expect(outside).not.toMatch(/<script>|<img/)
    }
  })

  it('keep what the image holds in results.json, as JSON', () => {
    expect(JSON.parse(report('results.json'))).toMatchObject({ complete: true })
  })
})
