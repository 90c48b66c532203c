import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Grid } from '../../src/results/comparison/grid.ts'
import { comparisonMarkdown, countTable } from '../../src/reporters/comparison/markdown.ts'
import { withKept } from './kept.ts'
import { inReadme } from './readme.ts'
import { recorded } from '../../fixtures/registries/verdicts.ts'
import { registries } from '../../fixtures/registries/registries.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'reports/matrix')
const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
const grid = JSON.parse(read('registries.json')) as Grid
const readme = readFileSync(join(root, 'README.md'), 'utf8')

// npm run matrix -- --render makes them anew.
it('is the same in the README, in Markdown and on the page', () => {
  expect(inReadme(readme, grid)).toBe(readme)
  expect(readme).toContain(countTable(grid))
  expect(read('registries.md')).toBe(comparisonMarkdown(grid))
  const page = read('registries.html')
  for (const { name, startedAt } of grid.columns) {
    expect(page).toContain(name)
    expect(page).toContain(`datetime="${startedAt}"`)
  }
  for (const { id } of grid.rows) expect(page).toContain(`id="${id}"`)
})

it('shows what was recorded of each registry', () => {
  expect(grid.columns.length).toBeGreaterThan(3)
  for (const [at, { name, product, totals }] of grid.columns.entries()) {
    const known = registries
      .filter((each) => each.product === product)
      .map((each) => recorded(each.name)?.['1.1'])
    const failed = grid.rows.filter(({ cells }) => cells[at]?.verdict === 'fail').map(({ id }) => id)
    const outcomes = known.map((each) => [each?.pass, Object.keys(each?.fail ?? {}).toSorted()])
    expect(outcomes, `${name}: npm run matrix makes it anew`).toContainEqual([totals.pass, failed.toSorted()])
  }
})

it('is small, and contains nothing of the machine that made it', () => {
  const files = readdirSync(folder)
  // Of registries, of clients, and of clients with registries.
  for (const subject of new Set(files.map((file) => file.split('.')[0] ?? ''))) {
    const sizes = files
      .filter((file) => file.startsWith(`${subject}.`))
      .map((file) => statSync(join(folder, file)).size)
    expect(
      sizes.reduce((sum, size) => sum + size, 0),
      subject,
    ).toBeLessThan(1024 * 1024)
  }
  for (const file of files)
    expect(read(file)).not.toMatch(
      /127\.0\.0\.1|\/tmp\/|\/home\/|\/root\/|oci-assay-[a-z-]+-[A-Za-z0-9]{6}\b/,
    )
})

it('keeps the column of a registry that could not be tested again', () => {
  const last = grid.columns.length - 1
  const product = grid.columns[last]?.product
  const others = {
    ...grid,
    columns: grid.columns.slice(0, last),
    capabilities: grid.capabilities.map((each) => ({ ...each, states: each.states.slice(0, last) })),
    rows: grid.rows.map((row) => ({ ...row, cells: row.cells.slice(0, last), differs: false })),
  }
  expect(grid.columns.filter((each) => each.product === product)).toHaveLength(1)
  expect(withKept(others, grid)).toEqual(grid)
  expect(withKept(grid, others)).toBe(grid)
  expect(withKept(grid, undefined)).toBe(grid)
})

it('wants its place in the README', () => {
  expect(() => inReadme('# Nothing', grid)).toThrow('no place for the table')
})
