import { withoutUndefined } from '../../engine/optional.ts'
import { specVersions, type SpecVersion } from '../../engine/requirement.ts'
import type { RequirementResult } from '../../engine/events.ts'
import type { RunResult } from '../result.ts'
import { placesIn, type Place, type Verdict } from '../../engine/verdict.ts'
import { changesSince } from './changes.ts'
import { inColumns, type Contender, type Placed } from './columns.ts'
import { gridVersion, type CapabilityRow, type Cell, type Grid, type Row, type Step } from './grid.ts'
import { notesOn } from './notes.ts'
import { findingTitle } from '../text/finding-title.ts'

/** An exchange, or a place inside an image, in one line. */
export type FormatEvidence<Result extends RunResult> = (evidence: Place, result: Result) => string

/**
 * Puts results side by side; `incomparable` finds those that cannot be compared. Rows are in the order of the
 * newest version of the specification among them.
 */
export function sideBySide<Result extends RunResult>(
  contenders: readonly Contender<Result>[],
  tool: Grid['tool'],
  formatEvidence: FormatEvidence<Result>,
): Grid {
  const placed = inColumns(contenders)
  const [first] = placed
  if (!first) throw new Error('there is nothing to compare')
  const columns = placed.map(({ column }) => column)
  return {
    gridVersion,
    tool,
    kind: first.result.target.kind,
    specification: first.result.profile.specification,
    columns,
    capabilities: capabilityRows(placed),
    rows: rowsOf(placed, formatEvidence),
    steps: stepsOf(placed),
    notes: notesOn(placed),
  }
}

const newestFirst = (placed: readonly Placed[]): Placed[] =>
  placed.toSorted((one, other) => age(one.column.spec) - age(other.column.spec))

const age = (spec: SpecVersion): number => specVersions.length - specVersions.indexOf(spec)

function rowsOf<Result extends RunResult>(
  placed: readonly Placed<Result>[],
  formatEvidence: FormatEvidence<Result>,
): Row[] {
  const found = placed.map(({ result }) => new Map(result.requirements.map((each) => [each.id, each])))
  return inOrder(newestFirst(placed)).map((requirement) => {
    const { id, suite, title, section, level, basis, reasoning, link, impact, ruling } = requirement
    const cells = placed.map(({ result }, index) => {
      const own = found[index]?.get(id)
      return own ? cellOf(own, (evidence) => formatEvidence(evidence, result)) : null
    })
    return {
      id,
      suite,
      title,
      section,
      level,
      ...withoutUndefined({ basis, reasoning }),
      link,
      ...withoutUndefined({ impact, ruling }),
      cells,
      differs: new Set(cells.flatMap((cell) => evaluated(cell))).size > 1,
    }
  })
}

/** What was not selected, or not testable, shows nothing about the target. */
const evaluated = (cell: Cell | null): Verdict[] => (cell && cell.verdict !== 'skipped' ? [cell.verdict] : [])

/** Each requirement once, those of one suite together. */
function inOrder(placed: readonly Placed[]): RequirementResult[] {
  const known = new Map<string, RequirementResult>()
  for (const { result } of placed)
    for (const each of result.requirements) if (!known.has(each.id)) known.set(each.id, each)
  const suites = [...new Set([...known.values()].map(({ suite }) => suite))]
  return suites.flatMap((suite) => [...known.values()].filter((each) => each.suite === suite))
}

function cellOf(
  { verdict, findings, reason, blockedBy }: RequirementResult,
  formatEvidence: (evidence: Place) => string,
): Cell {
  const [finding, ...more] = findings
  if (finding) {
    const [evidence] = placesIn(finding.evidence)
    return {
      verdict,
      title: findingTitle(finding),
      expected: finding.expected,
      received: finding.received,
      ...(evidence ? { seen: formatEvidence(evidence) } : {}),
      ...(more.length > 0 ? { more: more.length } : {}),
    }
  }
  return {
    verdict,
    ...(reason === undefined || verdict === 'pass' ? {} : { reason }),
    ...withoutUndefined({ blockedBy }),
  }
}

function capabilityRows(placed: readonly Placed[]): CapabilityRow[] {
  const titles = new Map(
    newestFirst(placed)
      .toReversed()
      .flatMap(({ result }) => result.capabilities.map(({ name, title }) => [name, title] as const)),
  )
  return [...titles].map(([name, title]) => ({
    name,
    title,
    states: placed.map(({ result }) => result.capabilities.find((each) => each.name === name)?.state ?? null),
  }))
}

/** From each version of a product to the next, under one version of the specification. */
function stepsOf(placed: readonly Placed[]): Step[] {
  return placed.flatMap((later, to) => {
    const from = placed.findLastIndex(
      ({ column }, index) =>
        index < to && column.product === later.column.product && column.spec === later.column.spec,
    )
    const earlier = placed[from]
    if (!earlier) return []
    return [{ product: later.column.product, from, to, changes: changesSince(earlier.result, later.result) }]
  })
}
