import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { comparisonMarkdown } from '../../src/reporters/comparison/markdown.ts'
import type { Grid } from '../../src/results/comparison/grid.ts'
import { causes, causeText } from './causes.ts'
import { causesInMarkdown } from './causes-text.ts'
import { gridOf } from './grid.ts'
import { kinds } from './kinds.ts'

const folder = join(import.meta.dirname, '../../reports/matrix')
const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
const grid = JSON.parse(read('interop.json')) as Grid

/** A link to the text of a requirement, which exists. */
const linkTo = (requirement: string): RegExp => {
  const page = requirement.startsWith('client.') ? 'client-[a-z-]+' : '[a-z-]+'
  return new RegExp(
    String.raw`\[\`${requirement}\`\]\(\.\./\.\./docs/requirements/${page}\.md#${requirement}\)`,
  )
}

// npm run matrix:interop makes them anew.
it('is the same in JSON, in Markdown and on the page', () => {
  const text = read('interop.md')
  expect(text.startsWith(comparisonMarkdown(grid))).toBe(true)
  const page = read('interop.html')
  for (const { id } of grid.rows) expect(page).toContain(`id="${id}"`)
})

it('has four clients and four registries at least, and all kinds of content', () => {
  expect(grid.columns.length).toBeGreaterThanOrEqual(5)
  const registries = new Set(grid.rows.map(({ suite }) => suite))
  expect(registries.size).toBeGreaterThanOrEqual(4)
  for (const registry of registries)
    for (const { id } of kinds) expect(grid.rows.map((row) => row.id)).toContain(`${registry}.${id}.push`)
})

it('has a cause for each cell that fails, and no cause that fits none', () => {
  const text = read('interop.md')
  for (const row of grid.rows) {
    const failing = grid.columns.filter((_, at) => row.cells[at]?.verdict !== 'pass')
    for (const { product } of failing) expect(row.ruling, `${row.id} ${product}`).toContain(`${product}: `)
  }
  for (const cause of causes) {
    expect(text).toContain(causeText(cause).slice(0, 60))
    if ('requirement' in cause) expect(text).toMatch(linkTo(cause.requirement))
  }
})

it('leaves a cell without a cause to be looked at, and links requirements that exist', () => {
  const [kind] = kinds
  if (!kind) throw new Error('there are no kinds')
  const passage = {
    client: 'crane',
    operation: 'push',
    outcome: 'failed',
    differences: [],
    evidence: [],
    reason: 'out of paper',
  } as const
  const tool = { name: 'oci-assay', version: '0' }
  const { looked } = gridOf(
    [{ registry: 'embedded', kind, own: [], passages: [passage], unlisted: [] }],
    [{ name: 'crane' }],
    {
      tool,
      startedAt: '',
    },
  )
  expect(looked.filter(({ cause }) => !cause).map(({ cell }) => cell)).toEqual([
    'embedded.image.push crane',
    'embedded.image.pull crane',
  ])
  const cause = { cause: 'b', seen: 'c', requirement: 'client.unknown' }
  const unknown = { cell: 'a', title: '', cause }
  expect(() => causesInMarkdown([unknown])).toThrow(/names client.unknown, which is not a requirement/)
})

/** A push after which every byte is the same. */
const pushBy = (client: string) =>
  ({ client, operation: 'push', outcome: 'same', differences: [], evidence: [] }) as const

it('counts a referrer that is in no list against the client that pushed it', () => {
  const kind = kinds.find(({ id }) => id === 'referrers')
  if (!kind) throw new Error('there is no kind with referrers')
  const unlisted = {
    requirement: 'with.push.referrers',
    test: 'with.clients.referrers',
    verdict: 'fail',
    title: 'skopeo, pushing: manifest 2 is in no list of referrers',
    expected: ['it in a list'],
    received: '0 others',
    evidence: [],
  } as const
  const { grid: made, looked } = gridOf(
    [
      {
        registry: 'distribution',
        kind,
        own: [],
        passages: [pushBy('oras'), pushBy('skopeo')],
        unlisted: [unlisted],
      },
    ],
    [{ name: 'oras' }, { name: 'skopeo' }],
    { tool: { name: 'oci-assay', version: '0' }, startedAt: '' },
  )
  expect(made.rows[0]?.cells.map((cell) => cell?.verdict)).toEqual(['pass', 'pass', 'fail'])
  expect(looked[0]).toMatchObject({
    cell: 'distribution.referrers.push skopeo',
    cause: { requirement: 'client.referrers-tag.updated' },
  })
})
