import { expect, it } from 'vitest'
import { durationInWords } from '../../../src/results/text/words.ts'
import { createProgress, timeLeft } from '../../../src/reporters/terminal/progress.ts'
import { fixtureEvents } from './fixture.ts'

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

it('guesses by requests, not by tests: generated sequences take most of them', () => {
  let now = 0
  const progress = createProgress(() => now)
  const [started, ...rest] = fixtureEvents()
  if (started?.type !== 'run-started') throw new Error('a run starts with run-started')
  const tests = ['a', 'b', 'c', 'sequences'].map((id) => ({
    id,
    title: id,
    suite: 'push',
    cost: id === 'sequences' ? 700 : 100,
  }))
  const finished = rest.find((event) => event.type === 'test-finished')
  if (finished === undefined) throw new Error('a test has finished')
  progress.observe({ ...started, tests })
  now = 3000
  for (const id of ['a', 'b', 'c']) progress.observe({ ...finished, test: { ...finished.test, id } })
  expect(progress.line(80)).toContain('3/4 tests')
  expect(progress.line(80)).toContain('about 7.0 s left')
  // The last one takes long: what is left becomes less, and is not known in the end.
  now = 8000
  expect(progress.line(80)).toContain('about 2.0 s left')
  now = 12_000
  expect(progress.line(80)).not.toContain('left')
})

// Never sixty seconds beside the minutes.
it.for([
  [800, '0.8 s'],
  [119_400, '119 s'],
  [119_600, '2 min 0 s'],
  [239_700, '4 min 0 s'],
  [425_000, '7 min 5 s'],
] as const)('names %i ms as %s', ([milliseconds, words]) => {
  expect(durationInWords(milliseconds)).toBe(words)
})
