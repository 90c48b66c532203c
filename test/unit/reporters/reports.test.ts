import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import * as formats from '../../../src/reporters/formats.ts'
import {
  formatLines,
  formatNames,
  reporterFor,
  reportsIn,
  usualFormats,
} from '../../../src/reporters/reports.ts'

const folder = join(import.meta.dirname, '../../../src/reporters')

it('has a line for the format of each folder', () => {
  const folders = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'format.ts')))
  expect(formatNames).toEqual(folders.toSorted())
  expect(formatNames).toEqual(expect.arrayContaining([...usualFormats]))
})

afterEach(() => vi.unstubAllEnvs())

it.each([
  ['', 'reports/summary.md'],
  ['/runner/step-summary', 'job summary'],
])('names what is written to the job summary of a runner (%j) as such', (runner, name) => {
  vi.stubEnv('GITHUB_STEP_SUMMARY', runner)
  expect(reportsIn('reports', ['junit', 'github'], {}).paths).toEqual(['reports/junit.xml', name])
})

it('writes each format into a file of its own, and describes it in the help', () => {
  const all = Object.values(formats)
  expect(new Set(all.map(({ file }) => file)).size).toBe(all.length)
  expect(formatLines()).toContain('badge            badge.json         badge for the endpoint of shields.io')
})

it('rejects the name of a format that does not exist', () => {
  expect(() => reporterFor('pdf', 'report.pdf')).toThrow(
    'there is no format pdf; choose among badge, csv, ctrf,',
  )
})
