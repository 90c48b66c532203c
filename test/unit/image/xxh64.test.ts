import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { xxh64 } from '../../../src/image/decode/zstd/xxh64.ts'

const hashOf = (...pieces: readonly Uint8Array[]): string => {
  const hash = xxh64()
  for (const piece of pieces) hash.update(piece)
  return hash.digest().toString(16).padStart(16, '0')
}

describe('XXH64', () => {
  // Made with xxhsum of xxHash 0.8: the lengths are those around stripes and tails.
  it.each([
    [0, 'ef46db3751d8e999'],
    [1, '8a4127811b21e730'],
    [3, 'b6e6c910c2fd373a'],
    [4, '22eda2cf6af4c124'],
    [7, '34084d91a233a751'],
    [8, 'c6f1803a5e0b3222'],
    [12, '9178b724dce384c0'],
    [31, '6ab1c40e29f50073'],
    [32, '5a0756fbe9ecd3d1'],
    [33, 'dc50cdc37bb9c183'],
    [63, '10dd94885c71894a'],
    [64, '90083da9cdb9d795'],
    [100, 'd248bfc5208b0b16'],
    [1000, '6be03acbf959c413'],
    [65537, 'a5288159bcba8c1d'],
  ])('of %i bytes', (length, expected) => {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + 1) & 0xff)
    expect(hashOf(bytes)).toBe(expected)
  })

  it.each([
    ['a', 'd24ec4f1a98c6e5b'],
    ['abc', '44bc2cf5ad770999'],
  ])('of %s', (text, expected) => expect(hashOf(Buffer.from(text))).toBe(expected))

  it('does not depend on how the bytes are divided', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 })), (pieces) => {
        expect(hashOf(...pieces)).toBe(hashOf(Buffer.concat(pieces)))
      }),
    )
  })
})
