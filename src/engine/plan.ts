import {
  linkTo,
  type PlannedRequirement,
  type Requirement,
  type SpecVersion,
  type Specification,
} from './requirement.ts'
import type { Capability, Suite, Test } from './suite.ts'

/** What is asked for: the version, and which suites and requirements of it. */
export interface Selection {
  spec: SpecVersion
  /** Names of suites; all where it is absent. */
  suites?: readonly string[]
  /** Decides by a requirement's id; all where it is absent. */
  selects?: (requirement: string) => boolean
}

export interface PlannedTest<Context> extends Test<Context> {
  suite: string
}

/** What a run will do. Requirements of other versions are absent; those not asked for are told as skipped. */
export interface Plan<Context> {
  specification: Specification
  spec: SpecVersion
  suites: readonly string[]
  requirements: readonly PlannedRequirement[]
  /** Ids of requirements that are to be decided. */
  wanted: ReadonlySet<string>
  tests: readonly PlannedTest<Context>[]
  capabilities: readonly Capability<Context>[]
}

/**
 * Plans a run: the requirements of one version, the tests that decide the wanted ones, and the
 * capabilities that these tests need. Throws on an unknown suite; suites share one specification.
 */
export function plan<Context>(
  suites: readonly Suite<Context>[],
  capabilities: readonly Capability<Context>[],
  selection: Selection,
): Plan<Context> {
  const [first] = suites
  if (!first) throw new Error('there is no suite to plan')
  const names = suites.map(({ name }) => name)
  const unknown = selection.suites?.filter((name) => !names.includes(name)) ?? []
  if (unknown.length > 0) {
    throw new RangeError(`unknown suite ${unknown.join(', ')}: choose among ${names.join(', ')}`)
  }
  const { spec } = selection
  const always = suites.filter((suite) => suite.always).map(({ name }) => name)
  const asked = new Set([...(selection.suites ?? names), ...always])
  const requirements = suites.flatMap((suite) =>
    suite.requirements.flatMap((requirement) => planRequirement(requirement, suite, spec)),
  )
  const wanted = new Set(
    requirements
      .filter(({ suite, undecidable }) => asked.has(suite) && undecidable === undefined)
      .filter(({ id }) => selection.selects?.(id) ?? true)
      .map(({ id }) => id),
  )
  const isWanted = (id: string) => wanted.has(id)
  const tests = suites.flatMap((suite) =>
    suite.tests
      .filter(({ decides }) => decides.some(isWanted))
      .map((test) => ({ ...test, suite: suite.name })),
  )
  return {
    specification: first.specification,
    spec,
    suites: names.filter((name) => asked.has(name)),
    requirements,
    wanted,
    tests,
    capabilities: needed(capabilities, tests, isWanted),
  }
}

function planRequirement<Context>(
  requirement: Requirement,
  suite: Suite<Context>,
  spec: SpecVersion,
): PlannedRequirement[] {
  const { at, buildsOn = [], ...rest } = requirement
  const statement = at[spec]
  if (!statement) return []
  const link = linkTo(statement.places[0], suite.specification, spec)
  return [{ ...rest, suite: suite.name, buildsOn, level: statement.level, link }]
}

/** Capabilities that a planned test needs, directly or through another one, or that decide something wanted. */
function needed<Context>(
  capabilities: readonly Capability<Context>[],
  tests: readonly Test<Context>[],
  isWanted: (id: string) => boolean,
): Capability<Context>[] {
  const byName = new Map(capabilities.map((capability) => [capability.name, capability]))
  const found = new Set<string>()
  const visit = (name: string) => {
    const capability = byName.get(name)
    if (!capability) throw new Error(`unknown capability ${name}`)
    if (found.has(name)) return
    found.add(name)
    capability.needs?.forEach(visit)
  }
  for (const { needs, considers } of tests) [...(needs ?? []), ...(considers ?? [])].forEach(visit)
  for (const { name, decides } of capabilities) if (decides.some(isWanted)) visit(name)
  return capabilities.filter(({ name }) => found.has(name))
}
