import { expect, it } from 'vitest'
import { timeLeft } from '../../../src/reporters/terminal/progress.ts'

// An estimate from a few tests would change again and again.
it.for([
  { elapsed: 1000, done: 50, total: 100, left: undefined },
  { elapsed: 3000, done: 5, total: 100, left: undefined },
  { elapsed: 3000, done: 10, total: 100, left: 27_000 },
  { elapsed: 60_000, done: 75, total: 100, left: 20_000 },
  { elapsed: 60_000, done: 100, total: 100, left: undefined },
])('guesses $left ms after $elapsed ms with $done of $total tests done', ({ elapsed, done, total, left }) => {
  expect(timeLeft(elapsed, done, total)).toBe(left)
})
