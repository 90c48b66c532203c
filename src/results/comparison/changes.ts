import { withoutUndefined } from '../../engine/optional.ts'
import type { Profile, RequirementResult, TargetDescription } from '../../engine/events.ts'
import type { Change, Changes, Odd } from './change.ts'
import { extentName } from '../text/extent.ts'
import type { Finding, Verdict } from '../../engine/verdict.ts'
import { findingTitle } from '../text/finding-title.ts'

/** What of a verdict is compared: that of a run, or of one that a history keeps. */
export type ComparedRequirement = Pick<
  RequirementResult,
  'id' | 'suite' | 'title' | 'level' | 'basis' | 'verdict' | 'reason'
> & { findings: readonly Pick<Finding, 'title' | 'images'>[] }

/** What of a result is compared. */
export interface Compared {
  target: Pick<TargetDescription, 'name' | 'details'>
  profile: Pick<Profile, 'specification' | 'depth' | 'requests'>
  startedAt: string
  tool: { name: string; version: string }
  requirements: readonly ComparedRequirement[]
}

/**
 * What changed from one result of a target to a later one. Requirements are in the order of the later
 * result, those that are gone in the order of the earlier one. What was not selected for a run, it does not
 * cover: that has appeared or is gone, and has not changed.
 */
export function changesSince(before: Compared, after: Compared): Changes {
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
export const isCovered = ({ verdict }: Pick<ComparedRequirement, 'verdict'>): boolean => verdict !== 'skipped'

function changeOf(earlier: ComparedRequirement, requirement: ComparedRequirement): Change {
  const { id, suite, title, level, basis, verdict } = requirement
  return {
    id,
    suite,
    title,
    level,
    ...withoutUndefined({ basis }),
    was: earlier.verdict,
    is: verdict,
    ...withoutUndefined({ why: whyOf(requirement) }),
  }
}

/** The finding of one that failed, or why it was not evaluated; what passed has neither. */
export const whyOf = ({
  findings,
  reason,
}: Pick<ComparedRequirement, 'findings' | 'reason'>): string | undefined =>
  findings[0] ? findingTitle(findings[0]) : reason

/** A requirement by itself, without another result to compare it with. */
export function oddOf(requirement: ComparedRequirement): Odd {
  const { id, suite, title, verdict } = requirement
  const why = verdict === 'fail' || verdict === 'warn' ? whyOf(requirement) : undefined
  return { id, suite, title, verdict, ...withoutUndefined({ why }) }
}

/** The number of requirements that changed or that only one result covers. */
export const changeCount = ({ failing, warning, passing, otherwise, appeared, gone }: Changes): number =>
  [failing, warning, passing, otherwise, appeared, gone].reduce((sum, list) => sum + list.length, 0)
