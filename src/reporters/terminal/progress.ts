import type { RunEvent } from '../../results/events.ts'
import { type Verdict, count } from '../../engine/verdict.ts'
import { fit } from '../../results/text/printable.ts'
import { durationInWords, plural, sizeInWords } from '../../results/text/words.ts'

/** The progress of a run in one line. */
export interface Progress {
  observe(event: RunEvent): void
  /**
   * `34/120 tests, 2 failed, 16 running, 12 s, about 20 s left: pull.manifest.by-digest, …`, or while blobs are read
   * `reading 1.2 GB of 3.4 GB, 510 MB/s, 12 s`; at most `width` columns.
   */
  line(width: number): string
}

interface Reading {
  since: number
  read: number
  total: number
  images?: { done: number; total: number }
}

/** Follows the tests of a run; `now` gives milliseconds. */
export function createProgress(now: () => number): Progress {
  const start = now()
  const running = new Set<string>()
  const verdicts: Verdict[] = []
  let costs = new Map<string, number>()
  let total = 0
  let done = 0
  let lastDone = start
  let reading: Reading | undefined
  return {
    observe(event) {
      if (event.type === 'reading') {
        const { read, total: all, images } = event
        reading = { since: reading?.since ?? now(), read, total: all, ...(images ? { images } : {}) }
      }
      if (event.type === 'run-started') {
        costs = new Map(event.tests.map(({ id, cost = 1 }) => [id, cost]))
        total = [...costs.values()].reduce((sum, cost) => sum + cost, 0)
      }
      if (event.type === 'test-started') running.add(event.id)
      if (event.type !== 'test-finished') return
      // Blobs are read before the first test has anything to judge.
      reading = undefined
      running.delete(event.test.id)
      verdicts.push(event.test.verdict)
      done += costs.get(event.test.id) ?? 0
      lastDone = now()
    },
    line(width) {
      if (reading) return fit(`${readInWords(reading, now())}, ${durationInWords(now() - start)}`, width)
      const { fail, error } = count(verdicts)
      const elapsed = now() - start
      const parts = [`${verdicts.length}/${costs.size} tests`, `${fail} failed`]
      if (error > 0) parts.push(plural(error, 'error'))
      parts.push(`${running.size} running`, durationInWords(elapsed))
      const left = timeLeft(lastDone - start, done, total, now() - lastDone)
      if (left !== undefined) parts.push(`about ${durationInWords(left)} left`)
      const names = [...running].join(', ')
      return fit(`${parts.join(', ')}${names === '' ? '' : `: ${names}`}`, width)
    },
  }
}

/** With the rate, once enough time has passed to measure one. */
function readInWords({ since, read, total, images }: Reading, now: number): string {
  const of = total >= read ? ` of ${sizeInWords(total)}` : ''
  const seconds = (now - since) / 1000
  const rate = seconds < 0.2 ? '' : `, ${sizeInWords(read / seconds)}/s`
  if (images) {
    const left = timeLeft(now - since, images.done, images.total)
    const rest = left === undefined ? '' : `, about ${durationInWords(left)} left`
    return `${images.done}/${images.total} images, ${sizeInWords(read)} read${rate}${rest}`
  }
  return `reading ${sizeInWords(read)}${of}${rate}`
}

/** Before this much is done, what is left cannot be estimated; milliseconds, and a share of all tests. */
const leastTime = 2000
const leastShare = 0.1

/**
 * How long the rest takes at the rate at which this much was done after `elapsed`, `since` milliseconds ago; undefined where it is too
 * early to know, and where the rest takes longer than that: a long test must not make the estimate grow.
 */
export function timeLeft(elapsed: number, done: number, total: number, since = 0): number | undefined {
  if (elapsed + since < leastTime || done < total * leastShare || done >= total) return undefined
  const left = (elapsed / done) * (total - done) - since
  return left > 0 ? left : undefined
}
