import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { historyFiles } from '../../../../src/reporters/history/files.ts'
import { addToHistory, readHistory } from '../../../../src/results/history/store.ts'
import { fuzz } from '../../../fuzz.ts'
import { planted, spliced, splices, values, ways } from '../../fuzz/hostile-values.ts'
import { byBrowser, byMarkdown } from '../../reporters/obeyed.ts'
import { runOn, withHistory } from './sketch.ts'

const changes = fc.oneof(fc.record({ way: ways, value: values }), fc.record({ splice: splices }))

fuzz(
  'reads any file that is kept, or names it, and reports what is left',
  fc.record({ inList: fc.boolean(), change: changes }),
  ({ inList, change }) =>
    withHistory((folder) => {
      addToHistory(folder, runOn(1, { 'pull.version': 'pass', 'pull.blob.range': 'fail' }))
      addToHistory(folder, runOn(2, { 'pull.version': 'fail', 'pull.blob.range': 'warn' }))
      const place = join(folder, inList ? 'requirements' : 'results')
      const path = join(place, readdirSync(place)[0] ?? '')
      const text = readFileSync(path, 'utf8')
      const altered =
        'splice' in change
          ? spliced(text, change.splice)
          : JSON.stringify(planted(JSON.parse(text), change.way, change.value))
      writeFileSync(path, altered)
      const history = readHistory(folder)
      const results = history.series.reduce((sum, series) => sum + series.results.length, 0)
      expect(results + history.unread.length).toBeGreaterThanOrEqual(2)
      const files = historyFiles(history)
      expect(byBrowser(files.get('history.html') ?? '')).toEqual([])
      expect(byMarkdown(files.get('history.md') ?? '')).toEqual([])
      expect(files.size).toBe(3 + 2 * history.series.length)
    }),
  20,
)
