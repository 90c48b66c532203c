import { describe, expect, test } from 'vitest'
import { blake3 } from '../../../src/image/decode/blake3.ts'

/** The input of the algorithm's published vectors: bytes counting from 0 to 250, over and over. */
const counting = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251)

const hash = (bytes: Uint8Array) => blake3().update(bytes).digest('hex')

describe('BLAKE3', () => {
  test.for([
    [0, 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262'],
    [1, '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213'],
    [1023, '10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11'],
    [1024, '42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7'],
    [1025, 'd00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444'],
    [2048, 'e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a'],
    [3072, 'b98cb0ff3623be03326b373de6b9095218513e64f1ee2edd2525c7ad1e5cffd2'],
    [31744, '62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47'],
    [102400, 'bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085'],
  ] as const)('%i bytes of the published vectors', ([length, expected]) => {
    expect(hash(counting(length))).toBe(expected)
  })

  test('does not depend on how the input is cut', () => {
    const bytes = counting(10_000)
    const expected = hash(bytes)
    for (const size of [1, 63, 64, 65, 1000, 1024, 1025]) {
      const cut = blake3()
      for (let at = 0; at < bytes.length; at += size) cut.update(bytes.subarray(at, at + size))
      expect(cut.digest('hex'), `cut into ${size}`).toBe(expected)
    }
  })
})
