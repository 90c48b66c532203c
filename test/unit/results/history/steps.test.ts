import { expect, it } from 'vitest'
import type { RunResult } from '../../../../src/results/result.ts'
import { latestOf, exitCodeOf } from '../../../../src/results/history/latest.ts'
import { addToHistory, readHistory } from '../../../../src/results/history/store.ts'
import { historyPage } from '../../../../src/reporters/history/html/page.ts'
import { changeLists } from '../../../../src/reporters/text/change-words.ts'
import { runOn, withHistory, withRequirements } from './sketch.ts'

const historyWith = (...runs: readonly RunResult[]) =>
  withHistory((folder) => {
    for (const run of runs) addToHistory(folder, run)
    return readHistory(folder)
  })

const only = (...runs: readonly RunResult[]) => {
  const { series, unread } = historyWith(...runs)
  expect(unread).toEqual([])
  expect(series).toHaveLength(1)
  return series[0]!
}

it('reports a new failure with the versions of the product before and after', () => {
  const series = only(
    runOn(1, { 'pull.version': 'pass' }, { label: 'zot 2.1.9' }),
    runOn(2, { 'pull.version': 'pass' }, { label: 'zot 2.1.9' }),
    runOn(3, { 'pull.version': 'fail' }, { label: 'zot 2.1.20' }),
  )
  expect(series.steps).toHaveLength(1)
  const [step] = series.steps
  expect(step).toMatchObject({ from: 1, to: 2, version: { was: '2.1.9', is: '2.1.20' }, redefined: [] })
  expect(step?.tool).toBeUndefined()
  expect(step?.requirements).toBeUndefined()
  expect(step?.changes.failing).toMatchObject([
    { id: 'pull.version', was: 'pass', is: 'fail', why: 'does otherwise in pull.version' },
  ])
  expect(series.changed).toBe(true)
  expect(exitCodeOf([series])).toBe(1)
})

it('has what fails in the latest result, whether it is new or not, on the page too', () => {
  const verdicts = { 'pull.version': 'fail', 'pull.blob.range': 'warn' } as const
  const history = historyWith(
    runOn(1, { ...verdicts, 'pull.blob.range': 'fail' }),
    runOn(2, verdicts),
    runOn(3, verdicts),
  )
  expect(history.series[0]?.failing).toMatchObject([
    { id: 'pull.version', verdict: 'fail', why: 'does otherwise in pull.version' },
  ])
  const page = historyPage(history)
  expect(page).toContain('1 failed in the latest result')
  expect(page).toContain('does otherwise in pull.version')
  expect(historyPage(historyWith(runOn(1, { 'pull.version': 'pass' })))).not.toContain(
    'in the latest result</summary>',
  )
})

it('reports a failure of a requirement that is new as newly evaluated, and not as a regression', () => {
  const series = only(
    runOn(1, { 'pull.version': 'pass' }),
    runOn(2, { 'pull.version': 'pass', 'pull.blob.range': 'fail' }, { tool: '0.2.0' }),
  )
  const [step] = series.steps
  expect(step).toMatchObject({
    tool: { was: 'oci-assay 0.1.0', is: 'oci-assay 0.2.0' },
    requirements: { added: 1, removed: 0 },
  })
  expect(step?.changes.failing).toEqual([])
  expect(changeLists(step!.changes).found).toMatchObject([
    { id: 'pull.blob.range', verdict: 'fail', why: 'does otherwise in pull.blob.range' },
  ])
  expect(latestOf(series).newFailures).toBe(0)
  expect(exitCodeOf([series])).toBe(0)
  expect(series.changed).toBe(true)
})

it('compares with the verdict before what could not be evaluated: an outage hides no regression', () => {
  const series = only(
    runOn(1, { 'pull.version': 'pass', 'pull.blob.range': 'pass' }),
    runOn(2, { 'pull.version': 'error', 'pull.blob.range': 'error' }),
    runOn(3, { 'pull.version': 'fail', 'pull.blob.range': 'pass' }),
  )
  expect(series.steps.map(({ to, conclusion }) => [to, conclusion.is])).toEqual([
    [1, 'not-tested'],
    [2, 'nonconformant'],
  ])
  const [outage, after] = series.steps
  const { since: _since, ...lists } = outage!.changes
  expect(Object.values(lists).flat()).toEqual([])
  expect(after?.changes.failing).toMatchObject([{ id: 'pull.version', was: 'pass' }])
  expect(after?.changes.passing).toEqual([])
  expect(series.results[1]).toMatchObject({ unevaluated: 2, totals: { error: 2 } })
})

it('does not report as gone what a run that was killed had not come to', () => {
  const whole = runOn(1, { 'pull.version': 'pass', 'pull.blob.range': 'fail' })
  const killed: RunResult = { ...withRequirements(runOn(2, { 'pull.version': 'pass' }), []), complete: false }
  const series = only(whole, killed, runOn(3, { 'pull.version': 'pass', 'pull.blob.range': 'fail' }))
  expect(
    series.steps.map(({ conclusion, changes, requirements }) => [conclusion.is, changes.gone, requirements]),
  ).toEqual([
    ['interrupted', [], undefined],
    ['nonconformant', [], undefined],
  ])
  expect(exitCodeOf([only(whole, killed)])).toBe(3)
})

it('does not compare verdicts of a requirement whose level is another one', () => {
  const strict = runOn(2, { 'pull.version': 'fail' })
  const series = only(
    withRequirements(
      strict,
      strict.requirements.map((each) => ({ ...each, level: 'SHOULD', verdict: 'warn' })),
    ),
    runOn(3, { 'pull.version': 'fail' }),
  )
  const [step] = series.steps
  expect(step?.redefined).toMatchObject([
    { id: 'pull.version', level: { was: 'SHOULD', is: 'MUST' }, verdict: { was: 'warn', is: 'fail' } },
  ])
  expect(step?.changes.failing).toEqual([])
  expect(step?.requirements).toEqual({ added: 0, removed: 0 })
  expect(exitCodeOf([series])).toBe(0)
})

it('has a series for each product, mode, depth and version of the specification', () => {
  const readOnly = runOn(1, { 'pull.version': 'pass' })
  const thorough = runOn(1, { 'pull.version': 'pass' })
  const { series } = historyWith(
    runOn(1, { 'pull.version': 'pass' }),
    { ...readOnly, profile: { ...readOnly.profile, readOnly: true } },
    { ...thorough, profile: { ...thorough.profile, depth: 'standard' } },
    runOn(1, { 'pull.version': 'pass' }, { spec: '1.0' }),
    runOn(1, { 'pull.version': 'pass' }, { label: 'ZOT 1.0' }),
    runOn(1, { 'pull.version': 'pass' }, { label: 'registry.example' }),
  )
  expect(series.map(({ slug }) => slug)).toEqual([
    'zot-distribution-1.1-quick',
    'registry.example-distribution-1.1-quick',
    'zot-distribution-1.0-quick',
    'zot-distribution-1.1-quick-2',
    'zot-distribution-1.1',
    'zot-distribution-1.1-read-only-quick',
  ])
  expect(new Set(series.map(({ slug }) => slug)).size).toBe(series.length)
})
