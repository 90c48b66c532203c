import type { ConclusionName } from '../../results/conclusion/conclusion.ts'
import type { History, Point, Series, SeriesKey, Step } from '../../results/history/history.ts'
import { latestOf } from '../../results/history/latest.ts'
import { fullName } from '../../results/comparison/name.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { plural } from '../../results/text/words.ts'
import { changesInWords } from '../text/change-words.ts'

/** Conclusions as symbols and words. */
export const conclusionWords: Readonly<Record<ConclusionName, { symbol: string; word: string }>> = {
  conformant: { symbol: '✓', word: 'conformant' },
  'known-failures': { symbol: '✓', word: 'known failures' },
  nonconformant: { symbol: '✗', word: 'nonconformant' },
  incomplete: { symbol: '?', word: 'incomplete' },
  'not-tested': { symbol: '?', word: 'not tested' },
  interrupted: { symbol: '?', word: 'interrupted' },
}

/** `2026-11-29` */
export const dayOf = (time: string): string => time.slice(0, 10)

/** `zot 2.1.20` */
export const nameAt = ({ product }: SeriesKey, { version }: Pick<Point, 'version'>): string =>
  fullName({ product, ...withoutUndefined({ version }) })

/** `distribution 1.1, read-only, depth quick` */
export const modeOf = ({ specification, spec, readOnly, depth, kind }: SeriesKey): string =>
  [
    `${specification} ${spec}`,
    ...(readOnly && kind === 'registry' ? ['read-only'] : []),
    ...(depth === '' ? [] : [`depth ${depth}`]),
  ].join(', ')

/** The headline of a history: one sentence without full stop, about the latest results. */
export function headlineOf({ series }: History): string {
  if (series.length === 0) return 'There are no results yet'
  const latest = series.map(latestOf)
  const failing = latest.filter(({ newFailures }) => newFailures > 0).length
  const open = latest.filter((each) => each.open).length
  const among =
    series.length === 1 ? 'in the latest result' : `in the latest results of ${series.length} series`
  const parts = [
    failing === 0
      ? `No new failures ${among}`
      : series.length === 1
        ? `New failures ${among}`
        : `New failures in ${failing} of the latest results of ${series.length} series`,
    ...(open > 0 ? [`${series.length === 1 ? 'it' : open} could not evaluate everything`] : []),
  ]
  return parts.join('; ')
}

/** `12 results from 2026-11-12 to 2026-11-29` */
export function extentOf(series: readonly Series[]): string {
  const days = series.flatMap(({ results }) => results.map(({ startedAt }) => dayOf(startedAt))).toSorted()
  const [first = '', last = ''] = [days[0], days.at(-1)]
  const results = plural(days.length, 'result')
  return first === last ? `${results} of ${first}` : `${results} from ${first} to ${last}`
}

/** `1 newly failing, 2 now pass, 1 with another level`; `nothing changed`. */
export function stepInWords({ changes, redefined, conclusion }: Step): string {
  const words = changesInWords(changes)
  const parts = [
    ...(words === 'nothing changed' ? [] : [words]),
    ...(redefined.length > 0 ? [`${redefined.length} with another level`] : []),
    ...(conclusion.was === conclusion.is
      ? []
      : [`${conclusionWords[conclusion.was].word} → ${conclusionWords[conclusion.is].word}`]),
  ]
  return parts.length === 0 ? 'nothing changed' : parts.join(', ')
}

/**
 * What a change may be due to: `olareg 0.1.1 → 0.1.2; oci-assay 0.1.0, its requirements changed: 3 added`. The product, or
 * what judges it.
 */
export function circumstancesOf(
  series: Series,
  { from, to, version, tool, requirements, redefined }: Step,
): string {
  const [before, after] = [series.results[from], series.results[to]]
  const product = version
    ? `${series.product} ${version.was ?? '(no version)'} → ${version.is ?? '(no version)'}`
    : after?.version === undefined
      ? `${series.product}, whose version is not known`
      : `the same ${nameAt(series, after)}`
  const harness = tool ? `${tool.was} → ${tool.is}` : `the same ${before?.tool ?? ''}`
  const planned = [
    ...(requirements && requirements.added > 0 ? [`${requirements.added} added`] : []),
    ...(requirements && requirements.removed > 0 ? [`${requirements.removed} removed`] : []),
    ...(redefined.length > 0 ? [`${redefined.length} with another level`] : []),
  ]
  const requirementsInWords =
    requirements === undefined && redefined.length === 0
      ? 'the same requirements'
      : `requirements changed${planned.length === 0 ? ' in their wording' : `: ${planned.join(', ')}`}`
  return `${product}; ${harness}; ${requirementsInWords}`
}
