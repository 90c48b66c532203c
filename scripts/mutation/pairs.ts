import { withoutUndefined } from '../../src/engine/optional.ts'
import { createHash } from 'node:crypto'
import { createLayout } from '../../suites/image/layouts/build/layout.ts'
import { defects } from '../../suites/image/defects.ts'
import { cut } from '../../src/results/text/printable.ts'
import type { Mutant } from './campaign.ts'
import type { Outcome } from './outcome.ts'
import { exceptions } from './pair-exceptions.ts'
import type { Scenario } from './scenario.ts'

/** Two independent faults in one target, and the run that has to report both. */
export interface Pair {
  one: Mutant
  other: Mutant
  scenario: Scenario
}

/** A pair of which one fault was not reported. */
export interface Hidden {
  pair: Pair
  /** The one that was not. */
  mutant: Mutant
  /** What was reported of its requirement instead. */
  instead: string
  /** Why that is right, where it was checked by hand. */
  because?: string
}

/** The number of defects of images that are combined, each with each. */
const combinedDefects = 40

/** An order that looks random, and that a new fault changes little. */
const shuffled = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] =>
  items
    .map((item) => ({ item, rank: createHash('sha256').update(keyOf(item)).digest('hex') }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ item }) => item)

const nameOf = ({ one, other }: Pair): string => `${one.fault.id} ${other.fault.id}`

/** Faults that fail or warn by themselves. */
const isIndependent = ({ expected, scenario }: Mutant): boolean =>
  (expected === 'fail' || expected === 'warn') &&
  ('layout' in scenario ||
    ('claims' in scenario &&
      scenario.claims.length === 0 &&
      scenario.only === undefined &&
      // What only generated sequences show is not shown by the scripted tests of a pair.
      scenario.depth === undefined))

/** True where a fault changes nothing about what is found of the other one's requirement. */
const leaves = (one: Mutant, other: Mutant, alone: ReadonlyMap<Mutant, Outcome>): boolean =>
  alone.get(one)?.reported[other.fault.violates]?.verdict === undefined ||
  alone.get(one)?.reported[other.fault.violates]?.verdict === 'pass'

/** `count` pairs of faults of the embedded registry in different chapters, neither of which has to do with the other. */
export function registryPairs(
  mutants: readonly Mutant[],
  alone: ReadonlyMap<Mutant, Outcome>,
  suiteOf: (requirement: string) => string,
  count: number,
): Pair[] {
  const usable = mutants.filter((mutant) => !('layout' in mutant.scenario) && isIndependent(mutant))
  const pairs = usable.flatMap((one, at) =>
    usable.slice(at + 1).flatMap((other): Pair[] => {
      if ('layout' in one.scenario || 'layout' in other.scenario) return []
      if (one.spec !== other.spec || suiteOf(one.fault.violates) === suiteOf(other.fault.violates)) return []
      if (!leaves(one, other, alone) || !leaves(other, one, alone)) return []
      return [{ one, other, scenario: { ...one.scenario, second: other.fault.id } }]
    }),
  )
  return shuffled(pairs, nameOf).slice(0, count)
}

/** Defects that change one image alone, so that two of them are in different objects of one layout. */
const isLocal = (id: string): boolean => {
  const defect = defects.find((each) => each.id === id)
  // What is required of one image is required of the other one too.
  if (!defect || defect.closed || defect.entries || defect.limits || defect.policies) return false
  if (defect.form !== undefined && defect.form !== 'directory') return false
  const layout = createLayout()
  defect.make(layout)
  const { header, index, links, folders, endless, files, entries } = layout
  const shared = header.length + index.length + links.size + folders.size + endless.size
  return shared === 0 && entries.length > 0 && ![...files.keys()].some((path) => !path.startsWith('blobs/'))
}

/** Every pair of defects of different requirements, each in an image of its own in one layout. */
export function imagePairs(mutants: readonly Mutant[]): Pair[] {
  const usable = shuffled(
    mutants.filter((mutant) => mutant.spec === '1.1' && isIndependent(mutant) && isLocal(mutant.fault.id)),
    ({ fault }) => fault.id,
  )
  const chosen = [...new Map(usable.map((mutant) => [mutant.fault.violates, mutant])).values()].slice(
    0,
    combinedDefects,
  )
  return chosen.flatMap((one, at) =>
    chosen.slice(at + 1).flatMap((other): Pair[] => {
      if (!('layout' in one.scenario)) return []
      return [{ one, other, scenario: { ...one.scenario, second: other.fault.id } }]
    }),
  )
}

/** The faults of a pair that were not reported as they are alone. */
export function hiddenIn(pair: Pair, { reported, aborted }: Outcome): Hidden[] {
  return [pair.one, pair.other].flatMap((mutant): Hidden[] => {
    const found = reported[mutant.fault.violates]
    if (aborted === undefined && found?.verdict === mutant.expected) return []
    const because = exceptions.find(
      ({ faults }) => faults.includes(pair.one.fault.id) && faults.includes(pair.other.fault.id),
    )?.because
    const instead = aborted ?? `${found?.verdict ?? 'pass'}: ${found?.text ?? ''}`
    return [{ pair, mutant, instead, ...withoutUndefined({ because }) }]
  })
}

/** A pair that was not reported in full, with the reason where one is known. */
export const describeHidden = ({ pair, mutant, instead, because }: Hidden): string =>
  `${pair.one.fault.id} with ${pair.other.fault.id}: ${mutant.fault.violates} is ${cut(instead, 160)} (${because ?? 'no reason known'})`

/** `registries 598 of 600 (99.7 %)`. */
export function pairSum(what: string, pairs: readonly Pair[], hidden: readonly Hidden[]): string {
  const full = pairs.length - new Set(hidden.map(({ pair }) => pair)).size
  const share = pairs.length === 0 ? 100 : (full / pairs.length) * 100
  return `${what} ${full} of ${pairs.length} (${share.toFixed(1)} %)`
}

/** Each exception without a reason, and whether less than 99 % of the pairs were reported in full. */
export function pairComplaints(what: string, pairs: readonly Pair[], hidden: readonly Hidden[]): string[] {
  const incomplete = new Set(hidden.map(({ pair }) => pair)).size
  return [
    ...hidden.filter(({ because }) => because === undefined).map(describeHidden),
    ...(incomplete * 100 > pairs.length ? [`${pairSum(what, pairs, hidden)}: less than 99 %`] : []),
  ]
}
