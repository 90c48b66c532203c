import type { RunResult } from '../../../src/results/result.ts'
import { expect, it } from 'vitest'
import { changesSince } from '../../../src/results/comparison/changes.ts'
import { foldEvents } from '../../../src/results/fold.ts'
import { page } from '../../../src/reporters/html/page.ts'
import { markdownText } from '../../../src/reporters/markdown/markdown.ts'
import { summary } from '../../../src/reporters/terminal/summary.ts'
import { paintFor } from '../../../src/reporters/terminal/paint.ts'
import { replay } from '../../../src/results/replay.ts'
import { resultWith } from '../results/comparison/fixture.ts'
import { hostile } from './fixture.ts'
import type { Change } from '../../../src/results/comparison/change.ts'
import { changeParts } from '../../../src/reporters/html/changes.ts'
import { changeLists, changesInWords } from '../../../src/reporters/text/change-words.ts'

const before = resultWith({
  target: `http://registry.example/${hostile}`,
  verdicts: { 'discovery.tags.zero': 'pass', 'push.blob.chunk-order': 'pass' },
})

/** A run with changes; its text on causes is hostile, and one requirement is no longer there. */
function changed(): RunResult {
  const result = resultWith({ verdicts: { 'pull.version': null } })
  const requirements = result.requirements.map((each) => ({
    ...each,
    findings: each.findings.map((finding) => ({ ...finding, title: hostile })),
  }))
  const after = { ...result, requirements }
  return { ...after, changes: changesSince(before, after) }
}

const lines = (result: RunResult, verbose: boolean): string[] =>
  summary(result, {
    paint: paintFor(process.stdout, false),
    width: 80,
    strict: false,
    verbose,
    reports: [],
  })

it('is reported from a stored result as it was live', () => {
  expect(foldEvents(replay(changed())).changes).toEqual(changed().changes)
})

it('is text in the page, and links to what is there only', () => {
  const document = page(changed()).replace(/<style>.*?<\/style>|<script>.*?<\/script>/gs, '')
  const [section = ''] = /<section id="changes">.*?<\/section>/s.exec(document) ?? []
  expect(section).toContain('1 newly failing')
  expect(section).toContain('&lt;/script&gt;&lt;script&gt;')
  expect(section).not.toMatch(/<script|<img|[^\P{C}\n\t]/u)
  expect(section).toContain('href="#discovery.tags.zero"')
  expect(section).toContain('<code>pull.version</code>')
  expect(section).not.toContain('href="#pull.version"')
})

it('is above the causes in Markdown, and below them at the terminal', () => {
  const text = markdownText(changed())
  expect(text.indexOf('**1 newly failing**')).toBeLessThan(text.indexOf('## Failed'))
  expect(text).toContain('<details><summary>1 no longer reported</summary>')
  const output = lines(changed(), true)
  expect(output.indexOf('Failed')).toBeLessThan(output.indexOf('1 newly failing'))
  expect(lines(changed(), false).join('\n')).toMatch(/\nsince {8}1 newly failing, /)
  expect(output.join('\n')).not.toMatch(/[^\P{C}\n]/u)
})

it('is absent without --compare-with', () => {
  const { changes: _changes, ...result } = changed()
  expect(page(result)).not.toContain('id="changes"')
  expect(lines(result, true).join('\n')).not.toContain('Since the run')
})

const change = (id: string, was: Change['was']): Change => ({
  id,
  suite: 'pull',
  title: id,
  level: 'MUST',
  was,
  is: 'pass',
})

// What was blocked or not evaluated and passes now, nobody has mended.
it('separates what passes now from what was not evaluated before', () => {
  const passing = [
    change('a', 'fail'),
    change('b', 'blocked'),
    change('c', 'warn'),
    change('d', 'error'),
    change('e', 'unsupported'),
  ]
  const since = { name: 'x', startedAt: '2026-11-24T10:00:00Z', tool: 'oci-assay 0' }
  const changes = { since, failing: [], warning: [], passing, otherwise: [], appeared: [], gone: [] }
  const lists = changeLists(changes)
  expect(lists.passing.map(({ id }) => id)).toEqual(['a', 'c'])
  expect(lists.evaluated.map(({ id }) => id)).toEqual(['b', 'd', 'e'])
  expect(changesInWords(changes)).toBe('2 now pass, 3 newly evaluated, and pass')
  const parts = String(changeParts(changes))
  expect(parts).toContain('<summary>2 now pass</summary>')
  expect(parts).toContain('<summary>3 newly evaluated, and pass</summary>')
})
