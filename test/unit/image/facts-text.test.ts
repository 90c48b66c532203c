import { describe, expect, it } from 'vitest'
import type { BlobFacts } from '../../../src/image/decode/blob.ts'
import { factsOfText, textOfFacts } from '../../../src/image/source/shared/facts-text.ts'

const facts: BlobFacts = {
  digest: `sha256:${'0'.repeat(64)}`,
  size: 3,
  digests: { sha256: `sha256:${'0'.repeat(64)}` },
  verified: 'match',
  coding: { coding: 'none' } as BlobFacts['coding'],
  contentSize: 3,
  problems: [],
}
const bytes = (content: unknown): number[] => [...(content as Uint8Array)]

describe('facts as text', () => {
  it.each([
    ['a Buffer', (values: number[]) => Buffer.from(values)],
    ['an Uint8Array', (values: number[]) => Uint8Array.from(values)],
    ['a part of a larger Buffer', (values: number[]) => Buffer.from([9, ...values, 9]).subarray(1, -1)],
  ])('have the bytes of %s, wherever they are', (_, made) => {
    const text = textOfFacts({ ...facts, head: made([0, 255, 10]), kept: { 'etc/passwd': made([1, 128]) } })
    const { head, kept, ...rest } = factsOfText(text)!
    expect(head).toBeInstanceOf(Uint8Array)
    expect(bytes(head)).toEqual([0, 255, 10])
    expect(bytes(kept?.['etc/passwd'])).toEqual([1, 128])
    expect(rest).toEqual(facts)
  })

  it('have what a layer does to files without bytes', () => {
    const kept = { 'etc/passwd': 'removed', 'etc/group': 'unknown' } as const
    expect(factsOfText(textOfFacts({ ...facts, kept }))).toEqual({ ...facts, kept })
  })
})
