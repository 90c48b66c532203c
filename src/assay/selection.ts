import { matchingNothing } from '../engine/select.ts'
import type { Suite } from '../engine/suite.ts'
import { exitCodes, Failure } from '../results/conclusion/failure.ts'
import { didYouMean, similarNames } from '../results/text/similar.ts'
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
  const similar = [...new Set(unknown.flatMap((each) => similarNames(each, beginnings(ids))))]
  const advice = didYouMean(similar) ?? '`oci-assay list requirements` lists their ids'
  throw new Failure(`no ${what} matches ${unknown.join(', ')}`, exitCodes.usage, advice)
}

/** What `only` and `skip` can name without a pattern: ids and what ids begin with, as pull.blob. */
const beginnings = (ids: readonly string[]): Set<string> =>
  new Set(ids.flatMap((id) => id.split('.').map((_, at, parts) => parts.slice(0, at + 1).join('.'))))
