import { withoutUndefined } from '../../engine/optional.ts'
import type { Evaluation } from '../../engine/evaluation.ts'
import type { RunResult } from '../result.ts'
import { replay } from '../replay.ts'
import { conclude } from '../../engine/conclude.ts'
import type { CapabilityResult, RequirementResult, TestResult } from '../../engine/events.ts'
import { detailsOfImages, evaluationsOfImages, evidenceOfImages, joinImages } from '../images/join.ts'
import { joinLogs } from '../log/target-log.ts'
import { foldEvents } from '../fold.ts'
import type { PlannedRequirement } from '../../engine/requirement.ts'
import type { RequirementEvaluation, ShardRecord } from '../../engine/shard.ts'
import { verdictOfTest } from '../../engine/test-verdict.ts'
import { verdictOf, verdicts, worst, type Statement, type Verdict } from '../../engine/verdict.ts'

/**
 * The result of shards as that of one run. Verdicts are drawn anew, by the same rules, from what the
 * tests of all shards found; so a requirement may be evaluated here and blocked by what failed there.
 * Exchanges must have different numbers, and clocks one start; the shards must belong together
 * (see `unmergeable`).
 */
export function mergeShards(shards: readonly Sharded[]): RunResult {
  const [first] = shards
  if (!first) throw new Error('there is no shard to merge')
  const images = joinImages(shards)
  const evaluations = byRequirement(
    images
      ? evaluationsOfImages(
          images,
          shards.flatMap(({ shard }) => shard.evaluations),
        )
      : joinEvaluations(shards),
  )
  const planned = first.requirements.map((each) => plannedOf(each, first.shard))
  const { wanted, deeper = {} } = first.shard
  const question = {
    requirements: planned,
    tests: first.shard.whole.map((id) => ({ id })),
    wanted: new Set(wanted),
    deeper: new Map(Object.entries(deeper)),
  }
  const requirements = conclude(question, evaluations)
  const startedAt = shards.map((each) => each.startedAt).reduce((one, other) => (other < one ? other : one))
  const end = Math.max(...shards.map((each) => Date.parse(each.startedAt) + each.duration))
  const { shard: _, ...profile } = first.profile
  const { shard: __, aborted: ___, log: ____, ...rest } = first
  const log = joinLogs(shards.flatMap((each) => each.log ?? []))
  const aborted = shards.flatMap((each) =>
    each.aborted === undefined ? [] : [`shard ${each.profile.shard}: ${each.aborted}`],
  )
  const evidence = shards.flatMap((each) => each.evidence)
  const outages = shards.flatMap((shard) => shard.outages ?? [])
  const tests = joinTests(shards, evaluations)
  const merged: RunResult = {
    ...rest,
    profile,
    target: {
      ...first.target,
      details: { ...detailsOf(shards), ...(images ? detailsOfImages(images) : {}) },
    },
    seed: [...new Set(shards.map(({ seed }) => seed))].join(' '),
    startedAt,
    finishedAt: new Date(end).toISOString(),
    duration: end - Date.parse(startedAt),
    interrupted: shards.some(({ interrupted }) => interrupted),
    ...(aborted.length > 0 ? { aborted: aborted.join('; ') } : {}),
    capabilities: joinCapabilities(shards),
    requirements,
    tests: images ? checkedOnce(tests, evaluations) : tests,
    evidence: images ? evidenceOfImages(images, evidence) : evidence,
    leftovers: shards.flatMap(({ leftovers }) => leftovers),
    ...(outages.length > 0 ? { outages } : {}),
    ...(log ? { log } : {}),
  }
  return foldEvents(replay(merged))
}

export type Sharded = RunResult & { shard: ShardRecord }

function plannedOf(
  requirement: RequirementResult,
  { dependsOn, variantOf }: ShardRecord,
): PlannedRequirement {
  const {
    id,
    suite,
    title,
    section,
    level,
    basis,
    reasoning,
    link,
    unobservable,
    essential,
    ruling,
    impact,
  } = requirement
  return {
    id,
    suite,
    title,
    section,
    level,
    ...withoutUndefined({ basis, reasoning }),
    link,
    dependsOn: dependsOn[id] ?? [],
    ...withoutUndefined({ variantOf: variantOf?.[id], unobservable, essential, ruling, impact }),
  }
}

/**
 * All statements by requirement. A probe was made in several shards: the gravest state counts, once.
 * A test that ran in each of them evaluated other exchanges each time: all its findings count.
 */
