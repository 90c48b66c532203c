import { withoutUndefined } from '../../engine/optional.ts'
import type { RunResult } from '../result.ts'
import type { Column } from './grid.ts'
import { byVersion, fullName, labelOf, nameOf, type Name } from './name.ts'

/** A result that is to be compared with others. */
export interface Contender<Result extends RunResult = RunResult> {
  result: Result
  /** The name that the user chose for it; by default its label or its address. */
  name?: string
  /** The path of its own report, relative to the comparison. */
  report?: string
}

/** A contender with its column. */
export interface Placed<Result extends RunResult = RunResult> {
  result: Result
  column: Column
}

/**
 * Contenders in the order of their columns: products in the order of the input, the versions of one
 * beside each other, older ones first.
 */
export function inColumns<Result extends RunResult>(
  contenders: readonly Contender<Result>[],
): Placed<Result>[] {
  const named = contenders.map((each) => ({
    ...each,
    known: nameOf(each.name ?? labelOf(each.result.target)),
  }))
  const products = [...new Set(named.map(({ known }) => known.product))]
  const sorted = products.flatMap((product) =>
    named.filter(({ known }) => known.product === product).toSorted((one, other) => inTime(one, other)),
  )
  const names = distinct(sorted)
  return sorted.map((contender, index) => ({
    result: contender.result,
    column: columnOf(contender, contender.known, names[index] ?? ''),
  }))
}

type Known = Contender & { known: Name }

/** By version; two runs of one version by their start. */
function inTime(one: Known, other: Known): number {
  const versions = byVersion(one.known.version ?? '', other.known.version ?? '')
  if (versions !== 0) return versions
  const [first, second] = [one.result.startedAt, other.result.startedAt]
  return first < second ? -1 : Number(first > second)
}

function columnOf({ result, report }: Contender, { product, version }: Name, name: string): Column {
  const { target, profile, startedAt, tool, totals } = result
  return {
    name,
    product,
    ...withoutUndefined({ version }),
    target: target.name,
    spec: profile.spec,
    startedAt,
    tool: `${tool.name} ${tool.version}`,
    readOnly: profile.readOnly,
    totals: totals.requirements,
    ...withoutUndefined({ report }),
  }
}

/** Names that distinguish the columns, each with as little added as possible. */
function distinct(contenders: readonly Known[]): string[] {
  const name = ({ known }: Known) => fullName(known)
  const withSpec = (each: Known) => `${name(each)}, spec ${each.result.profile.spec}`
  const onDay = (each: Known) => `${name(each)}, ${each.result.startedAt.slice(0, 10)}`
  const atTime = (each: Known) => `${name(each)}, ${each.result.startedAt.slice(0, 19).replace('T', ' ')}`
  const naming = [name, withSpec, onDay, atTime].find(
    (name) => new Set(contenders.map(name)).size === contenders.length,
  )
  if (naming) return contenders.map(naming)
  return contenders.map((each, index) => `${atTime(each)}, ${index + 1}`)
}
