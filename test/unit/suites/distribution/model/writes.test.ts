import { expect, it } from 'vitest'
import type { Observed } from '../../../../../suites/distribution/model/observed.ts'
import { possibleIn, type Write } from '../../../../../suites/distribution/model/writes.ts'
import { exchangesOf } from './exchanges.ts'

type Row = readonly [
  value: string | undefined,
  start: number,
  end: number,
  how?: 'failed' | 'lost' | 'bad gateway',
]

const responses = {
  failed: { status: 500 },
  'bad gateway': { status: 502 },
  lost: { error: { code: 'timeout', message: 'no answer' } },
}

const write = ([value, start, end, how]: Row): Write<string> => {
  const [exchange] = exchangesOf([
    {
      method: 'PUT',
      path: '/v2/a/manifests/t',
      status: 201,
      at: [start, end],
      ...(how ? responses[how] : {}),
    },
  ])
  const operation: Observed['operation'] = {
    on: 'manifest',
    method: 'PUT',
    repository: 'a',
    reference: 't',
  }
  return {
    value,
    certain: how === undefined,
    by: { operation, request: exchange!.request, exchange: exchange!, redirects: [], start, end },
  }
}

/** Rows of writes, the period of a look, and what it may see. `-` is nothing. */
const valuesOf = (rows: readonly Row[], [start, end]: readonly [number, number], fresh = true) =>
  possibleIn(rows.map(write), { start, end }, fresh)
    ?.map(({ value }) => value ?? '-')
    .toSorted()
    .join(' ')

it.each<[title: string, rows: Row[], look: [number, number], possible: string | undefined, fresh?: boolean]>([
  ['nothing was written', [], [0, 5], '-'],
  ['nothing is known of what others may have written', [], [0, 5], undefined, false],
  ['a write that had ended', [['a', 0, 5]], [10, 15], 'a'],
  ['a write that ends as the look starts', [['a', 0, 10]], [10, 15], 'a'],
  ['a write that ended is known whoever wrote before', [['a', 0, 5]], [10, 15], 'a', false],
  ['a write under way may be seen or not', [['a', 0, 12]], [10, 15], '- a'],
  ['a write that starts during the look may be seen or not', [['a', 12, 20]], [10, 15], '- a'],
  ['a write that starts later is not seen', [['a', 15, 20]], [10, 15], '-'],
  [
    'a later write excludes the earlier one',
    [
      ['a', 0, 5],
      ['b', 5, 9],
    ],
    [10, 15],
    'b',
  ],
  [
    'overlapping writes allow either',
    [
      ['a', 0, 5],
      ['b', 4, 9],
    ],
    [10, 15],
    'a b',
  ],
  [
    'a later write excludes both that overlapped',
    [
      ['a', 0, 5],
      ['b', 4, 9],
      ['c', 9, 10],
    ],
    [10, 15],
    'c',
  ],
  [
    'of two that overlap one excludes what had ended before',
    [
      ['a', 0, 4],
      ['b', 3, 9],
      ['c', 5, 8],
    ],
    [10, 15],
    'b c',
  ],
  [
    'a deletion that had ended',
    [
      ['a', 0, 5],
      [undefined, 6, 9],
    ],
    [10, 15],
    '-',
  ],
  [
    'a deletion beside a push',
    [
      ['a', 0, 5],
      [undefined, 6, 9],
      ['a', 7, 8],
    ],
    [10, 15],
    '- a',
  ],
  [
    'a deletion that is under way',
    [
      ['a', 0, 5],
      [undefined, 6, 12],
    ],
    [10, 15],
    '- a',
  ],
  [
    'a failed write stays possible',
    [
      ['a', 0, 5],
      ['b', 6, 9, 'failed'],
    ],
    [10, 15],
    'a b',
  ],
  ['a failed write excludes nothing, also as the only one', [['b', 6, 9, 'failed']], [10, 15], '- b'],
  ['a failed write alone leaves what others wrote', [['b', 6, 9, 'failed']], [10, 15], undefined, false],
  [
    'a failed write is excluded by a later one',
    [
      ['b', 0, 5, 'failed'],
      ['c', 6, 9],
    ],
    [10, 15],
    'c',
  ],
  [
    'one without an answer may come late',
    [
      ['b', 0, 5, 'lost'],
      ['c', 6, 9],
    ],
    [10, 15],
    'b c',
  ],
  [
    'one that a gateway gave up may come late',
    [
      ['b', 0, 5, 'bad gateway'],
      ['c', 6, 9],
    ],
    [10, 15],
    'b c',
  ],
])('%s', (_, rows, look, possible, fresh) => {
  expect(valuesOf(rows, look, fresh)).toBe(possible)
})

it('names the write that each value comes from', () => {
  const [only] = possibleIn([write(['a', 0, 5])], { start: 10, end: 15 }, true) ?? []
  expect(only?.by?.start).toBe(0)
  const [none] = possibleIn([], { start: 10, end: 15 }, true) ?? []
  expect(none).toEqual({ value: undefined })
})
