import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Grid } from '../../../../src/results/comparison/grid.ts'
import { gridOf } from '../../../../src/reporters/comparison/grid.ts'
import { comparisonPage } from '../../../../src/reporters/comparison/html/page.ts'
import { comparisonMarkdown } from '../../../../src/reporters/comparison/markdown.ts'
import { comparisonLines } from '../../../../src/reporters/comparison/terminal.ts'
import { paintFor } from '../../../../src/reporters/terminal/paint.ts'
import type { RunResult } from '../../../../src/results/result.ts'
import { resultWith } from '../../results/comparison/fixture.ts'
import { hostile } from '../fixture.ts'
import { hostileResult } from '../hostile.ts'

const tool = { name: 'oci-assay', version: '0.1.0' }
const compared = (...results: RunResult[]): Grid =>
  gridOf(
    results.map((result) => ({ result })),
    tool,
  )
const usual = () =>
  compared(
    resultWith({ label: 'zot 2.1.19', verdicts: { 'pull.version': 'fail' } }),
    resultWith({ label: 'zot 2.1.20', verdicts: { 'pull.blob.range': 'warn', 'pull.manifest.head': null } }),
    resultWith({ label: 'olareg 0.1.2', verdicts: { 'pull.version': 'unsupported' } }),
  )

const all = (document: string, pattern: RegExp): string[] =>
  [...document.matchAll(pattern)].map((match) => match[1] ?? match[0])
const sha = (content = '') => `'sha256-${createHash('sha256').update(content).digest('base64')}'`
const bodyOf = (document: string): string =>
  document.replace(/<style>.*?<\/style>|<script>.*?<\/script>/gs, '')

// A result may come from anywhere: every text of it is text here.
function hostileGrid(): Grid {
  const grid = compared(
    { ...hostileResult(), seed: '1' },
    resultWith({ label: `${hostile} 1.0` }),
    resultWith({ label: `${hostile} 2.0`, verdicts: { 'pull.version': 'fail' } }),
  )
  const ours = ['verdict', 'level', 'basis', 'kind', 'spec', 'was', 'is', 'states', 'startedAt']
  const poison = (value: unknown, key = ''): unknown => {
    if (typeof value === 'string') return ours.includes(key) ? value : `${value}${hostile}`
    if (Array.isArray(value)) return value.map((item) => poison(item, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]))
  }
  return poison(grid) as Grid
}

