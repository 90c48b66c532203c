import { requirements } from '../requirements.ts'
import type { Contradiction } from './contradiction.ts'
import type { History } from './history.ts'
import { isJudged, isOn, type Observed } from './observed.ts'
import type { Operation } from './operation.ts'
import type { Rule } from './rule.ts'
import { explainedByPlainest } from './plainest.ts'
import { orAllowedByCondition } from './rules/condition.ts'
import { deletionsOfBlobs } from './rules/blob-deletions.ts'
import { readsOfBlobs } from './rules/blob-reads.ts'
import { headsOfBlobs, headsOfManifests } from './rules/heads.ts'
import { deletionsOfManifests } from './rules/manifest-deletions.ts'
import { pushesOfManifests } from './rules/manifest-pushes.ts'
import { readsOfManifests } from './rules/manifest-reads.ts'
import { listsOfReferrers } from './rules/referrer-lists.ts'
import { listsOfTags } from './rules/tag-lists.ts'
import { explainedByWrongPushes } from './wrong-pushes.ts'
import { startsOfUploads } from './rules/upload-starts.ts'
import { requestsOfUploads } from './rules/uploads.ts'

/** Applies rules to the operations that they are for. */
const rulesOn =
  <On extends Operation['on']>(on: On, ...rules: readonly Rule<On>[]) =>
  (observed: Observed, history: History): Contradiction[] =>
    isOn(observed, on) ? rules.flatMap((rule) => rule(observed, history)) : []

const rules = [
  rulesOn('manifest', readsOfManifests, pushesOfManifests, deletionsOfManifests, headsOfManifests),
  rulesOn('blob', readsOfBlobs, deletionsOfBlobs, headsOfBlobs),
  rulesOn('uploads', startsOfUploads),
  rulesOn('upload', requestsOfUploads),
  rulesOn('tags', listsOfTags),
  rulesOn('referrers', listsOfReferrers),
]

/** Not every version has each requirement. */
const versions = new Map<string, object>(requirements.map(({ id, at }) => [id, at]))

/**
 * All that the history does not explain, in the order in which it was sent; `concerns` limits it to some operations. What was not
 * answered is not judged.
 */
export const judgeHistory = (
  history: History,
  concerns: (observed: Observed) => boolean = () => true,
): readonly Contradiction[] =>
  explainedByWrongPushes(
    history.observed
      .filter((observed) => isJudged(observed) && concerns(observed))
      .flatMap((observed) => rules.flatMap((judge) => judge(observed, history)))
      .filter(({ requirement }) => history.spec in (versions.get(requirement) ?? {}))
      .map(orAllowedByCondition)
      .map(explainedByPlainest),
    history,
  )
