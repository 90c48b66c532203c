import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { assay } from '../../src/assay/assay.ts'
import { conclusionOf } from '../../src/results/conclusion/conclusion.ts'
import { attack } from '../attack.ts'
import { createLayout, indexOf, type Layout } from '../../suites/image/layouts/build/layout.ts'
import { write } from '../../suites/image/layouts/build/write.ts'

const folder = mkdtempSync(join(tmpdir(), 'oci-assay-empty-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const nothing = (layout: Layout) => void layout.folders.add('blobs')

/** How validating ends, with everything selected and with what needs an entry. */
async function endsOf(make: (layout: Layout) => void): Promise<string[]> {
  const layout = createLayout()
  make(layout)
  const target = write(layout, mkdtempSync(join(folder, 'layout-')))
  const selections = [undefined, ['layer.*'], ['config.*', 'manifest.*']]
  const results = await Promise.all(
    selections.map((only) => assay({ target, ...(only === undefined ? {} : { only }) })),
  )
  return results.map(({ result }) => conclusionOf(result).name)
}

const untested = 'selections without anything to evaluate are not tested (exit code 3)'

attack(
  {
    part: 'Images and archives',
    what: 'a layout whose index.json has no entries',
    result: `conformant, since the specification allows it; ${untested}`,
  },
  async () => {
    expect(await endsOf(nothing)).toEqual(['conformant', 'not-tested', 'not-tested'])
  },
)

attack(
  {
    part: 'Images and archives',
    what: 'an index without entries inside of an index',
    result: `conformant, since the specification allows it; ${untested}`,
  },
  async () => {
    const ends = await endsOf((layout) => void layout.entries.push(indexOf(layout, [])))
    expect(ends).toEqual(['conformant', 'not-tested', 'not-tested'])
  },
)
