import type { Condition, FoundIn, Violated } from './judgement.ts'
import type { Level } from './requirement.ts'

/** See the table of verdicts in the README; the order is that of importance. */
export const verdicts = ['fail', 'warn', 'error', 'blocked', 'pass', 'unsupported', 'skipped'] as const
export type Verdict = (typeof verdicts)[number]

/** Where a finding can be seen: an exchange or a command by its number, or a place inside an image. */
export type Evidence =
  /**
   * `operation`: what was requested, such as `read manifests`; failures of different operations have different causes.
   * `sequence`: operations on content of their own, which nothing outside of them explains.
   */
  | { kind: 'exchange'; exchange: number; operation?: string; sequence?: string }
  | { kind: 'content'; source: string; pointer?: string }
  /** A command of a client or an engine: what it made of the target, and no part of that. */
  | { kind: 'invocation'; invocation: number }

/** What a finding is about: a part of its target. */
export type Place = Exclude<Evidence, { kind: 'invocation' }>

/** The parts of its target that a finding is about. */
export const placesIn = (evidence: readonly Evidence[]): Place[] =>
  evidence.filter((each): each is Place => each.kind !== 'invocation')

/** What a failed check reports. */
export interface Finding {
  requirement: string
  test: string
  verdict: 'fail' | 'warn'
  title: string
  expected: readonly string[]
  received: string
  evidence: readonly Evidence[]
  /** What the last of the evidence has to satisfy, so that a script can repeat the check; absent where no program can. */
  conditions?: readonly Condition[]
  /** The images that have it, where the run is about many. */
  images?: FoundIn
  /** The requirement whose failure explains this one; absent where it is independent. */
  followsFrom?: string
}

/** Something worth reporting that violates nothing. */
export interface Note {
  text: string
  test: string
  evidence: readonly Evidence[]
}

/** What one test found of one requirement. */
export type Statement =
  | { kind: 'passed'; note?: Note }
  | { kind: 'failed'; finding: Finding }
  | { kind: 'unsupported'; reason: string; capability?: string }
  /** `capability`: the feature that was found to be missing in a way that violates `by`. */
  | { kind: 'blocked'; by: string; reason: string; capability?: string }
  | { kind: 'skipped'; reason: string }
  /**
   * A bug of the harness taints also what the test had judged before it. What was denied follows from no failure: with
   * access it would have been evaluated.
   */
  | { kind: 'error'; reason: string; bug?: true; denied?: true }

/** A violated MUST fails, a violated SHOULD or MAY warns, unless the judgement has its own severity. */
export const verdictOfViolation = (level: Level, judgement: Violated): 'fail' | 'warn' =>
  judgement.severity ?? (level === 'MUST' ? 'fail' : 'warn')

/** Whether what was found is a failure, or at least as bad as what it is compared with. */
export const isAsGrave = (found: Finding['verdict'], other: Finding['verdict']): boolean =>
  found === 'fail' || other === 'warn'

/** The verdict that one statement amounts to. */
export function verdictOf(statement: Statement): Verdict {
  switch (statement.kind) {
    case 'passed':
      return 'pass'
    case 'failed':
      return statement.finding.verdict
    default:
      return statement.kind
  }
}

/**
 * The verdict of several statements on one requirement: the most important wins, so that one
 * failed check outweighs a hundred that passed, and what was left inconclusive is never a pass.
 */
export function worst(found: Iterable<Verdict>): Verdict {
  const seen = new Set(found)
  return verdicts.find((verdict) => seen.has(verdict)) ?? 'skipped'
}

/** The number of requirements or tests by verdict. */
export type Totals = Record<Verdict, number>

/** Counts verdicts; every verdict has a number, also 0. */
export function count(found: Iterable<Verdict>): Totals {
  const totals = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Totals
  for (const verdict of found) totals[verdict] += 1
  return totals
}
