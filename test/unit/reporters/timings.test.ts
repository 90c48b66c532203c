import { expect, it } from 'vitest'
import { inFlight, requestsInWords, ticksOf, timingsOf } from '../../../src/reporters/text/timings.ts'
import { exchange, fixtureResult } from './fixture.ts'

const at = (id: number, startedAt: number, duration: number) => ({
  ...exchange(id, { request: `GET /${id}`, status: 200 }),
  startedAt,
  duration,
})

it('counts the requests in flight, and names the slowest first', () => {
  const timings = timingsOf({
    ...fixtureResult(),
    evidence: [at(4, 45, 100), at(1, 0, 100), at(2, 10, 20), at(3, 40, 10), at(5, 100, 5)],
  })
  if (!timings) throw new Error('requests were sent')
  expect(timings.exchanges.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5])
  expect(timings).toMatchObject({ most: 3, end: 145, median: 20, ninetyFifth: 100 })
  expect(timings.slowest.map(({ id }) => id)).toEqual([1, 4, 2, 3, 5])
  // Tenths of 14.5 ms: their sum is the time that requests took.
  const counts = inFlight(timings, 10)
  expect(counts.map((count) => Math.round(count * 100) / 100)).toEqual([
    1.31, 2, 1.31, 2.34, 2, 2, 2, 1.24, 1, 1,
  ])
  expect(counts.reduce((sum, count) => sum + count * 14.5, 0)).toBeCloseTo(235)
})

it('counts a request as ended when the next one begins at the same time', () => {
  const timings = timingsOf({ ...fixtureResult(), evidence: [at(1, 0, 10), at(2, 10, 10), at(3, 20, 10)] })
  expect(timings?.most).toBe(1)
})

// Most of what generated sequences send is left out of the results, where it was as it should be.
it.for([
  [[1], '1 request'],
  [[1, 2, 3], '3 requests'],
  [[1, 2, 6046], '6046 requests, 3 of them in the results'],
] as const)('says how many of the requests %j were sent', ([ids, words]) => {
  expect(requestsInWords({ exchanges: ids.map((id) => at(id, 0, 1)) })).toBe(words)
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
