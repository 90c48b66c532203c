import { describe, expect, it } from 'vitest'
import { didYouMean, editDistance, similarNames } from '../../../src/results/text/similar.ts'

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['repository', 'repository', 0],
    ['repositry', 'repository', 1],
    ['repositoyr', 'repository', 1],
    ['respository', 'repository', 1],
    ['kitten', 'sitting', 3],
  ])('between %j and %j is %i', (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance)
    expect(editDistance(other, one)).toBe(distance)
  })
})

describe('similarNames', () => {
  const known = ['repository', 'second-repository', 'read-only', 'reports', 'retries', 'tag']

  it.each([
    ['repositry', ['repository']],
    ['READ_ONLY', ['read-only']],
    ['readonly', ['read-only']],
    ['report', ['reports']],
    ['second_repositry', ['second-repository']],
    ['tga', ['tag']],
    ['timeout', []],
    ['', []],
  ])('of %j are %j', (name, similar) => {
    expect(similarNames(name, known)).toEqual(similar)
  })

  it('has the most similar first', () => {
    expect(similarNames('retriess', ['reports', 'retried', 'retries'])).toEqual(['retries', 'retried'])
  })

  it('does not compare what is far longer than any name', () => {
    const from = Date.now()
    expect(similarNames('a'.repeat(5_000_000), known)).toEqual([])
    expect(Date.now() - from).toBeLessThan(500)
  })
})

describe('didYouMean', () => {
  it('asks for one, for several, and not for none', () => {
    expect(didYouMean([])).toBeUndefined()
    expect(didYouMean(['a'])).toBe('did you mean a?')
    expect(didYouMean(['a', 'b', 'c'])).toBe('did you mean a, b or c?')
    expect(didYouMean('abcdefghijkl'.split(''))).toBe('did you mean a, b, c, d, e, f, g or h?')
  })
})
