import { violated } from '../../../../src/engine/judgement.ts'
import { declines } from '../../judges/absence.ts'
import { summarizeResponse } from '../../judges/response.ts'
import type { RequirementId } from '../../requirements.ts'
import type { Contradiction } from '../contradiction.ts'
import { namesIn, keyOf, type History } from '../history.ts'
import { isOn, statusOf, type Observed } from '../observed.ts'
import { isDigest, type OperationOn } from '../operation.ts'
import type { Rule } from '../rule.ts'
import { writersOf } from '../writes.ts'
import { statusIs } from '../../../../src/registry/reproduce/condition.ts'

type Deletion = Observed<OperationOn<'manifest'>>

/** DELETE of tags and manifests (Content Management): 202 for what is there, 404 for what is not. */
export const deletionsOfManifests: Rule<'manifest'> = (observed, history) => {
  const { method, repository, reference } = observed.operation
  if (method !== 'DELETE') return []
  const possible = isDigest(reference)
    ? history.possibleManifest(repository, reference, observed)
    : history.possibleTag(repository, reference, observed)
  if (possible === undefined) return []
  const present = possible.filter(({ value }) => value !== undefined).length
  const because = writersOf(possible)
  const status = statusOf(observed)
  const what = isDigest(reference) ? 'manifest' : 'tag'
  const isOff = !(isDigest(reference) ? history.features.deleteManifest : history.features.deleteTag)
  if (isOff && (status === 400 || status === 405)) return []
  if (status === 202 && present > 0) return []
  if (status === 404 && present < possible.length) return []
  if (present > 0 && present < possible.length)
    return status !== undefined && status < 500
      ? []
      : [mayBeUnknown(wrong(observed, 'accepted', because), what)]
  if (present === 0) return [wrong(observed, 'unknown', because)]
  return isInUse(observed, history) && declines(observed.exchange)
    ? []
    : [wrong(observed, 'accepted', because, what)]
}

/** Whether a tag, an index or a referrer needs it: a registry may keep what is in use. */
function isInUse({ operation, start, end }: Deletion, history: History): boolean {
  const { repository, reference } = operation
  const period = { start, end }
  if (!isDigest(reference)) return true
  const bytes = history.sha256Of(reference)
  const hasTag = namesIn(history.tags, repository).some((tag) =>
    history.possibleTag(repository, tag, period)?.some(({ value }) => value === bytes),
  )
  return (
    hasTag ||
    namesIn(history.manifests, repository).some((digest) =>
      history.manifests
        .get(keyOf(repository, digest))
        ?.some(
          ({ value }) =>
            value?.document?.subject === reference ||
            value?.document?.manifests.some((each) => each.digest === reference),
        ),
    )
  )
}

/** What does not exist is answered so too. */
const mayBeUnknown = (found: Contradiction, what: 'manifest' | 'tag'): Contradiction => ({
  ...found,
  explainedBy: [`management.${what}.unknown`],
})

/** What stays after a deletion is found by another one. */
function explaining({ operation }: Deletion, because: readonly Observed[]): RequirementId[] {
  if (because.length === 0) return []
  if (isDigest(operation.reference)) return ['management.manifest.gone']
  const byDigest = because.some((each) => isOn(each, 'manifest') && isDigest(each.operation.reference))
  return byDigest
    ? ['management.manifest.tags-not-listed', 'management.manifest.tags-gone']
    : ['management.tag.not-listed', 'management.tag.gone']
}

function wrong(
  observed: Deletion,
  which: 'accepted' | 'unknown',
  because: readonly Observed[],
  what = isDigest(observed.operation.reference) ? 'manifest' : 'tag',
): Contradiction {
  const requirement: RequirementId = `management.${what === 'tag' ? 'tag' : 'manifest'}.${which}`
  const state =
    which === 'accepted' ? 'that exists' : because.length > 0 ? 'that was deleted' : 'that does not exist'
  return {
    requirement,
    judgement: violated(
      `returned ${statusOf(observed)} for a DELETE of a ${what} ${state}`,
      which === 'accepted' ? '202' : '404',
      summarizeResponse(observed.exchange),
      statusIs(which === 'accepted' ? 202 : 404),
    ),
    observed,
    because,
    ...(which === 'unknown' ? { explainedBy: explaining(observed, because) } : {}),
    // What is lost cannot be deleted.
    ...(which === 'accepted' && statusOf(observed) === 404
      ? { explainedBy: [what === 'tag' ? 'pull.manifest.by-tag' : 'pull.manifest.by-digest'] as const }
      : {}),
    // An earlier change may show late; how a deletion is confirmed does not depend on that.
    ...(which === 'unknown' || statusOf(observed) === 404 ? { maySettle: true } : {}),
  }
}
