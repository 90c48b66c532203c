import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Grid } from '../../src/results/comparison/grid.ts'
import { inReadme } from '../matrix/readme.ts'
import { withReasons, type Reasons } from './because.ts'

const folder = join(import.meta.dirname, '../../reports/matrix')
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'))

const reasons = read('clients.reasons.json') as Reasons
const published = read('clients.json') as Grid

it('has a reason for each violation that is published, and none for another one', () => {
  const { grid, missing, unused } = withReasons(published, reasons)
  expect(missing).toEqual([])
  expect(unused).toEqual([])
  // What is published is made from both.
  expect(grid).toEqual(published)
})

it('has the table of counts in the README', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
  expect(inReadme(readme, published, 'clients')).toBe(readme)
})

it('writes reasons as sentences', () => {
  for (const { because, issue } of Object.values(reasons).flatMap((by) => Object.values(by))) {
    expect(because).toMatch(/^[A-Z`].*\.$/)
    if (issue !== undefined)
      expect(issue).toMatch(/^https:\/\/github\.com\/[^/]+\/[^/]+\/(?:issues|pull)\/\d+$/)
  }
})

it('names what has no reason, and what needs none', () => {
  const { missing, unused } = withReasons(published, { crane: { 'client.no-such': { because: 'None.' } } })
  expect(missing.length).toBeGreaterThan(10)
  expect(unused).toEqual(['crane client.no-such'])
})
