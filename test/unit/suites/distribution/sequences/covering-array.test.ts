import { expect, it } from 'vitest'
import { createRandom } from '../../../../../src/content/random.ts'
import { coveringArray } from '../../../../../suites/distribution/sequences/covering-array.ts'
import { pairsOf, type Row } from '../../../../../suites/distribution/sequences/value-pairs.ts'

const dimensions = {
  kind: ['image', 'index', 'list'],
  size: ['0', '1', 'many'],
  way: ['post', 'put', 'chunks', 'stream'],
  end: ['now', 'later'],
} as const

type Case = Row<typeof dimensions>

const all: Case[] = dimensions.kind.flatMap((kind) =>
  dimensions.size.flatMap((size) =>
    dimensions.way.flatMap((way) => dimensions.end.map((end) => ({ kind, size, way, end }))),
  ),
)

const covered = (rows: readonly Case[]) => new Set(rows.flatMap(pairsOf))

it('has every pair of values', () => {
  const rows = coveringArray(dimensions, createRandom('all'))
  expect(covered(rows)).toEqual(covered(all))
})

/** By way of `size`, this also excludes an index that ends later, although no rule names these two. */
const allows = ({ kind, size, way, end }: Partial<Case>) =>
  !(kind === 'index' && size !== undefined && size !== '0') &&
  !(size === '0' && end === 'later') &&
  !(way === 'stream' && end === 'now')

const isValid = (row: Case) =>
  allows({ kind: row.kind, size: row.size }) &&
  allows({ size: row.size, end: row.end }) &&
  allows({ way: row.way, end: row.end })

it('has every pair that a row can have under a constraint, and none that it excludes', () => {
  const rows = coveringArray(dimensions, createRandom('some'), { allows })
  expect(covered(rows)).toEqual(covered(all.filter(isValid)))
  expect(rows.filter((row) => !isValid(row))).toEqual([])
  expect(covered(rows).has('kind=index × end=later')).toBe(false)
})

const of = (seed: string) => coveringArray(dimensions, createRandom(seed))

it('is the same for a seed, and another one for another seed', () => {
  expect(of('one')).toEqual(of('one'))
  expect(of('one')).not.toEqual(of('two'))
})

it('is not much larger than the two largest dimensions need, with many of them too', () => {
  expect(coveringArray(dimensions, createRandom('size')).length).toBeLessThanOrEqual(14)
  const many = Object.fromEntries(
    Array.from({ length: 14 }, (_, at) => [
      `d${at}`,
      Array.from({ length: 3 + (at % 6) }, (_, value) => String(value)),
    ]),
  )
  const started = performance.now()
  const rows = coveringArray(many, createRandom('many'))
  const took = performance.now() - started
  expect(new Set(rows.flatMap(pairsOf)).size).toBe(pairsIn(many))
  // Two dimensions of eight values need 64.
  expect(rows.length).toBeLessThan(64 * 1.5)
  // Some 30 ms; a machine that is busy takes longer.
  expect(took).toBeLessThan(1000)
})

const pairsIn = (values: Readonly<Record<string, readonly string[]>>): number => {
  const sizes = Object.values(values).map(({ length }) => length)
  return sizes.reduce(
    (sum, size, at) => sum + size * sizes.slice(at + 1).reduce((rest, other) => rest + other, 0),
    0,
  )
}
