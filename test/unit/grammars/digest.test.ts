import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWellFormed, parseDigest } from '../../../src/image/decode/digest.ts'
import { parseDigest as parsedByReference } from '../../../src/reference/digest.ts'
import { isDigest } from '../../../suites/image/schemas/formats.ts'
import { letters, runs, spoiled } from './texts.ts'

/** The grammar of digests is read in three places that must not share code, and have to agree. */
const readers: Record<string, (text: string) => boolean> = {
  'the reader of images': (text) => {
    const digest = parseDigest(text)
    return digest !== undefined && isWellFormed(digest)
  },
  'the embedded registry': (text) => parsedByReference(text) !== undefined,
  'the format of the schemas': isDigest,
}

const hex = (length: number) => letters('0123456789abcdef', length, length)
const algorithm = runs('abcdefghijklmnopqrstuvwxyz0123456789', ['+', '.', '_', '-']).filter(
  (name) => !['sha256', 'sha512', 'blake3'].includes(name),
)
const encoded = letters('abcxyzABCXYZ0189=_-', 1, 60)
const digest = fc.oneof(
  hex(64).map((text) => `sha256:${text}`),
  hex(128).map((text) => `sha512:${text}`),
  fc.tuple(algorithm, encoded).map(([name, text]) => `${name}:${text}`),
)

describe.each(Object.entries(readers))('a digest by %s', (_, reads) => {
  it('is whatever the grammar makes', () => {
    fc.assert(fc.property(digest, (text) => reads(text)))
  })

  it('is nothing with a character that the grammar has nowhere', () => {
    fc.assert(fc.property(digest, spoiled(' /@,%é\n'), (text, spoil) => !reads(spoil(text))))
  })

  it('of a registered algorithm has lower-case hexadecimal digits, neither more nor fewer', () => {
    fc.assert(
      fc.property(fc.constantFrom('sha256', 'sha512'), hex(200), fc.nat(200), (name, text, length) => {
        const right = length === (name === 'sha256' ? 64 : 128)
        expect(reads(`${name}:${text.slice(0, length)}`)).toBe(right)
        if (length > 0) expect(reads(`${name}:${text.slice(1, length)}G`)).toBe(false)
        if (length > 0) expect(reads(`${name}:${text.slice(1, length)}A`)).toBe(false)
      }),
    )
  })

  it.each([
    '',
    ':',
    'sha256',
    'sha256:',
    `:${'0'.repeat(64)}`,
    `SHA256:${'0'.repeat(64)}`,
    `sha256::${'0'.repeat(64)}`,
    'a+:x',
    '+a:x',
    'a++b:x',
    `x:${'0'.repeat(64)}:0`,
  ])('is not %j', (text) => expect(reads(text)).toBe(false))
})

it('is taken apart into algorithm and encoded part', () => {
  fc.assert(
    fc.property(digest, (text) => {
      const { algorithm: name, encoded: rest } = parseDigest(text) ?? {}
      return `${name}:${rest}` === text
    }),
  )
})
