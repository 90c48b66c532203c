import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../../../src/content/random.ts'
import { chunkOf, minimumOf } from '../../../../../../suites/distribution/push/uploads/in-chunks.ts'
import { joined, rangeOf } from '../../../../../../suites/distribution/push/uploads/upload.ts'
import type { RegistryContext } from '../../../../../../suites/distribution/target/context.ts'

const context = () => ({ random: createRandom('chunks') }) as unknown as RegistryContext

describe('minimumOf', () => {
  it.each([
    ['5242880', 5_242_880],
    ['0', 0],
    [undefined, undefined],
    ['', undefined],
    ['5 MiB', undefined],
    ['-1', undefined],
    ['1e6', undefined],
    ['9'.repeat(16), undefined],
  ])('%s: %s', (announced, wanted) => {
    expect(minimumOf(announced)).toBe(wanted)
  })
})

describe('chunkOf', () => {
  it.each([1, 1000, 4096, 10_001])('has %i bytes', (length) => {
    expect(chunkOf(context(), length)).toHaveLength(length)
  })

  it('differs from one call to the next', () => {
    const t = context()
    expect(chunkOf(t, 1000)).not.toEqual(chunkOf(t, 1000))
  })
})

describe('rangeOf', () => {
  it('is inclusive on both ends', () => {
    expect(rangeOf(new Uint8Array(10), 0)).toBe('0-9')
    expect(rangeOf(new Uint8Array(1), 10)).toBe('10-10')
  })
})

describe('joined', () => {
  it('puts parts together in their order', () => {
    const blob = joined([Uint8Array.of(1, 2), Uint8Array.of(3)])
    expect(blob.bytes).toEqual(Uint8Array.of(1, 2, 3))
    expect(blob.digest).toBe('sha256:039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81')
  })
})
