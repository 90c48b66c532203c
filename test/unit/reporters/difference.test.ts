import { array, assert, constantFrom, property } from 'fast-check'
import { expect, it } from 'vitest'
import { difference, wordDifference } from '../../../src/reporters/text/difference.ts'

const side = (pieces: ReturnType<typeof difference>, kind: 'expected' | 'received') =>
  pieces.filter((piece) => piece.kind === 'both' || piece.kind === kind).map(({ text }) => text)

// Whatever is marked, both texts are there in full, and what is in both is marked in neither.
it('loses nothing of either side', () => {
  const lines = array(constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
  assert(
    property(lines, lines, (expected, received) => {
      const pieces = difference(expected, received)
      expect(side(pieces, 'expected')).toEqual(expected)
      expect(side(pieces, 'received')).toEqual(received)
      if (JSON.stringify(expected) === JSON.stringify(received))
        expect(pieces.every(({ kind }) => kind === 'both')).toBe(true)
    }),
  )
})

it('marks one line where one line was added', () => {
  expect(difference(['a', 'c'], ['a', 'b', 'c'])).toEqual([
    { kind: 'both', text: 'a' },
    { kind: 'received', text: 'b' },
    { kind: 'both', text: 'c' },
  ])
})

const long = (letter: string) => Array.from({ length: 5000 }, (_, index) => `${letter}${index}`)

it('bears long texts that have nothing in common', () => {
  expect(difference(long('a'), long('b'))).toHaveLength(10_000)
})

it.for([
  ['Range: 0-2022', 'Range: 0-1022', true],
  ['Docker-Content-Digest: sha256:aa', 'Docker-Content-Digest: sha256:bb', true],
  ['pages with tag-a, tag-b, tag-C', 'tag-a, tag-b', true],
  ['an empty list of tags and no Link header', '2 tags', false],
  ['404', '500 and a long story', false],
  ['same', 'same', false],
] as const)('marks the words of "%s" and "%s": %s', ([expected, received, marks]) => {
  expect(wordDifference(expected, received) !== undefined).toBe(marks)
})
