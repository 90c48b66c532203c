import { matchingNothing } from '../engine/select.ts'
import type { Suite } from '../engine/suite.ts'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'
import type { CommonOptions } from './options.ts'

/** Throws Failure where `only` or `skip` names no requirement of these suites: a typo must not pass as an empty success. */
export function checkSelection<Context>(
  { only = [], skip = [] }: Pick<CommonOptions, 'only' | 'skip'>,
  suites: readonly Suite<Context>[],
  what: string,
): void {
  const ids = suites.flatMap(({ requirements }) => requirements.map(({ id }) => id))
  const unknown = matchingNothing([...only, ...skip], ids)
  if (unknown.length === 0) return
  const advice = '`oci-assay list requirements` shows their ids'
  throw new Failure(`no ${what} matches ${unknown.join(', ')}`, exitCodes.usage, advice)
}
