import { describe, expect, it } from 'vitest'
import { divide, type Piece } from '../../../src/assay/images/divide.ts'

const mebibyte = 1024 * 1024

/** Numbers that look like chance and are always the same. */
function* numbers(): Generator<number, never> {
  for (let state = 7; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield state / 2 ** 31
  }
}

/** Images of one of some bases, and of layers of their own. */
function pieces(count: number, bases: number): Piece[] {
  const next = numbers()
  return Array.from({ length: count }, (_, at) => ({
    key: `image ${at}`,
    blobs: new Map([
      [`base ${at % bases}`, 200 * mebibyte],
      [`own ${at}`, Math.round(next.next().value * 40 * mebibyte)],
    ]),
  }))
}

/** Bytes that each shard reads: what its images share once. */
function loads(all: readonly Piece[], count: number): number[] {
  const shards = divide(all, count)
  return Array.from({ length: count }, (_, index) => {
    const blobs = new Map(all.flatMap((each, at) => (shards[at] === index + 1 ? [...each.blobs] : [])))
    return [...blobs.values()].reduce((sum, size) => sum + size, 0)
  })
}

describe('a division of images', () => {
  it('is the same in whatever order they are listed', () => {
    const all = pieces(200, 7)
    const shards = new Map(divide(all, 4).map((shard, at) => [all[at]?.key, shard]))
    const reversed = all.toReversed()
    expect(new Map(divide(reversed, 4).map((shard, at) => [reversed[at]?.key, shard]))).toEqual(
      new Map([...shards].toReversed()),
    )
    expect(new Set(shards.values())).toEqual(new Set([1, 2, 3, 4]))
  })

  it.each([
    [200, 7, 4],
    [1000, 12, 8],
    [30, 30, 3],
  ])('of %d images on %d bases gives none of %d shards much more to read', (count, bases, shards) => {
    const all = loads(pieces(count, bases), shards)
    const mean = all.reduce((sum, load) => sum + load, 0) / shards
    expect(Math.max(...all)).toBeLessThan(1.15 * mean)
  })

  it('reads what images share in few shards', () => {
    const all = pieces(200, 8)
    const once = loads(all, 1)[0] ?? 0
    const divided = loads(all, 4).reduce((sum, load) => sum + load, 0)
    // By turns, each shard would read each base.
    expect(divided - once).toBeLessThan(8 * 200 * mebibyte)
  })

  it('keeps few images that share a large layer in one shard', () => {
    const few = [1, 2, 3].map((own) => ({
      key: `${own}`,
      blobs: new Map([
        ['base', 1000 * mebibyte],
        [`own ${own}`, mebibyte],
      ]),
    }))
    expect(new Set(divide(few, 3)).size).toBe(1)
  })

  it('keeps two tags of one digest together', () => {
    const [one, other] = pieces(2, 1)
    expect(
      new Set(divide([one!, other!, { ...one! }, { ...one! }], 2).filter((_, at) => at !== 1)).size,
    ).toBe(1)
  })
})
