import type { RequirementResult } from './events.ts'
import type { PlannedRequirement } from './requirement.ts'
import { elsewhere } from './shard.ts'
import { verdictOf, worst, type Statement, type Verdict } from './verdict.ts'

/** What one test said of one requirement. */
export interface Said {
  test: string
  checks: number
  statements: readonly Statement[]
}

/** What is to be concluded: a run's plan, or what the shards of one were asked for together. */
export interface Question {
  requirements: readonly PlannedRequirement[]
  /** Ids of requirements that are to be decided. */
  wanted: ReadonlySet<string>
  /** Ids of wanted requirements that only other shards decide. */
  elsewhere?: ReadonlySet<string>
}

/**
 * Turns all statements of a run into one verdict a requirement. A failure that builds on another
 * one is told as blocked by it, so that one fault gives one finding.
 */
export function conclude(
  question: Question,
  said: ReadonlyMap<string, readonly Said[]>,
): RequirementResult[] {
  const { requirements } = question
  const own = new Map(requirements.map((each) => [each.id, ownResult(each, question, said.get(each.id))]))
  const buildsOn = new Map(requirements.map((each) => [each.id, each.buildsOn]))
  const concluded = new Map<string, RequirementResult>()
  const settle = (id: string): RequirementResult | undefined => {
    const known = concluded.get(id)
    if (known) return known
    const result = own.get(id)
    if (!result) return undefined
    concluded.set(id, result)
    const settled = settleBlocked(result, settle) ?? demote(result, buildsOn.get(id) ?? [], settle) ?? result
    concluded.set(id, settled)
    return settled
  }
  return requirements.flatMap(({ id }) => settle(id) ?? [])
}

/** The result by this requirement's own evidence. */
function ownResult(
  requirement: PlannedRequirement,
  question: Question,
  said: readonly Said[] = [],
): RequirementResult {
  const { buildsOn: _, ...about } = requirement
  const statements = said.flatMap((each) => each.statements)
  const evidence = {
    checks: said.reduce((sum, { checks }) => sum + checks, 0),
    tests: said.map(({ test }) => test),
    findings: statements.flatMap((each) => (each.kind === 'broken' ? [each.finding] : [])),
    notes: statements.flatMap((each) => (each.kind === 'held' && each.note ? [each.note] : [])),
  }
  return Object.assign(about, evidence, decision(requirement, question, statements))
}

type Decision = Pick<RequirementResult, 'verdict' | 'reason' | 'blockedBy' | 'capability'>

/** The verdict over all that was said of a requirement, and why. */
function decision(
  { id, undecidable }: PlannedRequirement,
  { wanted, elsewhere: others }: Question,
  statements: readonly Statement[],
): Decision {
  if (undecidable !== undefined)
    return { verdict: 'skipped', reason: `cannot be seen from outside: ${undecidable}` }
  if (!wanted.has(id)) return { verdict: 'skipped', reason: 'not asked for' }
  if (statements.length === 0 && others?.has(id)) return elsewhere
  if (statements.length === 0) return { verdict: 'error', reason: 'no test decided it' }
  const verdict = worst(statements.map(verdictOf))
  const telling = statements.find((each) => verdictOf(each) === verdict)
  return {
    verdict,
    ...(telling && 'reason' in telling ? { reason: telling.reason } : {}),
    ...(telling?.kind === 'blocked' ? { blockedBy: telling.by } : {}),
    ...(telling?.kind === 'unsupported' && telling.capability !== undefined
      ? { capability: telling.capability }
      : {}),
  }
}

type Settle = (id: string) => RequirementResult | undefined

/** Follows a chain of blocks to its root. Blocked by something that holds is an error of the harness. */
function settleBlocked(result: RequirementResult, settle: Settle): RequirementResult | undefined {
  if (result.verdict !== 'blocked' || result.blockedBy === undefined) return undefined
  const root = settle(result.blockedBy)
  if (!root || root.id === result.id) return undefined
  if (root.verdict === 'fail' || root.verdict === 'warn' || root.verdict === 'skipped') return undefined
  if (root.verdict === 'blocked' && root.blockedBy !== undefined)
    return { ...result, blockedBy: root.blockedBy }
  if (root.verdict === 'unsupported') {
    const { blockedBy: _, ...rest } = result
    return { ...rest, verdict: 'unsupported' }
  }
  const { blockedBy, ...rest } = result
  return {
    ...rest,
    verdict: 'error',
    reason: `${result.reason ?? 'blocked'} (although ${blockedBy} is not broken)`,
  }
}

const severity: Partial<Record<Verdict, number>> = { fail: 2, warn: 1, error: 1 }

/** A failure is blocked by a failure that it builds on, if that one is at least as grave. */
function demote(
  result: RequirementResult,
  buildsOn: readonly string[],
  settle: Settle,
): RequirementResult | undefined {
  const grave = severity[result.verdict]
  if (grave === undefined) return undefined
  for (const id of buildsOn) {
    const root = settle(id)
    const blockedBy = root?.verdict === 'blocked' ? root.blockedBy : root?.id
    const broken = root?.verdict === 'blocked' || (severity[root?.verdict ?? 'pass'] ?? 0) >= grave
    // What this very failure blocks is no reason for it.
    if (!root || !broken || blockedBy === undefined || blockedBy === result.id || root.verdict === 'error')
      continue
    const [finding] = result.findings
    return {
      ...result,
      verdict: 'blocked',
      blockedBy,
      findings: [],
      reason: finding ? `${finding.title}, which follows from ${blockedBy}` : `builds on ${blockedBy}`,
    }
  }
  return undefined
}
