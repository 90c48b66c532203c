import type { Contradiction } from './contradiction.ts'
import type { History } from './history.ts'
import { isJudged, isOn, type Observed } from './observed.ts'
import type { Operation } from './operation.ts'
import type { Rule } from './rule.ts'
import { deletionsOfManifests } from './rules/manifest-deletions.ts'
import { pushesOfManifests } from './rules/manifest-pushes.ts'
import { readsOfManifests } from './rules/manifest-reads.ts'

/** Applies rules to the operations that they are for. */
const rulesOn =
  <On extends Operation['on']>(on: On, ...rules: readonly Rule<On>[]) =>
  (observed: Observed, history: History): Contradiction[] =>
    isOn(observed, on) ? rules.flatMap((rule) => rule(observed, history)) : []

const rules = [rulesOn('manifest', readsOfManifests, pushesOfManifests, deletionsOfManifests)]

/** All that the history does not explain, in the order in which it was sent. What was not answered is not judged. */
export const judgeHistory = (history: History): Contradiction[] =>
  history.observed.filter(isJudged).flatMap((observed) => rules.flatMap((judge) => judge(observed, history)))
