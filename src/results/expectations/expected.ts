import type { ExpectationOutcome } from './expectation.ts'
import type { RunResult } from '../result.ts'

/** What an entry names: `requirement pull.manifest.*`. */
export const nameOf = ({ requirement, test = '', finding }: ExpectationOutcome): string =>
  `${requirement === undefined ? `test ${test}` : `requirement ${requirement}`}${finding === undefined ? '' : `, finding "${finding}"`}`

/** Why it is expected, with where it is worked on and until when. */
export const reasonOf = ({ reason, link, expires }: ExpectationOutcome): string =>
  [
    reason,
    ...(link === undefined ? [] : [link]),
    ...(expires === undefined ? [] : [`until ${expires}`]),
  ].join('; ')

/** What is to be done about an entry that fails the run; undefined for one that does not. */
export function stale(entry: ExpectationOutcome): string | undefined {
  if (entry.state === 'passing') {
    const names = entry.requirements.join(', ')
    return `the expected failure now passes (${names}): remove the entry`
  }
  if (entry.state === 'expired') {
    return `expired after ${entry.expires}: fix the failure, remove the entry, or set a later date`
  }
  return undefined
}

/** By requirement the entry that covers its failure. */
export function expectedBy({ expectations }: RunResult): ReadonlyMap<string, ExpectationOutcome> {
  const expected = new Set(expectations?.expected)
  const entries = (expectations?.entries ?? []).toReversed()
  return new Map(
    entries.flatMap((entry) =>
      entry.state === 'passing'
        ? []
        : entry.requirements.filter((id) => expected.has(id)).map((id) => [id, entry] as const),
    ),
  )
}
