import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { defectList } from '../../../scripts/defects.ts'
import { suites } from '../../../suites/image/suites.ts'
import { defects } from '../../../suites/image/catalogue.ts'

it('the list of defects is made from the corpus (npm run build && node dist/scripts/defects.js)', () => {
  const published = readFileSync(new URL('../../../suites/image/defects.json', import.meta.url), 'utf8')
  expect(published).toBe(defectList())
})

it('each requirement that a test decides has at least one defect to explain it by', () => {
  const proven = new Set(defects.map(({ breaks }) => breaks))
  const decided = new Set(suites.flatMap(({ tests }) => tests.flatMap(({ decides }) => decides)))
  expect([...decided].filter((id) => !proven.has(id))).toEqual([])
})