it('lets nothing of a result become markup', () => {
  const document = bodyOf(comparisonPage(hostileGrid()))
  expect(document).toContain('&lt;/script&gt;&lt;script&gt;document.title=&quot;ran&quot;')
  expect(document).not.toMatch(/<script|<img|<!--|javascript:/i)
  expect(document).not.toMatch(/[^\P{C}\n\t]/u)
  for (const tag of all(document, /<[a-z][^<>]*>/g).map((each) => each.replace(/"[^"]*"/g, '""')))
    expect(tag).not.toMatch(/\son\w+=|\sstyle=/)
})

it('leads to reports by relative paths only', () => {
  const grid = usual()
  const columns = grid.columns.map((column) => ({ ...column, report: 'javascript:alert(1)/../a b.html' }))
  const hrefs = all(bodyOf(comparisonPage({ ...grid, columns })), /href="([^"#][^"]*)"/g)
  expect(hrefs.filter((href) => !href.startsWith('https://spec.example/')).length).toBeGreaterThan(3)
  for (const href of hrefs)
    expect(href).toMatch(/^https:\/\/spec\.example\/|^\.\/javascript%3Aalert\(1\)\/\.\.\/a%20b\.html(?:#|$)/)
})

it('lets nothing of a result command a terminal or a CI runner', () => {
  const lines = comparisonLines(hostileGrid(), { paint: paintFor(process.stdout, false), width: 80 })
  expect(lines.join('\n')).not.toMatch(/[^\P{C}\n]/u)
  const [row] = hostileGrid().rows
  const commands = { ...usual(), notes: ['::error::ours', 'and ##[error]ours'], rows: row ? [row] : [] }
  const printed = comparisonLines(commands, { paint: paintFor(process.stdout, false), width: 80 })
  expect(printed.join('\n')).toContain('error::ours')
  for (const line of [...lines, ...printed]) expect(line).not.toMatch(/^\s*::|##\[/)
})

it('escapes everything of a result in Markdown', () => {
  const text = comparisonMarkdown(hostileGrid())
  expect(text).not.toMatch(/[^\P{C}\n]/u)
  const outsideCode = text.replaceAll(/(`+)(?!`).*?(?<!`)\1(?!`)/gs, '')
  expect(outsideCode).not.toMatch(/(?<!\\)<(?!https?:)[a-z!/]/i)
})

it('allows its own script and style only, and loads nothing', () => {
  const document = comparisonPage(usual())
  const [policy = ''] = all(document, /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/g)
  const [style, script] = [
    all(document, /<style>(.*?)<\/style>/gs),
    all(document, /<script>(.*?)<\/script>/gs),
  ]
  expect([style.length, script.length]).toEqual([1, 1])
  expect(policy).toContain(`default-src 'none'; script-src ${sha(script[0])}; style-src ${sha(style[0])}`)
  for (const tag of all(document, /<[a-z][^<>]*>/g))
    expect(tag).not.toMatch(/^<link|\s(?:src|srcset|data|action)=/)
})

it('has every anchor once, no link to nowhere, and one for every cell that did not pass', () => {
  const grid = usual()
  const document = bodyOf(comparisonPage(grid))
  const ids = all(document, /\sid="([^"]*)"/g)
  expect(ids).toHaveLength(new Set(ids).size)
  for (const { id } of grid.rows) expect(ids).toContain(id)
  expect(all(document, /href="#([^"]*)"/g).filter((target) => !ids.includes(target))).toEqual([])
  const open = grid.rows.flatMap(({ cells }) => cells).filter((cell) => cell && cell.verdict !== 'pass')
  expect(all(document, /<td class="cell (?!pass|absent)[a-z]+">\s*<a href="#/g)).toHaveLength(open.length)
})

it('shows what several targets do alike once, with their names', () => {
  const document = bodyOf(comparisonPage(usual()))
  const [row = ''] = all(document, /<tr class="why" id="discovery\.tags\.zero">.*?<\/tr>/gs)
  expect(row.match(/listed tags although n is 0/g)).toHaveLength(1)
  expect(row).toMatch(/failed<\/span>\s*all\s*</)
  expect(row).toContain('#3 GET /v2/assay/a/tags/list?n=0 → 200')
})

it('is in the order of gravity, and folds what is alike', () => {
  const document = bodyOf(comparisonPage(usual()))
  const rows = all(document, /<code>([a-z.-]+)<\/code>\s*MUST/g).filter((id) => id.startsWith('pull.'))
  expect(rows.indexOf('pull.version')).toBeLessThan(rows.indexOf('pull.manifest.media-type'))
  expect(document).toContain('2 rows are the same everywhere: 2 blocked')
})

/** Two clients with the same finding and two reasons for it. */
function clientGrid(): Grid {
  const grid = compared(
    resultWith({ label: 'crane 0.22.1', verdicts: { 'pull.version': 'fail' } }),
    resultWith({ label: 'skopeo 1.9.3', verdicts: { 'pull.version': 'fail' } }),
    resultWith({ label: 'oras 1.3.6' }),
  )
  const because = ['It sends `a < b`.', 'It sends nothing.']
  const rows = grid.rows.map((row) => ({
    ...row,
    cells: row.cells.map((cell, at) =>
      cell?.verdict === 'fail' ? { ...cell, title: 'changes it', because: because[at] ?? '' } : cell,
    ),
  }))
  return { ...grid, kind: 'client', specification: 'client', rows }
}

it('has findings with one title in one line of a row, and each reason below it', () => {
  const page = bodyOf(comparisonPage(clientGrid()))
  const lines = all(page, /<ul class="shortly">(.*?)<\/ul>/gs).filter((each) => each.includes('changes it'))
  expect(lines.length).toBeGreaterThan(0)
  for (const each of lines) expect(each.match(/<li/g)).toHaveLength(1)
  expect(page).toContain('It sends <code>a &lt; b</code>.')
  expect(page).toContain('It sends nothing.')
  expect(comparisonMarkdown(clientGrid())).toContain('. It sends `a < b`.')
})

it('names the texts that bind clients', () => {
  expect(comparisonMarkdown(clientGrid())).toMatch(/^Against the specifications for clients; /m)
  expect(comparisonPage(clientGrid()).replaceAll(/\s+/g, ' ')).toContain('of the specifications for clients')
  expect(comparisonMarkdown(usual())).toMatch(/^Against the distribution specification; /m)
})
