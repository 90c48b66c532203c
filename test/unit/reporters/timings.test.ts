import { expect, it } from 'vitest'
import { ticksOf, timingsOf } from '../../../src/reporters/text/timings.ts'
import { exchange, fixtureResult } from './fixture.ts'

const at = (id: number, startedAt: number, duration: number) => ({
  ...exchange(id, { request: `GET /${id}`, status: 200 }),
  startedAt,
  duration,
})

it('gives a request the first lane that is free, and names the slowest first', () => {
  const timings = timingsOf({
    ...fixtureResult(),
    evidence: [at(1, 0, 100), at(2, 10, 20), at(3, 40, 10), at(4, 45, 100), at(5, 100, 5)],
  })
  expect(timings?.bars.map(({ exchange: { id }, lane }) => [id, lane])).toEqual([
    [1, 0],
    [2, 1],
    [3, 1],
    [4, 2],
    [5, 0],
  ])
  expect(timings).toMatchObject({ lanes: 3, end: 145, median: 20, ninetyFifth: 100 })
  expect(timings?.slowest.map(({ id }) => id)).toEqual([1, 4, 2, 3, 5])
})

it('is undefined where nothing was sent', () => {
  expect(timingsOf({ ...fixtureResult(), evidence: [] })).toBeUndefined()
})

it.for([
  [0, [0]],
  [1, [0, 1]],
  [950, [0, 200, 400, 600, 800]],
  [7000, [0, 1000, 2000, 3000, 4000, 5000, 6000, 7000]],
  [65_000, [0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]],
] as const)('marks the time up to %i ms', ([end, ticks]) => {
  expect(ticksOf(end)).toEqual(ticks)
})
