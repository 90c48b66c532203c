import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { page } from '../../src/reporters/html/page.ts'
import { createLayout, type Layout } from '../../suites/image/layouts/build/layout.ts'
import { write } from '../../suites/image/layouts/build/write.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-html-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The tree of the report of such a layout. */
async function treeOf(make: (layout: Layout) => void): Promise<string> {
  const layout = createLayout()
  make(layout)
  const { result } = await assay({
    target: write(layout, mkdtempSync(join(folder, 'layout-'))),
    closed: true,
  })
  return /<section id="image">.*?<\/section>/s.exec(page(result))?.[0] ?? ''
}

it('shows findings at the nodes that they point into, and leads to what failed', async () => {
  const tree = await treeOf((layout) => void layout.image({ layers: [{}, { absent: true }] }))
  expect(tree).toMatch(/<li class="fail">\s*<p title="sha256:[0-9a-f]{64}">.*?<span>image<\/span>/s)
  expect(tree).toContain('references content that is missing</a>')
  expect(tree).toMatch(/<a href="#content\.[a-z.-]+">/)
  expect(tree).toContain('<span>absent</span>')
})

it('folds layers without findings, and escapes names', async () => {
  const tree = await treeOf((layout) => void layout.image({ layers: [{}, {}, {}], name: '<img src=x>' }))
  expect(tree).toMatch(/3 layers {2}[\d.]+ k?B/)
  expect(tree).toContain('&lt;img src=x&gt;')
  expect(tree).not.toContain('<img')
})
