import type { Series } from '../../results/history/history.ts'
import { latestOf } from '../../results/history/latest.ts'
import { badgeFor, type Badge } from '../badge/badge.ts'
import { dayOf } from './words.ts'

/** When a badge is to be grey although its latest result was not. */
export interface StaleOptions {
  /** Days that the latest result may be old; without it, a badge shows its date alone. */
  staleAfter?: number
  now?: Date
}

const millisecondsOfDay = 24 * 60 * 60 * 1000

/**
 * The badge of the latest result of a series, with its date: `OCI distribution 1.1 | 214 passed, 2026-11-29`. Grey where
 * that run was incomplete or evaluated nothing, and where the result is older than `staleAfter` days.
 */
export function seriesBadge(series: Series, { staleAfter, now = new Date() }: StaleOptions = {}): Badge {
  const { point } = latestOf(series)
  const badge = badgeFor({ profile: series, totals: point.totals, conclusion: point.conclusion })
  const day = dayOf(new Date(point.startedAt).toISOString())
  const age = (now.getTime() - Date.parse(point.startedAt)) / millisecondsOfDay
  if (staleAfter !== undefined && age > staleAfter)
    return { ...badge, message: `no result since ${day}`, color: 'lightgrey', isError: true }
  return { ...badge, message: `${badge.message}, ${day}` }
}
