import { describe, expect, it } from 'vitest'
import { keywords, levelOf, linesOf } from './keywords.ts'

const words = (text: string): string[] => [...keywords('a.md', text)].map(({ word }) => word)

describe('keywords', () => {
  // RFC 2119 gives each word one of three levels.
  it.each([
    ['MUST', 'MUST'],
    ['MUST NOT', 'MUST'],
    ['REQUIRED', 'MUST'],
    ['SHALL', 'MUST'],
    ['SHALL NOT', 'MUST'],
    ['SHOULD', 'SHOULD'],
    ['SHOULD NOT', 'SHOULD'],
    ['RECOMMENDED', 'SHOULD'],
    ['NOT RECOMMENDED', 'SHOULD'],
    ['MAY', 'MAY'],
    ['OPTIONAL', 'MAY'],
  ])('%s is found whole, with the level %s', (word, level) => {
    expect(words(`The pot ${word} be blue.`)).toEqual([word])
    expect(levelOf(word)).toBe(level)
  })

  it.each(['it must be', 'in May', 'MUSTARD', 'DISMAY', 'OPTIONALLY', 'Required'])('%s is none', (text) => {
    expect(words(text)).toEqual([])
  })

  it.each(['**MUST**', '_MAY_', '"SHALL"', '`OPTIONAL`', '(REQUIRED)', 'OPTIONAL:'])(
    '%s is one, whatever is around it',
    (text) => {
      expect(words(text)).toHaveLength(1)
    },
  )

  it('are numbered by line and within it', () => {
    const found = [...keywords('a.md', 'x\r\nMUST and MAY\nMAY\n')]
    expect(found.map(({ line, ordinal, word }) => [line, ordinal, word])).toEqual([
      [2, 1, 'MUST'],
      [2, 2, 'MAY'],
      [3, 1, 'MAY'],
    ])
  })

  it('leave no line break in the text of a line', () => {
    expect(linesOf('a\r\nb\n')).toEqual(['a', 'b'])
  })
})
