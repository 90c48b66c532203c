import { usualSpec } from '../../engine/requirement.ts'
import { capabilities } from '../../../suites/distribution/capabilities/index.ts'
import type { RegistryTestContext } from '../../../suites/distribution/target/context.ts'
import { costs } from '../../../suites/distribution/costs.ts'
import { suites } from '../../../suites/distribution/index.ts'
import { forReading, readOnlyCapabilities } from '../../../suites/distribution/read-only.ts'
import { needTwoRepositories } from '../../../suites/distribution/target/two-repositories.ts'
import { withoutUndefined } from '../../engine/optional.ts'
import { plan, type Plan } from '../../engine/plan.ts'
import { selection } from '../../engine/select.ts'
import { shardName } from '../../engine/shard.ts'
import type { Suite } from '../../engine/suite.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { didYouMean, similarNames } from '../../results/text/similar.ts'
import type { RegistryOptions } from '../options.ts'
import { checkNames } from '../own-suites.ts'
import { checkSelection } from '../selection.ts'
import { extentOf } from './extent.ts'
import { defaults } from './repositories.ts'

type Suites = readonly Suite<RegistryTestContext>[]

/** What a run with these options evaluates. Throws Failure where they name something that does not exist. */
export function planFor(options: RegistryOptions): Plan<RegistryTestContext> {
  const all = suitesOf(options)
  checkSelection(options, all, 'requirement')
  const { only, skip } = onOneRepository(options)
  const planned = plan(
    all,
    options.readOnly ? readOnlyCapabilities : capabilities,
    withoutUndefined({
      spec: options.spec ?? usualSpec,
      suites: namedSuites(options, all),
      selects: selection(only, skip),
      depth: extentOf(options).depth,
      costOf: (id: string) => costs[id],
      shard: options.shard,
    }),
  )
  if (planned.shard) checkShare(planned)
  return planned
}

/** A shard without a test of its own is a mistake: there are more shards than tests. */
function checkShare<Context>({ shard, tests }: Plan<Context>): void {
  if (!shard || tests.some(({ phase }) => phase !== 'last')) return
  const all = shard.whole.length - shard.everywhere.length
  const advice = `this selection has ${all} ${all === 1 ? 'test' : 'tests'} that can be divided: take fewer shards`
  throw new Failure(`there is no test for shard ${shardName(shard)}`, exitCodes.usage, advice)
}

/** Without what needs two repositories, where there is only one. */
function onOneRepository(options: RegistryOptions): RegistryOptions {
  const { repository, secondRepository } = options
  if (secondRepository === undefined || secondRepository !== (repository ?? defaults.repository))
    return options
  return { ...options, skip: [...(options.skip ?? []), ...needTwoRepositories] }
}

/** Ours and those of the caller; throws Failure where two have the same name. */
function suitesOf({ ownSuites = [], readOnly }: RegistryOptions): Suites {
  const ours = readOnly ? forReading(suites) : suites
  if (ownSuites.length === 0) return ours
  const other = ownSuites.find(({ of }) => of === 'image')
  if (other)
    throw new Failure(`the suite ${other.name} is for images, and this is a registry`, exitCodes.usage)
  const own = ownSuites as Suites
  const all = [...ours, ...own]
  checkNames(all)
  checkCapabilities(own)
  return all
}

function checkCapabilities(ownSuites: Suites): void {
  const known = capabilities.map(({ name }) => name)
  for (const { id, needs = [], mayNeed = [] } of ownSuites.flatMap(({ tests }) => tests)) {
    const unknown = [...needs, ...mayNeed].find((name) => !known.includes(name))
    if (unknown === undefined) continue
    const advice = `choose among ${known.join(', ')}`
    throw new Failure(`the test ${id} needs an unknown capability ${unknown}`, exitCodes.usage, advice)
  }
}

function namedSuites({ suites: named }: RegistryOptions, all: Suites): readonly string[] | undefined {
  const names = all.map(({ name }) => name)
  const unknown = named?.filter((name) => !names.includes(name)) ?? []
  if (unknown.length === 0) return named
  const similar = unknown.flatMap((each) => similarNames(each, names))
  const advice = didYouMean(similar) ?? `choose among ${names.join(', ')}`
  throw new Failure(`unknown suite ${unknown.join(', ')}`, exitCodes.usage, advice)
}
