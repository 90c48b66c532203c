import { expect, it } from 'vitest'
import { findingMatcher } from '../../../../src/results/expectations/matching.ts'

it.each<[string | undefined, string, boolean]>([
  [undefined, 'returned 500', true],
  ['returned 500', 'returned 500', true],
  ['returned 500', 'returned 500 for a tag', false],
  ['returned 500*', 'returned 500 for a tag', true],
  ['*for a tag', 'returned 500 for a tag', true],
  ['*500*', 'returned 500 for a tag', true],
  ['returned * for a *', 'returned 500 for a tag', true],
  ['returned * for a *', 'returned 500 for the tag', false],
  ['a*a', 'a', false],
  ['a**a', 'aa', true],
  ['ab*ba', 'aba', false],
  ['*', '', true],
  ['returned 5.0*', 'returned 500 for a tag', false],
])('%s against %s is %s', (pattern, title, expected) => {
  expect(findingMatcher(pattern)({ title })).toBe(expected)
})

it('takes linear time on a title that almost matches', () => {
  const title = 'a'.repeat(200_000)
  expect(findingMatcher(`${'*a'.repeat(2000)}*b`)({ title })).toBe(false)
})
