import type { RequirementResult } from '../../engine/events.ts'
import type { Comparison, Expectation, ExpectationOutcome } from './expectation.ts'
import type { RunResult } from '../result.ts'
import type { Finding } from '../../engine/verdict.ts'
import { matcher } from '../../engine/select.ts'
import { findingMatcher } from './matching.ts'

/** The result with its comparison to known failures; see comparisonWith. */
export const compare = (
  result: RunResult,
  expectations: readonly Expectation[],
  today?: string,
): RunResult => ({ ...result, expectations: comparisonWith(result, expectations, today) })

/**
 * Compares a result with the known failures. `today` is an ISO date (UTC); an entry holds to the
 * end of its day. In a shard nothing passes unexpectedly, since other shards evaluate with it.
 */
export function comparisonWith(
  result: RunResult,
  expectations: readonly Expectation[],
  today: string = new Date().toISOString().slice(0, 10),
): Comparison {
  const expected = expectedIn(result, expectations)
  const entries = expectations.map((each) => outcomeOf(each, result, today))
  const count = (state: ExpectationOutcome['state']) => entries.filter((each) => each.state === state).length
  return {
    entries,
    expected: result.requirements.flatMap(({ id }) => (expected.has(id) ? [id] : [])),
    totals: {
      met: count('met'),
      passing: count('passing'),
      expired: count('expired'),
      inconclusive: count('inconclusive'),
      new: result.requirements.filter(({ id, verdict }) => verdict === 'fail' && !expected.has(id)).length,
    },
  }
}

/** The same comparison for another result of the same expectations, as where shards are merged. */
export const expectationsOf = ({ entries }: Comparison): Expectation[] =>
  entries.map(({ state: _state, requirements: _found, ...expectation }) => expectation)

const isViolated = ({ verdict }: RequirementResult): boolean => verdict === 'fail' || verdict === 'warn'

/** Whether an entry covers a finding: by its requirement or test, and by its title where the entry names one. */
function matches({ requirement, test, finding }: Expectation): (found: Finding) => boolean {
  const named = matcher(requirement ?? test ?? '')
  const titled = findingMatcher(finding)
  return (found) => named(requirement === undefined ? found.test : found.requirement) && titled(found)
}

/** A requirement is expected to fail where an entry covers each of its findings: another one is a new failure. */
function expectedIn({ requirements }: RunResult, expectations: readonly Expectation[]): Set<string> {
  const entries = expectations.map(matches)
  const expected = requirements.filter(
    (each) =>
      isViolated(each) &&
      each.findings.length > 0 &&
      each.findings.every((finding) => entries.some((speaksOf) => speaksOf(finding))),
  )
  return new Set(expected.map(({ id }) => id))
}

function outcomeOf(expectation: Expectation, result: RunResult, today: string): ExpectationOutcome {
  const found = expectation.requirement === undefined ? byTest : byRequirement
  const { state, requirements } = found(expectation, result)
  const expired = expectation.expires !== undefined && expectation.expires < today
  if (state === 'passing' && result.profile.shard !== undefined) {
    return { ...expectation, state: 'inconclusive', requirements: [] }
  }
  return { ...expectation, state: expired && state !== 'passing' ? 'expired' : state, requirements }
}

type Found = Pick<ExpectationOutcome, 'state' | 'requirements'>

/** Requirements that fail in the way that an entry describes. */
const violatedAs = (entry: Expectation, requirements: readonly RequirementResult[]): RequirementResult[] =>
  requirements.filter((each) => isViolated(each) && each.findings.some(matches(entry)))

function byRequirement(entry: Expectation, { requirements }: RunResult): Found {
  const isNamed = matcher(entry.requirement ?? '')
  const named = requirements.filter(({ id }) => isNamed(id))
  const violated = violatedAs(entry, named)
  if (violated.length > 0) return { state: 'met', requirements: violated.map(({ id }) => id) }
  // Of a requirement that fails in another way, what the entry names is gone.
  const passing = named.filter((each) => each.verdict === 'pass' || isViolated(each))
  const open = named.some(({ verdict }) => verdict === 'error' || verdict === 'blocked')
  if (open || passing.length === 0) return { state: 'inconclusive', requirements: [] }
  return { state: 'passing', requirements: passing.map(({ id }) => id) }
}

function byTest(entry: Expectation, { requirements, tests }: RunResult): Found {
  const isNamed = matcher(entry.test ?? '')
  const violated = violatedAs(entry, requirements)
  if (violated.length > 0) return { state: 'met', requirements: violated.map(({ id }) => id) }
  const named = tests.filter(({ id }) => isNamed(id))
  const open = named.some(({ verdict }) => verdict === 'error' || verdict === 'blocked')
  const passing = named.filter(({ verdict }) => verdict === 'pass')
  if (open || passing.length === 0) return { state: 'inconclusive', requirements: [] }
  const evaluated = passing.flatMap((each) => Object.keys(each.evaluated))
  const held = requirements.filter(({ id, verdict }) => verdict === 'pass' && evaluated.includes(id))
  return { state: 'passing', requirements: held.map(({ id }) => id) }
}
