import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { madeContent } from '../../src/content/made.ts'

const mebibyte = 1024 ** 2
const whole = (size: number, seed = 'seed') => Buffer.concat([...madeContent(seed, size).pieces()])

const sha256 = (part: Uint8Array) => `sha256:${createHash('sha256').update(part).digest('hex')}`

it('is the same for the same seed, of exactly its size', () => {
  const size = 3 * mebibyte + 17
  expect(whole(size).length).toBe(size)
  expect(whole(size).equals(whole(size))).toBe(true)
  expect(whole(size).equals(whole(size, 'other'))).toBe(false)
  expect(whole(0).length).toBe(0)
})

it('makes each part by itself', () => {
  const content = madeContent('seed', 2 * mebibyte)
  const bytes = whole(2 * mebibyte)
  for (const [first, end] of [
    [0, 10],
    [262_140, 262_150],
    [1_000_000, 1_600_000],
    [2 * mebibyte - 7, 2 * mebibyte],
    [5, 5],
  ] as const)
    expect(Buffer.concat([...content.pieces(first, end)]).equals(bytes.subarray(first, end))).toBe(true)
})

it('has other bytes at each place, also at those that differ by the size of its pieces', () => {
  const content = madeContent('seed', 5 * 1024 ** 3)
  const places = [0, 262_144, 2 ** 30, 2 ** 31, 2 ** 32, 2 ** 32 + 262_144]
  const parts = places.map((first) => Buffer.concat([...content.pieces(first, first + 64)]).toString('hex'))
  expect(new Set(parts).size).toBe(places.length)
})

it('streams and hashes the same bytes', async () => {
  const content = madeContent('seed', 10 * mebibyte + 3)
  const streamed: Uint8Array[] = []
  for await (const piece of content.stream(100)) streamed.push(piece)
  const bytes = whole(10 * mebibyte + 3)
  expect(Buffer.concat(streamed).equals(bytes.subarray(100))).toBe(true)
  expect(await content.digest()).toBe(sha256(bytes))
  expect(await content.digest(7, 999)).toBe(sha256(bytes.subarray(7, 999)))
})
