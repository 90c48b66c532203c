import { assert, property, string } from 'fast-check'
import { expect, it } from 'vitest'
import { cut, fit, printable, printableLines, wrap } from '../../../src/results/text/printable.ts'

it.for([
  { what: 'plain text', text: 'Größe 大 🙂 "a"', shown: 'Größe 大 🙂 "a"' },
  { what: 'a terminal escape', text: '\u001b[31mred\u009b0m', shown: '\\u{1b}[31mred\\u{9b}0m' },
  { what: 'line breaks and tabs', text: 'a\r\nb\tc', shown: 'a\\u{d}\\u{a}b\\u{9}c' },
  { what: 'marks of direction', text: 'a\u202eb\u2066c\u061c', shown: 'a\\u{202e}b\\u{2066}c\\u{61c}' },
  { what: 'what has no width', text: 'a\u200bb\ufeffc', shown: 'a\\u{200b}b\\u{feff}c' },
  { what: 'separators of lines', text: 'a\u2028b\u2029c', shown: 'a\\u{2028}b\\u{2029}c' },
  { what: 'half a character', text: 'a\ud800b\udfffc', shown: 'a\\u{d800}b\\u{dfff}c' },
  { what: 'tags that nobody sees', text: 'a\u{e0041}b', shown: 'a\\u{e0041}b' },
])('shows $what', ({ text, shown }) => {
  expect(printable(text)).toBe(shown)
})

it('keeps the lines of a text of several', () => {
  expect(printableLines('a\r\nb\tc\rd\u001b')).toBe('a\nb\tc\\u{d}d\\u{1b}')
})

// Whatever a target sends, nothing but visible characters and blanks is left.
it('lets no control character through', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u)
    }),
  )
})

it('cuts between characters and states how much is left out', () => {
  expect(cut('🙂🙂🙂', 2)).toBe('🙂🙂… (1 more)')
  expect(cut('abc', 3)).toBe('abc')
  expect(fit('🙂🙂🙂', 2)).toBe('🙂…')
})

it('wraps at blanks and leaves long words whole', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrap('https://a.example/long b', 5)).toEqual(['https://a.example/long', 'b'])
})
