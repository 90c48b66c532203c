import { expect, test } from 'vitest'
import { createHasher } from '../../../src/image/decode/digest.ts'

/** The input of the published vectors of BLAKE3: bytes counting from 0 to 250, over and over. */
const counting = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251)

test.for([
  [0, 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262'],
  [1025, 'd00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444'],
] as const)('BLAKE3 of %i bytes, however they are cut', ([length, expected]) => {
  const bytes = counting(length)
  for (const size of [1, 64, 1000, 2000]) {
    const hasher = createHasher('blake3')
    for (let at = 0; at < bytes.length; at += size) hasher.update(bytes.subarray(at, at + size))
    expect(hasher.digest()).toBe(`blake3:${expected}`)
  }
})
