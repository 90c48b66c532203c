import { expect, it } from 'vitest'
import type { RunResult } from '../../../../src/results/result.ts'
import { historyFiles } from '../../../../src/reporters/history/files.ts'
import { historyLines } from '../../../../src/reporters/history/terminal.ts'
import { paintFor } from '../../../../src/reporters/terminal/paint.ts'
import { addToHistory, readHistory } from '../../../../src/results/history/store.ts'
import type { Badge } from '../../../../src/reporters/badge/badge.ts'
import { runOn, withHistory } from '../../results/history/sketch.ts'
import { byBrowser, byMarkdown, byRunner, byTerminal, evil } from '../obeyed.ts'

const historyWith = (...runs: readonly RunResult[]) =>
  withHistory((folder) => {
    for (const run of runs) addToHistory(folder, run)
    return readHistory(folder)
  })

const slug = 'zot-distribution-1.1-quick'
const badgeOf = (...[runs, options]: [readonly RunResult[], { staleAfter?: number; now?: Date }?]) => {
  const files = historyFiles(historyWith(...runs), options)
  return {
    badge: JSON.parse(files.get(`badges/${slug}.json`) ?? '{}') as Badge,
    svg: files.get(`badges/${slug}.svg`) ?? '',
  }
}

it('has a badge with the date of the latest result', () => {
  const { badge, svg } = badgeOf([
    runOn(1, { 'pull.version': 'fail' }),
    runOn(2, { 'pull.version': 'pass', 'pull.blob.range': 'pass' }),
  ])
  expect(badge).toEqual({
    schemaVersion: 1,
    label: 'OCI distribution 1.1',
    message: '2 passed, 2026-11-02',
    color: 'brightgreen',
  })
  expect(svg).toContain('aria-label="OCI distribution 1.1: 2 passed, 2026-11-02"')
  expect(svg).toContain('fill="#25762f"')
})

it('is never green where a run was incomplete, interrupted, or evaluated nothing', () => {
  const passed = runOn(1, { 'pull.version': 'pass' })
  const cases: readonly [RunResult, string][] = [
    [runOn(2, { 'pull.version': 'pass', 'pull.blob.range': 'error' }), 'incomplete'],
    [runOn(2, { 'pull.version': 'unsupported' }), 'not-tested'],
    [runOn(2, {}), 'not-tested'],
    [{ ...runOn(2, { 'pull.version': 'pass' }), interrupted: true }, 'interrupted'],
    [{ ...runOn(2, { 'pull.version': 'pass' }), complete: false }, 'interrupted'],
  ]
  for (const [run, name] of cases) {
    const { badge, svg } = badgeOf([passed, run])
    expect(badge).toMatchObject({ message: `${name}, 2026-11-02`, color: 'lightgrey', isError: true })
    expect(svg).not.toContain('#25762f')
  }
  expect(badgeOf([passed, runOn(2, { 'pull.version': 'fail' })]).badge.color).toBe('red')
})

it('is not green for a success that a kept file claims and its verdicts do not show', () => {
  const { series, ...history } = historyWith(runOn(1, { 'pull.version': 'unsupported' }))
  const claimed = { name: 'conformant', exitCode: 0, headline: 'No failures' } as const
  const edited = series.map((each) => ({
    ...each,
    results: each.results.map((point) => ({ ...point, conclusion: claimed })),
  }))
  const badge = historyFiles({ ...history, series: edited }).get(`badges/${slug}.json`)
  expect(badge).toContain('"color": "lightgrey"')
})

it('is grey once its latest result is too old, where that is wanted', () => {
  const runs = [runOn(1, { 'pull.version': 'pass' })]
  const onDay = (day: number, staleAfter?: number) =>
    badgeOf(runs, { now: new Date(Date.UTC(2026, 10, day, 12)), ...(staleAfter ? { staleAfter } : {}) }).badge
  expect(onDay(30).color).toBe('brightgreen')
  expect(onDay(3, 3).color).toBe('brightgreen')
  expect(onDay(5, 3)).toMatchObject({
    message: 'no result since 2026-11-01',
    color: 'lightgrey',
    isError: true,
  })
})

it('lets nothing of a result become markup, a command or a control character', () => {
  const text = `"><${evil} ${evil}="1">\u001b[31m\u202e\n::error::x ##[command] @${evil} [x](javascript:${evil})`
  const poisoned = (day: number, verdict: 'pass' | 'fail'): RunResult => {
    const run = runOn(day, { 'pull.version': verdict }, { label: `${text} ${day}.0`, target: text })
    const requirements = run.requirements.map((each) => ({
      ...each,
      id: `${each.id}${text}`,
      title: text,
      findings: each.findings.map((finding) => ({ ...finding, title: text })),
    }))
    const profile = { ...run.profile, specification: text }
    return { ...run, profile, tool: { name: text, version: `${text}${day}` }, requirements }
  }
  const history = historyWith(poisoned(1, 'pass'), poisoned(2, 'fail'))
  const hostile = { ...history, unread: [{ file: text, why: text }] }
  expect(hostile.series[0]?.steps).toHaveLength(1)
  const files = historyFiles(hostile)
  const page = files.get('history.html') ?? ''
  expect(page).toContain(evil)
  expect(byBrowser(page)).toEqual([])
  expect([...files].filter(([path]) => path.endsWith('.svg')).flatMap(([, svg]) => byBrowser(svg))).toEqual(
    [],
  )
  expect(byMarkdown(files.get('history.md') ?? '')).toEqual([])
  const lines = historyLines(hostile, { paint: paintFor(process.stdout, false), width: 80 }).join('\n')
  expect(byRunner(lines)).toEqual([])
  for (const shown of [...files.values(), lines]) expect(byTerminal(shown)).toEqual([])
  for (const path of files.keys()) expect(path).toMatch(/^(?:badges\/)?[a-z0-9][a-z0-9.-]*$/)
})

it('has an anchor for each link of the page, and stays below 1 MB for a year of daily runs of three products', () => {
  const year = Array.from({ length: 365 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString())
  const series = ['zot', 'olareg', 'distribution'].flatMap((product) => {
    const [known] = historyWith(
      runOn(1, { 'pull.version': 'pass' }, { label: `${product} 1.0` }),
      runOn(2, { 'pull.version': 'fail' }, { label: `${product} 1.1` }),
    ).series
    const [point, step] = [known!.results[0]!, known!.steps[0]!]
    return {
      ...known!,
      results: year.map((startedAt, at) => ({ ...point, startedAt, version: `1.${Math.floor(at / 30)}` })),
      steps: Array.from({ length: 50 }, (_, at) => ({ ...step, from: at * 7, to: at * 7 + 1 })),
    }
  })
  const history = {
    historyVersion: 1,
    tool: { name: 'oci-assay', version: '0.1.0' },
    changed: false,
    series,
    unread: [],
  }
  const page = historyFiles(history).get('history.html') ?? ''
  const anchors = new Set([...page.matchAll(/\sid="(?<id>[^"]+)"/g)].map((match) => match.groups?.['id']))
  const links = [...page.matchAll(/href="#(?<id>[^"]+)"/g)].map((match) => match.groups?.['id'])
  expect(links.length).toBeGreaterThan(3 * 365)
  expect(links.filter((link) => !anchors.has(link))).toEqual([])
  expect(page.length).toBeLessThan(1_000_000)
})
