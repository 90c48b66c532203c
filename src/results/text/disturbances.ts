import { durationInWords } from './words.ts'
import type { RunResult } from '../result.ts'

const named = 5

/** What disturbed a run, one sentence each: periods when the target was unreachable, and tests that were repeated. */
export function disturbanceSentences({ outages = [], target, tests }: RunResult): string[] {
  const repeated = tests.filter(({ attempts = 1 }) => attempts > 1)
  const longest = outages.toSorted((a, b) => b.duration - a.duration)[0]
  const often = outages.length === 1 ? '' : ` ${outages.length} times, at most`
  const ids = repeated.slice(0, named).map(({ id }) => id)
  const more = repeated.length > named ? ` and ${repeated.length - named} more` : ''
  // What is found of a client counts once that was run alone.
  const why = target.kind === 'client' ? ' with the client alone' : ', since requests failed'
  return [
    ...(longest
      ? [`The target was unreachable${often} for ${durationInWords(longest.duration)}: ${longest.sign}`]
      : []),
    ...(repeated.length > 0
      ? [
          `${repeated.length === 1 ? '1 test was' : `${repeated.length} tests were`} repeated${why}: ${ids.join(', ')}${more}`,
        ]
      : []),
  ]
}
