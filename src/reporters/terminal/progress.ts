import { count } from '../../engine/results.ts'
import type { Verdict } from '../../engine/verdict.ts'
import { fit } from '../printable.ts'
import type { AssayEvent } from '../reporter.ts'
import { durationInWords, plural } from '../verdict-words.ts'

/** Where a run stands, told in one line. */
export interface Progress {
  observe(event: AssayEvent): void
  /** `34/120 tests, 2 failed, 12 s: pull.manifest.by-digest, …`, at most so many columns. */
  line(width: number): string
}

/** Follows the tests of a run; `now` gives milliseconds. */
export function createProgress(now: () => number): Progress {
  const start = now()
  const running = new Set<string>()
  const verdicts: Verdict[] = []
  let total = 0
  return {
    observe(event) {
      if (event.type === 'run-started') total = event.tests.length
      if (event.type === 'test-started') running.add(event.id)
      if (event.type !== 'test-finished') return
      running.delete(event.test.id)
      verdicts.push(event.test.verdict)
    },
    line(width) {
      const { fail, error } = count(verdicts)
      const parts = [`${verdicts.length}/${total} tests`, `${fail} failed`]
      if (error > 0) parts.push(plural(error, 'error'))
      parts.push(durationInWords(now() - start))
      const names = [...running].join(', ')
      return fit(`${parts.join(', ')}${names === '' ? '' : `: ${names}`}`, width)
    },
  }
}
