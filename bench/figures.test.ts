import { describe, expect, it } from 'vitest'
import { atMost, median, table } from './figures.ts'

describe('figures', () => {
  // The middle of the sorted values, not of the order in which they were measured.
  it.each([
    [[3], 3],
    [[10, 9, 2], 9],
    [[4, 1, 3, 2], 2.5],
  ])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected)
  })

  // A limit holds up to and with its own value; the table shows all that was measured.
  it('are exceeded only above their limit', () => {
    const limit = { value: 2, text: 'two' }
    const figures = [atMost('at it', 2, limit, '2.0'), atMost('above', 2.1, limit, '2.1')]
    expect(figures.map(({ verdict }) => verdict)).toEqual(['met', 'exceeded'])
    expect(table(figures).split('\n')).toEqual([
      'figure   measured   limit   verdict',
      'at it    2.0        two     met',
      'above    2.1        two     exceeded',
    ])
  })
})
