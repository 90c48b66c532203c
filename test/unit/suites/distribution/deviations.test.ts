import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createReferenceRegistry } from '../../../../src/reference/index.ts'
import { disturbances } from '../../../../suites/distribution/disturbances/index.ts'
import { faults } from '../../../../suites/distribution/faults.ts'
import { personas } from '../../../../suites/distribution/personas.ts'

const text = readFileSync(join(import.meta.dirname, '../../../../docs/deviations.md'), 'utf8')

/** The cells of all rows of a table, without its head. */
const rowsOf = (part: string): string[][] =>
  part
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:#|report|---)/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

const [recorded = '', ...later] = text.split('## Found in trackers')
const known = new Map([...faults, ...disturbances].map(({ id, title }) => [id, title]))
const options = Object.keys(createReferenceRegistry().options)

const named = (cell: string): [kind: string, name: string][] =>
  [...cell.matchAll(/(?<kind>as|option)? ?`(?<name>[^`]+)`/g)].map((match) => [
    match.groups?.['kind'] ?? 'fault',
    match.groups?.['name'] ?? '',
  ])

it('all that is on record is there, by its number', () => {
  expect(rowsOf(recorded).map(([number]) => Number(number))).toEqual(
    Array.from({ length: 63 }, (_, at) => at + 1),
  )
  expect(later.map((part) => rowsOf(part).length)).toEqual([10, 10])
})

describe.each([...rowsOf(recorded).map((cells) => cells.slice(1)), ...later.flatMap(rowsOf)])(
  '%s: %s',
  (product, _, cell = '') => {
    it('can be played', () => {
      expect(named(cell).length).toBeGreaterThan(0)
      for (const [kind, name] of named(cell)) {
        if (kind === 'option') expect(options).toContain(name)
        else if (kind === 'as') expect(personas.map((each) => each.name)).toContain(name)
        else expect([...known.keys()], product).toContain(name)
      }
    })
  },
)
