import { contains, lesser, usualDepth, type Depth } from './depth.ts'
import {
  linkTo,
  type PlannedRequirement,
  type Requirement,
  type SpecVersion,
  type Specification,
} from './requirement.ts'
import { shareOf, type PlannedShard, type Shard } from './shard.ts'
import type { Capability, Suite, Test } from './suite.ts'

/** What is selected: the version, and which suites and requirements of it. */
export interface Selection {
  spec: SpecVersion
  /** Names of suites; all where it is absent. */
  suites?: readonly string[]
  /** Whether a requirement is selected, by its id; all where it is absent. */
  selects?: (requirement: string) => boolean
  /** Tests that belong to a greater depth are left out; default standard. */
  depth?: Depth
  /** The part that is this machine's; all of it where it is absent. */
  shard?: Shard
  /** How many requests a test or probe (`capability.<name>`) takes; a guess where it returns undefined. */
  costOf?: (id: string) => number | undefined
}

export interface PlannedTest<Context> extends Test<Context> {
  suite: string
  /** In requests. */
  cost: number
}

/** What a run will do. Requirements of other versions are absent; those not selected are reported as skipped. */
export interface Plan<Context> {
  specification: Specification
  spec: SpecVersion
  suites: readonly string[]
  requirements: readonly PlannedRequirement[]
  /** Ids of requirements that are to be evaluated. */
  wanted: ReadonlySet<string>
  /** Wanted requirements that only deeper runs evaluate, with the depth from which on they do. */
  deeper: ReadonlyMap<string, Depth>
  tests: readonly PlannedTest<Context>[]
  capabilities: readonly Capability<Context>[]
  shard?: PlannedShard
  /** Wanted requirements that only other shards evaluate. */
  elsewhere: ReadonlySet<string>
}

/**
 * Plans a run: the requirements of one version, the tests that evaluate the wanted ones, and the
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
  const { spec, depth = usualDepth } = selection
  const costOf = (id: string) => selection.costOf?.(id) ?? usualCost
  const always = suites.filter((suite) => suite.always).map(({ name }) => name)
  const selected = new Set([...(selection.suites ?? names), ...always])
  const requirements = suites.flatMap((suite) =>
    suite.requirements.flatMap((requirement) => planRequirement(requirement, suite, spec)),
  )
  const wanted = new Set(
    requirements
      .filter(({ suite, unobservable }) => selected.has(suite) && unobservable === undefined)
      .filter(({ id }) => selection.selects?.(id) ?? true)
      .map(({ id }) => id),
  )
  const isWanted = (id: string) => wanted.has(id)
  const ofAllDepths = suites.flatMap((suite) =>
    suite.tests
      // What a test may find besides does not select it.
      .filter(({ evaluates, mayEvaluate = [] }) =>
        (evaluates.length > 0 ? evaluates : mayEvaluate).some(isWanted),
      )
      .map((test) => ({ ...test, suite: suite.name, cost: costOf(test.id) })),
  )
  const tests = ofAllDepths.filter((test) => contains(depth, depthOf(test)))
  const evaluating = capabilities.filter(({ evaluates }) => evaluates.some(isWanted))
  const whole = {
    specification: first.specification,
    spec,
    suites: names.filter((name) => selected.has(name)),
    requirements,
    wanted,
    deeper: onlyDeeper(wanted, ofAllDepths, [...tests, ...evaluating]),
    tests,
    capabilities: needed(capabilities, tests, evaluating),
    elsewhere: new Set<string>(),
  }
  return selection.shard ? divide(whole, evaluating, selection.shard, costOf) : whole
}

const depthOf = <Context>({ depth = 'quick' }: Test<Context>): Depth => depth

/** What is wanted and evaluated by tests of a greater depth only, with the least of their depths. */
function onlyDeeper<Context>(
  wanted: ReadonlySet<string>,
  tests: readonly Test<Context>[],
  planned: readonly { evaluates: readonly string[] }[],
): ReadonlyMap<string, Depth> {
  const evaluated = new Set(planned.flatMap(({ evaluates }) => evaluates))
  const deeper = new Map<string, Depth>()
  for (const test of tests) {
    for (const id of test.evaluates) {
      if (!wanted.has(id) || evaluated.has(id)) continue
      deeper.set(id, lesser(depthOf(test), deeper.get(id) ?? depthOf(test)))
    }
  }
  return deeper
}

/** The reason of requirements that the user did not select. */
export const notSelected = 'not selected'

/** A test of unknown cost is taken for one of usual cost. */
const usualCost = 4

/**
 * One part of a plan. Each test is in one shard, but those that judge what the run saw: these run
 * in each. A probe that evaluates something is dealt out too, and made wherever else it is needed.
 */
function divide<Context>(
  whole: Plan<Context>,
  evaluating: readonly Capability<Context>[],
  shard: Shard,
  costOf: (id: string) => number,
): Plan<Context> {
  const isLast = ({ phase }: Test<Context>) => phase === 'last'
  const work = [
    ...whole.tests.filter((test) => !isLast(test)).map(({ id }) => id),
    ...evaluating.map(({ name }) => `capability.${name}`),
  ]
  const mine = shareOf(
    work.map((id) => ({ id, cost: costOf(id) })),
    shard,
  )
  const tests = whole.tests.filter((test) => isLast(test) || mine.has(test.id))
  const own = evaluating.filter(({ name }) => mine.has(`capability.${name}`))
  const capabilities = needed(whole.capabilities, tests, own)
  const evaluated = new Set([...tests, ...capabilities].flatMap(({ evaluates }) => evaluates))
  return {
    ...whole,
    tests,
    capabilities,
    elsewhere: new Set([...whole.wanted].filter((id) => !evaluated.has(id) && !whole.deeper.has(id))),
    shard: {
      ...shard,
      whole: whole.tests.map(({ id }) => id),
      everywhere: whole.tests.filter(isLast).map(({ id }) => id),
    },
  }
}

function planRequirement<Context>(
  requirement: Requirement,
  suite: Suite<Context>,
  spec: SpecVersion,
): PlannedRequirement[] {
  const { at, dependsOn = [], reasoning, ...rest } = requirement
  const statement = at[spec]
  if (!statement) return []
  const { level, basis, places } = statement
  const link = linkTo(places[0], suite.specification, spec)
  const derivation = basis === 'derived' && reasoning !== undefined ? { reasoning } : {}
  return [Object.assign(rest, { suite: suite.name, dependsOn, level, basis, ...derivation, link })]
}

/** Capabilities that a planned test needs, directly or through another one, and those that evaluate something. */
function needed<Context>(
  capabilities: readonly Capability<Context>[],
  tests: readonly Test<Context>[],
  evaluating: readonly Capability<Context>[],
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
  for (const { needs, mayNeed } of tests) [...(needs ?? []), ...(mayNeed ?? [])].forEach(visit)
  for (const { name } of evaluating) visit(name)
  return capabilities.filter(({ name }) => found.has(name))
}
