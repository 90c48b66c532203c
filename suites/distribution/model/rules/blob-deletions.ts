import { holds, violated, warning, type Judgement } from '../../../../src/engine/judgement.ts'
import { declines } from '../../judges/absence.ts'
import { refuses } from '../../judges/refusal.ts'
import { answers, summarizeResponse } from '../../judges/response.ts'
import { isReferredTo } from '../blob-changes.ts'
import { contradicts, type Contradiction } from '../contradiction.ts'
import type { History } from '../history.ts'
import { isOn, statusOf, type Observed } from '../observed.ts'
import type { OperationOn } from '../operation.ts'
import type { Rule } from '../rule.ts'
import { writersOf } from '../writes.ts'
import { storedBy } from './blob-presence.ts'
import { statusIs } from '../../../../src/registry/reproduce/condition.ts'

type Deletion = Observed<OperationOn<'blob'>>

/** DELETE of blobs (Deleting Blobs): 202 for what is there, 404 for what is not. */
export const deletionsOfBlobs: Rule<'blob'> = (observed, history) => {
  const { method, repository, digest } = observed.operation
  if (method !== 'DELETE') return []
  const possible = history.possibleBlob(repository, digest, observed)?.filter(({ by }) => by !== observed)
  const status = statusOf(observed)
  const isOff = !history.features.deleteBlob
  if (possible === undefined || (isOff && (status === 400 || status === 405))) return []
  const present = possible.filter(({ value }) => value !== undefined).length
  const because = writersOf(possible)
  const about = { observed, because }
  if (present === 0) return absent(observed, history, { ...about, maySettle: true })
  if (present < possible.length) {
    return contradicts('management.blob.accepted', either(observed), {
      ...about,
      explainedBy: ['management.blob.unknown'],
    })
  }
  if (status === 202) return []
  if (isOff) return contradicts('management.blob.disabled', refusedWhereOff(observed, history), about)
  // A registry may keep what a manifest needs.
  if (isReferredTo(history, observed.operation) && declines(observed.exchange)) return []
  return contradicts('management.blob.accepted', answers('a DELETE of a blob', 202)(observed.exchange), {
    ...about,
    // An earlier push may show late; how a deletion is confirmed does not depend on that.
    ...(status === 404 ? { maySettle: true } : {}),
    ...(status === 404 && history.isShared?.(digest) === true ? { mayBeOfOthers: true } : {}),
    // What was not stored cannot be deleted.
    explainedBy: possible.flatMap(({ value }) => (value ? [storedBy[value.way]] : [])),
  })
}

/** Both what is there and what is not may be found: only a success that is not 202, and failures, are wrong. */
function either({ exchange }: Deletion): Judgement {
  const status = exchange.response?.status ?? 0
  return status >= 400 && status < 500 ? holds() : answers('a DELETE of a blob', 202, 404)(exchange)
}

function refusedWhereOff({ exchange }: Deletion, { spec }: History): Judgement {
  const judgement = violated(
    `returned ${exchange.response?.status} for a DELETE of a blob where blobs are not deleted`,
    ['400', '405'],
    summarizeResponse(exchange),
    statusIs(400, 405),
  )
  return spec === '1.0' ? warning(judgement) : judgement
}

/**
 * It was never there, or was deleted before. That a deleted blob is gone is stated nowhere, so that a second deletion may
 * find it, unless a read showed before that it was gone.
 */
function absent(
  observed: Deletion,
  history: History,
  about: Omit<Contradiction, 'requirement' | 'judgement'>,
): Contradiction[] {
  const [deletion] = about.because
  const seen = deletion && readAsGone(observed, deletion, history)
  if (deletion !== undefined && seen === undefined)
    return contradicts('management.blob.unknown', either(observed), about)
  const what = `a DELETE of a blob ${deletion === undefined ? 'that does not exist' : 'that was deleted'}`
  const judgement = refuses(what, { right: [404] })(observed.exchange)
  return contradicts('management.blob.unknown', judgement, {
    ...about,
    because: seen === undefined ? about.because : [...about.because, seen],
  })
}

/** A read between two deletions that found nothing. */
const readAsGone = (
  { operation, start }: Deletion,
  since: Observed,
  { observed }: History,
): Observed | undefined =>
  observed.findLast(
    (each) =>
      isOn(each, 'blob') &&
      each.operation.method !== 'DELETE' &&
      each.operation.repository === operation.repository &&
      each.operation.digest === operation.digest &&
      statusOf(each) === 404 &&
      each.start >= since.end &&
      each.end <= start,
  )
