import { isAsGrave, verdictOfViolation, type Finding } from '../../../src/engine/verdict.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import type { Contradiction } from '../model/contradiction.ts'
import { isSafe } from '../../../src/registry/record/operation.ts'
import { isRequirementId, requirements, type RequirementId } from '../requirements.ts'
import type { RegistryContext } from '../target/context.ts'

export type Gravity = Finding['verdict']

const statements = new Map(requirements.map(({ id, at }) => [id, at]))

/** What a contradiction amounts to where it is reported. */
export const gravityOf = (spec: SpecVersion, { requirement, judgement }: Contradiction): Gravity =>
  verdictOfViolation(statements.get(requirement)?.[spec]?.level ?? 'MUST', judgement)

/** Whether one contradiction is at least as grave as another. */
export const isAsGraveAs = (spec: SpecVersion, one: Contradiction, other: Contradiction): boolean =>
  isAsGrave(gravityOf(spec, one), gravityOf(spec, other))

/** The requirement of a contradiction, and those that explain it. */
export const explaining = ({ requirement, explainedBy = [] }: Contradiction): readonly RequirementId[] => [
  requirement,
  ...explainedBy,
]

/** Whether one contradiction is explained by another one, of another requirement. */
export const isExplainedBy = (one: Contradiction, { requirement }: Contradiction): boolean =>
  requirement !== one.requirement && explaining(one).includes(requirement)

/** Those first that nothing else among them explains: what explains others is to be known when they come. */
export function unexplainedFirst<Item>(
  items: readonly Item[],
  contradictionOf: (item: Item) => Contradiction,
): Item[] {
  const requirements = new Set(items.map((item) => contradictionOf(item).requirement))
  const hasExplanation = (item: Item): boolean => {
    const { requirement, explainedBy = [] } = contradictionOf(item)
    return explainedBy.some((id) => id !== requirement && requirements.has(id))
  }
  return items.toSorted((one, other) => Number(hasExplanation(one)) - Number(hasExplanation(other)))
}

/**
 * Where a requirement failed already, what a contradiction adds is not a finding of its own; a warning keeps no failure back, unless it
 * excuses it.
 */
export const isKnown = (t: Pick<RegistryContext, 'failed' | 'spec'>, contradiction: Contradiction): boolean =>
  explaining(contradiction).some((id) => t.failed(id, gravityOf(t.spec, contradiction))) ||
  contradiction.excusedBy?.some((id) => t.failed(id, 'warn')) === true

/** The requirement of a contradiction and, of a read, that of what it is about, see kindOf; of a HEAD those of a GET too. */
export function aboutOf({
  requirement,
  explainedBy = [],
  observed: { request },
}: Contradiction): readonly RequirementId[] {
  const about = [requirement, ...(isSafe(request.method) ? explainedBy.slice(-1) : [])]
  return [...new Set(about.flatMap((id) => [id, withoutHead(id)]))].filter(isRequirementId)
}

const withoutHead = (id: string): string => id.replace('.head.', '.')

/**
 * What a contradiction is about, whatever led to it: the same lost tag violates another requirement after a deletion than by
 * itself, to a HEAD than to a GET, and by tag than by digest.
 */
export const kindOf = ({ requirement, explainedBy }: Contradiction): string =>
  withoutHead(explainedBy?.at(-1) ?? requirement).replace(/^(pull\.manifest)\.by-tag$/, '$1.by-digest')
