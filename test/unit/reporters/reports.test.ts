import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as formats from '../../../src/reporters/formats.ts'
import { formatLines, formatNames, reporterFor, usualFormats } from '../../../src/reporters/reports.ts'

const folder = join(import.meta.dirname, '../../../src/reporters')

it('has a line for the format of each folder', () => {
  const folders = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'format.ts')))
  expect(formatNames).toEqual(folders.toSorted())
  expect(formatNames).toEqual(expect.arrayContaining([...usualFormats]))
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
