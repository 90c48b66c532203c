import { setImmediate } from 'node:timers/promises'
import { createRandom, type Random } from '../../../src/content/random.ts'
import type { RegistryContext } from '../target/context.ts'
import { expand } from './expand.ts'
import type { Coverage } from './coverage.ts'
import { withQueries } from './queries.ts'
import { plannedSequences, type Features } from './planner.ts'
import type { Sequence } from './sequence.ts'

type Of = Pick<RegistryContext, 'depth' | 'randomOfRun' | 'requests' | 'has' | 'spec'>

/** The capabilities that the plan of a run depends on. */
export const capabilitiesOfPlan = [
  'single-post',
  'mount',
  'sha512',
  'sha512-manifest',
  'tag-parameters',
  'blob-ranges',
  'referrers',
  'delete-tag',
  'delete-manifest',
  'delete-blob',
] as const

const featuresOf = (t: Of): Features => ({
  singlePost: t.has('single-post'),
  mount: t.has('mount'),
  sha512: t.has('sha512'),
  sha512Manifest: t.has('sha512-manifest'),
  tagParameters: t.has('tag-parameters'),
  ranges: t.has('blob-ranges'),
  referrers: t.has('referrers'),
  deleteTag: t.has('delete-tag'),
  deleteManifest: t.has('delete-manifest'),
  deleteBlob: t.has('delete-blob'),
  cancel: t.spec === 'dev',
  chunked: true,
})

/** Of forty sources the one whose plan covers everything with the fewest requests, also where a registry lacks any one feature. */
export const sourceOfStandard = 'standard 7'

/**
 * What the plan is drawn from. At depth standard it is the same in every run, and the seed of the run makes only content and
 * names: so verdicts change when the registry does, and not with the seed.
 */
const sourceOf = ({ depth, randomOfRun }: Of): Random =>
  depth === 'thorough' ? randomOfRun.fork('plan') : createRandom(sourceOfStandard)

/** A plan as it is made: its sequences, and in the end what they cover. */
export interface PlanOfRun {
  sequences: readonly Sequence[]
  coverage: Coverage
}

/** Plans of depth standard by what they depend on: the same for all runs of a process. */
const known = new Map<string, Promise<PlanOfRun>>()

/** The sequences of a run, as its depth, its requests and the features of the registry allow. */
export function planOfRun(t: Of): Promise<PlanOfRun> {
  if (t.depth === 'thorough') return planned(t)
  const key = JSON.stringify([t.requests, featuresOf(t)])
  const plan = known.get(key) ?? planned(t)
  known.set(key, plan)
  return plan
}

/** Milliseconds after which other work has its turn: a plan of many requests takes seconds. */
const portion = 20

async function planned(t: Of): Promise<PlanOfRun> {
  const plan = plannedSequences({
    seed: sourceOf(t),
    depth: t.depth === 'thorough' ? 'thorough' : 'standard',
    budget: t.requests,
    features: featuresOf(t),
  })
  const sequences: Sequence[] = []
  for (let turn = performance.now(); ;) {
    const next = plan.next()
    if (next.done) return { sequences: withQueries(sequences), coverage: next.value.coverage }
    sequences.push(expand(next.value, t.has('referrers')))
    if (performance.now() - turn < portion) continue
    await setImmediate()
    turn = performance.now()
  }
}
