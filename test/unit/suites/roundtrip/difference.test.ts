import { describe, expect, it } from 'vitest'
import {
  describeBytes,
  documentDifference,
  firstDifference,
  recompression,
} from '../../../../suites/roundtrip/difference.ts'

async function* inPieces(text: string, length: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

const bytes = (value: unknown, space?: number): Uint8Array =>
  Buffer.from(JSON.stringify(value, undefined, space))

describe('the first difference of two streams', () => {
  it.each([
    ['the same', 'the same', undefined],
    ['', '', undefined],
    ['abcdef', 'abcxef', 3],
    ['abcdef', 'xbcdef', 0],
    ['abcdef', 'abcde', 5],
    ['abc', 'abcdef', 3],
    ['', 'a', 0],
  ])('of %j and %j is at %s', async (one, other, offset) => {
    for (const [a, b] of [
      [1, 3],
      [3, 1],
      [2, 100],
    ] as const) {
      const found = await firstDifference(inPieces(one, a), inPieces(other, b))
      expect(found?.offset).toBe(offset)
    }
  })

  it('is shown in hexadecimal, and as an end where one is shorter', async () => {
    const found = await firstDifference(inPieces('abc', 3), inPieces('ab', 3))
    expect(found && describeBytes(found)).toBe('from byte 2 on: pushed 63, received nothing more')
  })

  it('ends both streams', async () => {
    const ended: string[] = []
    async function* endless(name: string, byte: number): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Uint8Array.of(1, byte)
      } finally {
        ended.push(name)
      }
    }
    await firstDifference(endless('one', 2), endless('other', 3))
    expect(ended.toSorted()).toEqual(['one', 'other'])
  })
})

describe('a document that came back changed', () => {
  const index = {
    schemaVersion: 2,
    manifests: [
      { digest: 'sha256:a', platform: { os: 'linux', architecture: 'amd64' } },
      { digest: 'sha256:b', platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
    ],
  }

  it.each([
    [
      'a lost platform',
      index,
      { ...index, manifests: index.manifests.slice(0, 1) },
      'lost linux/arm/v7 (sha256:b)',
    ],
    ['a lost layer', { layers: [{ digest: 'sha256:l' }] }, { layers: [] }, 'lost the layer sha256:l'],
    ['a lost subject', { subject: { digest: 'sha256:s' } }, {}, 'lost its subject sha256:s'],
    ['another value', { a: { b: [1, 2] } }, { a: { b: [1, 3] } }, 'differs at /a/b/1'],
    ['an added member', { a: 1 }, { a: 1, 'x/y': 2 }, 'differs at /x~1y'],
    ['another type', { a: [] }, { a: {} }, 'differs at /a'],
  ])('is described by %s', (_, sent, received, text) => {
    expect(documentDifference(bytes(sent), bytes(received))).toBe(text)
  })

  it('is described as rewritten where the value is the same', () => {
    expect(documentDifference(bytes(index), bytes(index, 3))).toMatch(/^was rewritten/)
  })

  it('has no description where it is not a JSON object', () => {
    expect(documentDifference(bytes(index), Buffer.from('<html>'))).toBeUndefined()
    expect(documentDifference(bytes(index), bytes([1]))).toBeUndefined()
  })
})

describe('a layer that came back changed', () => {
  it.each([
    [[0x1f, 0x8b, 8], [0x28, 0xb5, 0x2f, 0xfd], 'was recompressed: gzip when pushed, zstd when pulled'],
    [[0x1f, 0x8b, 8], [1, 2, 3], 'was recompressed: gzip when pushed, no compression when pulled'],
    [[0x1f, 0x8b, 8], [0x1f, 0x8b, 9], undefined],
    [[], [1], undefined],
  ])('is compared by its compression: %j, %j', (sent, received, text) => {
    expect(recompression(Uint8Array.from(sent), Uint8Array.from(received))).toBe(text)
  })
})