function joinEvaluations(shards: readonly Sharded[]): Iterable<RequirementEvaluation> {
  const byKey = new Map<string, RequirementEvaluation>()
  for (const { shard } of shards) {
    for (const evaluation of shard.evaluations) {
      const key = `${evaluation.requirement} ${evaluation.test}`
      const known = byKey.get(key)
      byKey.set(
        key,
        known ? joined(known, evaluation, shard.everywhere.includes(evaluation.test)) : evaluation,
      )
    }
  }
  return byKey.values()
}

function byRequirement(all: Iterable<RequirementEvaluation>): Map<string, Evaluation[]> {
  const evaluations = new Map<string, Evaluation[]>()
  for (const { requirement, ...evaluation } of all) {
    evaluations.set(requirement, [...(evaluations.get(requirement) ?? []), evaluation])
  }
  return evaluations
}

function joined(
  known: RequirementEvaluation,
  evaluation: RequirementEvaluation,
  everywhere: boolean,
): RequirementEvaluation {
  if (!everywhere) return gravity(evaluation) < gravity(known) ? evaluation : known
  const earlier = new Set(known.statements.map((each) => JSON.stringify(each)))
  const more = evaluation.statements.filter((each) => !earlier.has(JSON.stringify(each)))
  return { ...known, checks: known.checks + evaluation.checks, statements: [...known.statements, ...more] }
}

const gravity = ({ statements }: Evaluation): number => verdicts.indexOf(worstOf(statements))

const worstOf = (statements: readonly Statement[]): Verdict => worst(statements.map(verdictOf))

/** A test's own verdicts, before anything was blocked; what ran everywhere is one test. */
function joinTests(
  shards: readonly Sharded[],
  evaluations: ReadonlyMap<string, readonly Evaluation[]>,
): TestResult[] {
  const evaluated = new Map<string, Record<string, Verdict>>()
  for (const [requirement, all] of evaluations) {
    for (const { test, statements } of all) {
      evaluated.set(test, { ...evaluated.get(test), [requirement]: worstOf(statements) })
    }
  }
  const tests = new Map<string, TestResult>()
  for (const test of shards.flatMap((each) => each.tests)) {
    const known = tests.get(test.id)
    tests.set(test.id, known ? joinTest(known, test) : test)
  }
  return [...tests.values()]
    .map((test) => ({ ...test, evaluated: evaluated.get(test.id) ?? test.evaluated }))
    .map((test) => ({ ...test, verdict: verdictOfTest(test) }))
    .toSorted((one, other) => one.startedAt + one.duration - other.startedAt - other.duration)
}

/** Tests of images with the checks of the whole, whose findings are joined before they are reported. */
function checkedOnce(
  tests: readonly TestResult[],
  evaluations: ReadonlyMap<string, readonly Evaluation[]>,
): TestResult[] {
  const checks = new Map([...evaluations.values()].flat().map((each) => [each.test, each.checks]))
  return tests.map((test) => ({ ...test, checks: checks.get(test.id) ?? test.checks }))
}

function joinTest(one: TestResult, other: TestResult): TestResult {
  const graver = verdicts.indexOf(other.verdict) < verdicts.indexOf(one.verdict) ? other : one
  const startedAt = Math.min(one.startedAt, other.startedAt)
  const end = Math.max(one.startedAt + one.duration, other.startedAt + other.duration)
  const unfinished = one.unfinished ?? other.unfinished
  return {
    ...graver,
    ...(unfinished === undefined ? {} : { unfinished }),
    checks: one.checks + other.checks,
    startedAt,
    duration: end - startedAt,
  }
}

const states = ['nonconformant', 'unknown', 'unsupported', 'supported'] as const

/** Each capability once; where shards found different states, the worst, with a remark. */
function joinCapabilities(shards: readonly Sharded[]): CapabilityResult[] {
  const found = new Map<string, CapabilityResult>()
  for (const capability of shards.flatMap(({ capabilities }) => capabilities)) {
    const known = found.get(capability.name)
    if (!known || known.state === capability.state) {
      found.set(capability.name, known ?? capability)
      continue
    }
    const [graver, other] =
      states.indexOf(capability.state) < states.indexOf(known.state)
        ? [capability, known]
        : [known, capability]
    const about = `${graver.detail === undefined ? '' : `${graver.detail}; `}another shard found it ${other.state}`
    found.set(capability.name, { ...graver, detail: about })
  }
  return [...found.values()]
}

/** Facts about the target; where shards differ, as in their repositories, each value once. */
function detailsOf(shards: readonly Sharded[]): Record<string, string> {
  const names = new Set(shards.flatMap(({ target }) => Object.keys(target.details)))
  const valuesOf = (name: string) => shards.flatMap(({ target }) => target.details[name] ?? [])
  return {
    ...Object.fromEntries([...names].map((name) => [name, [...new Set(valuesOf(name))].join(', ')])),
    'merged from': `${shards.length} shards`,
  }
}
