import { withoutUndefined } from '../../engine/optional.ts'
import type { RequirementResult } from '../../engine/events.ts'
import type { Change, Changes, Odd } from './change.ts'
import type { RunResult } from '../result.ts'
import { extentName } from '../text/extent.ts'
import type { Verdict } from '../../engine/verdict.ts'
import { findingTitle } from '../text/finding-title.ts'

/**
 * What changed from one result of a target to a later one. Requirements are in the order of the later
 * result, those that are gone in the order of the earlier one. What was not selected for a run, it does not
 * cover: that has appeared or is gone, and has not changed.
 */
export function changesSince(before: RunResult, after: RunResult): Changes {
  const was = new Map(before.requirements.filter(isCovered).map((each) => [each.id, each]))
  const known = new Set(after.requirements.filter(isCovered).map(({ id }) => id))
  const lists: Record<Kind, Change[]> = { failing: [], warning: [], passing: [], otherwise: [] }
  const appeared: Odd[] = []
  for (const requirement of after.requirements) {
    if (!isCovered(requirement)) continue
    const earlier = was.get(requirement.id)
    if (!earlier) {
      appeared.push(oddOf(requirement))
      continue
    }
    const kind = kindOf(earlier.verdict, requirement.verdict)
    if (kind) lists[kind].push(changeOf(earlier, requirement))
  }
  const { target, startedAt, tool } = before
  const depths = { was: extentName(before.profile), is: extentName(after.profile) }
  return {
    since: { name: target.details['label'] ?? target.name, startedAt, tool: `${tool.name} ${tool.version}` },
    ...(depths.was === depths.is ? {} : { depths }),
    ...lists,
    appeared,
    gone: [...was.values()].filter(({ id }) => !known.has(id)).map(oddOf),
  }
}

type Kind = 'failing' | 'warning' | 'passing' | 'otherwise'

/** What a change of a verdict means; undefined where there is none. */
export function kindOf(was: Verdict, is: Verdict): Kind | undefined {
  if (was === is) return undefined
  if (is === 'fail') return 'failing'
  if (is === 'warn' && was !== 'fail') return 'warning'
  return is === 'pass' ? 'passing' : 'otherwise'
}

/** Skipped means not selected, or not testable. */
const isCovered = ({ verdict }: RequirementResult): boolean => verdict !== 'skipped'

function changeOf(
  earlier: RequirementResult,
  { id, suite, title, level, basis, verdict, findings, reason }: RequirementResult,
): Change {
  const why = findings[0] ? findingTitle(findings[0]) : reason
  return {
    id,
    suite,
    title,
    level,
    ...withoutUndefined({ basis }),
    was: earlier.verdict,
    is: verdict,
    ...withoutUndefined({ why }),
  }
}

const oddOf = ({ id, suite, title, verdict }: RequirementResult): Odd => ({ id, suite, title, verdict })

/** The number of requirements that changed or that only one result covers. */
export const changeCount = ({ failing, warning, passing, otherwise, appeared, gone }: Changes): number =>
  [failing, warning, passing, otherwise, appeared, gone].reduce((sum, list) => sum + list.length, 0)
