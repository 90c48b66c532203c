import { withoutUndefined } from './optional.ts'
import { evaluatedFrom } from './depth.ts'
import { inPlannedOrder, type Evaluation, type Question } from './evaluation.ts'
import { attribution, type Attribution } from './attribution.ts'
import type { RequirementResult } from './events.ts'
import { notSelected } from './plan.ts'
import type { PlannedRequirement } from './requirement.ts'
import { elsewhere } from './shard.ts'
import { verdicts, type Finding, type Statement, type Verdict } from './verdict.ts'

/**
 * Turns all statements of a run into one verdict per requirement. A failure that follows from another one with the same
 * subject is attributed to it, so that one fault gives one finding; it stays in the result, with its cause. `missing` is why
 * there is no statement on a requirement.
 */
export function conclude(
  question: Question,
  evaluations: ReadonlyMap<string, readonly Evaluation[]>,
  missing = 'no test evaluated it',
): RequirementResult[] {
  const ordered = inPlannedOrder(evaluations, question.tests)
  const causes = attribution(question, ordered)
  const concluded: Conclusion = { question, causes, missing }
  return question.requirements.map((each) => resultOf(each, ordered.get(each.id) ?? [], concluded))
}

interface Conclusion {
  question: Question
  causes: Attribution
  missing: string
}

function resultOf(
  requirement: PlannedRequirement,
  evaluations: readonly Evaluation[],
  concluded: Conclusion,
): RequirementResult {
  const { dependsOn: _, variantOf: _plain, ...about } = requirement
  const outcomes = evaluations.flatMap(({ test, statements }) =>
    statements.map((statement) => outcomeOf(requirement, test, statement, concluded.causes)),
  )
  const findings = outcomes.flatMap(({ finding }) => finding ?? [])
  const consequences = findings.filter(({ followsFrom }) => followsFrom !== undefined)
  const evidence = {
    checks: evaluations.reduce((sum, { checks }) => sum + checks, 0),
    tests: evaluations.map(({ test }) => test),
    findings: findings.filter(({ followsFrom }) => followsFrom === undefined),
    ...(consequences.length > 0 ? { consequences } : {}),
    notes: evaluations
      .flatMap(({ statements }) => statements)
      .flatMap((each) => (each.kind === 'passed' && each.note ? [each.note] : [])),
  }
  return Object.assign(about, evidence, decision(requirement, outcomes, concluded))
}

type Decision = Pick<RequirementResult, 'verdict' | 'reason' | 'blockedBy' | 'capability'>

/** What one statement amounts to, once it is known what it follows from. */
interface Outcome extends Decision {
  finding?: Finding
}

function outcomeOf(
  { id, level }: PlannedRequirement,
  test: string,
  statement: Statement,
  causes: Attribution,
): Outcome {
  switch (statement.kind) {
    case 'passed':
      return { verdict: 'pass' }
    case 'failed': {
      const { finding } = statement
      const cause = causes.ofFinding(finding)
      if (cause === undefined) return { verdict: finding.verdict, finding }
      const reason = `${finding.title}, which follows from ${cause}`
      return { verdict: 'blocked', blockedBy: cause, reason, finding: { ...finding, followsFrom: cause } }
    }
    case 'blocked':
      return blockedOutcome(statement, causes.ofBlock(statement.by, test, level === 'MUST' ? 'fail' : 'warn'))
    case 'error': {
      const { reason } = statement
      const cause = statement.bug || statement.denied ? undefined : causes.ofError(id, test)
      return cause === undefined
        ? { verdict: 'error', reason }
        : { verdict: 'blocked', blockedBy: cause, reason: `${reason}, which follows from ${cause}` }
    }
    case 'unsupported': {
      const { reason, capability } = statement
      return { verdict: 'unsupported', reason, ...withoutUndefined({ capability }) }
    }
    default:
      return { verdict: 'skipped', reason: statement.reason }
  }
}

/** A block without a cause that is grave enough is not a block: the feature is absent, or nothing is known. */
function blockedOutcome(
  { by, reason, capability }: Extract<Statement, { kind: 'blocked' }>,
  cause: ReturnType<Attribution['ofBlock']>,
): Outcome {
  switch (cause.kind) {
    case 'cause':
      return { verdict: 'blocked', blockedBy: cause.id, reason }
    case 'unsupported':
      return { verdict: 'unsupported', reason }
    case 'warns':
      if (capability !== undefined) return { verdict: 'unsupported', reason, capability }
      return { verdict: 'error', reason: `${reason} (${by} warns)` }
    default:
      return { verdict: 'error', reason: `${reason} (although ${by} holds)` }
  }
}

const rank = (verdict: Verdict): number => verdicts.indexOf(verdict)

/**
 * Whether an outcome counts before another one: by its verdict, and else where it names the capability that is absent, so
 * that shards lead to what a whole run leads to.
 */
const outranks = (outcome: Outcome, other: Outcome): boolean =>
  rank(outcome.verdict) === rank(other.verdict)
    ? outcome.capability !== undefined && other.capability === undefined
    : rank(outcome.verdict) < rank(other.verdict)

/** The verdict over all outcomes of a requirement, and why: the most important one counts. */
function decision(
  { id, unobservable }: PlannedRequirement,
  outcomes: readonly Outcome[],
  { question, missing }: Conclusion,
): Decision {
  const { wanted, deeper, elsewhere: others } = question
  if (unobservable !== undefined)
    return { verdict: 'skipped', reason: `cannot be seen from outside: ${unobservable}` }
  if (!wanted.has(id)) return { verdict: 'skipped', reason: notSelected }
  if (outcomes.length === 0 && others?.has(id)) return elsewhere
  const [first, ...rest] = outcomes
  const depth = deeper?.get(id)
  if (!first && depth !== undefined) return { verdict: 'skipped', reason: evaluatedFrom(depth) }
  if (!first) return { verdict: 'error', reason: missing }
  const { finding: _, ...most } = rest.reduce((one, other) => (outranks(other, one) ? other : one), first)
  return most
}
