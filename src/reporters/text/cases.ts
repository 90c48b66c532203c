import type { RequirementResult, TestResult } from '../../engine/events.ts'
import { worst, type Finding, type Verdict } from '../../engine/verdict.ts'
import { observedIn } from '../../results/causes/causes.ts'
import type { RunResult } from '../../results/result.ts'

/** One test on one requirement: what JUnit calls a testcase. */
export interface Case {
  /** Lasting and unique in the file: `<requirement> (<test>)`, or the requirement where no test came to it. */
  name: string
  requirement: RequirementResult
  verdict: Verdict
  findings: readonly Finding[]
  /** What follows from the failure of the requirement, and what of this one follows from another. */
  observed: readonly Finding[]
  /** Milliseconds: the test's time, shared by what it evaluates so that the times add up. */
  duration: number
}

/**
 * All cases of a result, in the order of its requirements. Requirements that are not
 * observable by a client have none.
 */
export function casesOf(result: RunResult): Case[] {
  const tests = new Map(result.tests.map((test) => [test.id, test]))
  const observed = observedIn(result)
  return result.requirements
    .filter(({ unobservable }) => unobservable === undefined)
    .flatMap((requirement) =>
      casesOfRequirement(requirement, tests, [
        ...(observed.get(requirement.id) ?? []),
        ...(requirement.consequences ?? []),
      ]),
    )
}

function casesOfRequirement(
  requirement: RequirementResult,
  tests: ReadonlyMap<string, TestResult>,
  observed: readonly Finding[],
): Case[] {
  const { id, findings } = requirement
  const evaluations = [...new Set(requirement.tests)].map((test) => ({
    test,
    verdict: tests.get(test)?.evaluated[id] ?? verdictOfProbe(requirement, test),
  }))
  if (evaluations.length === 0) {
    return [{ name: id, requirement, verdict: requirement.verdict, findings, observed, duration: 0 }]
  }
  const unchanged = worst(evaluations.map(({ verdict }) => verdict)) === requirement.verdict
  return evaluations.map(({ test, verdict }) => ({
    name: `${id} (${test})`,
    requirement,
    verdict: unchanged || !isTrouble(verdict) ? verdict : requirement.verdict,
    findings: findings.filter((each) => each.test === test),
    observed,
    duration: share(tests.get(test)),
  }))
}

/** Verdicts that the engine may have replaced, for example as blocked by their cause. */
const isTrouble = (verdict: Verdict): boolean =>
  verdict === 'fail' || verdict === 'warn' || verdict === 'error' || verdict === 'blocked'

/** The probe of a capability is not among the tests of the result: its findings are with the requirement. */
function verdictOfProbe({ verdict, findings }: RequirementResult, probe: string): Verdict {
  if (findings.length === 0) return verdict
  const own = findings.filter(({ test }) => test === probe)
  return own.length === 0 ? 'pass' : worst(own.map((each) => each.verdict))
}

const share = (test: TestResult | undefined): number =>
  test ? test.duration / Math.max(1, Object.keys(test.evaluated).length) : 0
