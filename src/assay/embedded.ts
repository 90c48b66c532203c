import { planFor } from './registry/plan.ts'
import { assay } from './assay.ts'
import type { AssayOptions } from './options.ts'
import { conclusionOf, unevaluated, unseenEssentials } from '../results/conclusion/conclusion.ts'
import type { RequirementResult } from '../engine/events.ts'
import { notSelected } from '../engine/plan.ts'
import { groupBy } from '../results/causes/causes.ts'
import { findingsText, seenOf } from '../reporters/text/finding-text.ts'
import { printable } from '../results/text/printable.ts'
import type { RunResult } from '../results/result.ts'

/** A run as part of another project's tests. */
export interface ConformanceOptions extends Omit<AssayOptions, 'target' | 'signal'> {
  /** The registry's address, or what finds it out when the tests begin. */
  target: string | (() => string | Promise<string>)
  /** A SHOULD that is not followed fails its test too. */
  strict?: boolean
}

/** One test to register. */
export interface ConformanceTest {
  requirement: string
  suite: string
  /** `pull.blob.get: answers 200 to the GET of a blob`: the same from run to run. */
  name: string
}

/** What a requirement's verdict means to a test runner. */
export type Outcome =
  | { state: 'passed' }
  | { state: 'skipped'; reason: string }
  | { state: 'failed'; error: Error }

/** A requirement that failed, without a stack trace: the mistake is not in the caller's code. */
class NonConformance extends Error {
  override name = 'NonConformance'
  constructor(message: string) {
    super(message)
    this.stack = `${this.name}: ${message}`
  }
}

/** The tests that a run with these options consists of; nothing is sent yet. Throws Failure. */
export function conformanceTests(options: ConformanceOptions): ConformanceTest[] {
  const { requirements, wanted } = planFor({ ...options, target: '' })
  return requirements
    .filter(({ id }) => wanted.has(id))
    .map(({ id, suite, title }) => ({ requirement: id, suite, name: `${id}: ${title}` }))
}

/** Runs all of them at once. Throws Failure where nothing could be tested. */
export async function runConformance(options: ConformanceOptions): Promise<RunResult> {
  const { target, strict: _, ...rest } = options
  const { result } = await assay({ ...rest, target: typeof target === 'string' ? target : await target() })
  return result
}

/** How one of the tests ended. */
export function outcomeOf(
  result: RunResult | undefined,
  requirement: string,
  { strict = false }: Pick<ConformanceOptions, 'strict'>,
): Outcome {
  const found = result?.requirements.find(({ id }) => id === requirement)
  if (!result || !found) return { state: 'skipped', reason: 'the run ended before it' }
  const { verdict, findings, reason = 'unknown reason', blockedBy } = found
  const isViolated = verdict === 'fail' || (verdict === 'warn' && strict)
  if (isViolated) {
    const known = result.expectations?.entries.find(
      ({ state, requirements }) => state === 'met' && requirements.includes(requirement),
    )
    if (known) return { state: 'skipped', reason: printable(`known failure: ${known.reason}`) }
    const text = findingsText(findings, found, seenOf(result))
    return { state: 'failed', error: new NonConformance(text) }
  }
  if (verdict === 'pass' || verdict === 'warn') return { state: 'passed' }
  if (verdict === 'error' || isOpen(result, found))
    return { state: 'failed', error: new NonConformance(printable(reason)) }
  const why = verdict === 'blocked' && blockedBy !== undefined ? `blocked by ${blockedBy}` : verdict
  return { state: 'skipped', reason: printable(`${why}: ${reason}`) }
}

/**
 * Whether a run is incomplete for this requirement: what is skipped would let the caller's run succeed although nothing was
 * evaluated.
 */
function isOpen(result: RunResult, { id, reason }: RequirementResult): boolean {
  if (conclusionOf(result).name === 'not-tested') return reason !== notSelected
  return [...unevaluated(result), ...unseenEssentials(result)].some((each) => each.id === id)
}

/** In the order of the suites, each with its tests. */
export const bySuite = (tests: readonly ConformanceTest[]): ReadonlyMap<string, ConformanceTest[]> =>
  groupBy(tests, ({ suite }) => suite)
