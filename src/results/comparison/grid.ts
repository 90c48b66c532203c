import type { CapabilityResult } from '../../engine/events.ts'
import type { Changes } from './change.ts'
import type { Basis, Level, SpecVersion } from '../../engine/requirement.ts'
import type { Verdict, Totals } from '../../engine/verdict.ts'

/** Raised when a reader of an older version could misread it; see schemas/comparison.schema.json. */
export const gridVersion = 2

/** One result among those that are compared. */
export interface Column {
  /** Unique among the columns: product and version, with the date where that is not enough. */
  name: string
  product: string
  version?: string
  target: string
  spec: SpecVersion
  /** ISO 8601, UTC. */
  startedAt: string
  /** Name and version of the program that found it. */
  tool: string
  readOnly: boolean
  totals: Totals
  /** The path of its own report, relative to the comparison. */
  report?: string
}

/** What one target did about one requirement. */
export interface Cell {
  verdict: Verdict
  /** Of a failure or warning: the title of the first finding, and how many more there are. */
  title?: string
  expected?: readonly string[]
  received?: string
  /** The exchange or the place where it was seen, in one line. */
  seen?: string
  more?: number
  /** Why it is blocked, unsupported, skipped or in error. */
  reason?: string
  blockedBy?: string
  /** Why it is true, by a person who looked at it, and where the project of the target has it reported. */
  because?: string
  issue?: string
}

/** A requirement across all columns. */
export interface Row {
  id: string
  suite: string
  title: string
  section: string
  level: Level
  /** What the level rests on, and why it follows from the text where it is derived. */
  basis?: Basis
  reasoning?: string
  /** To the line of the text, in the newest version that is compared. */
  link: string
  impact?: string
  ruling?: string
  /** In the order of the columns; null where that version of the specification, or that run, does not include it. */
  cells: readonly (Cell | null)[]
  /** True where two columns have different verdicts. */
  differs: boolean
}

export interface CapabilityRow {
  name: string
  title: string
  states: readonly (CapabilityResult['state'] | null)[]
}

/** From one version of a product to the next: positions of columns, and what changed. */
export interface Step {
  product: string
  from: number
  to: number
  changes: Changes
}

/** Results side by side: the data of a comparison, for every format. */
export interface Grid {
  gridVersion: number
  tool: { name: string; version: string }
  kind: 'registry' | 'image' | 'client'
  specification: string
  columns: readonly Column[]
  capabilities: readonly CapabilityRow[]
  rows: readonly Row[]
  /** Between versions of one product, or runs of one target, in the order of time. */
  steps: readonly Step[]
  /** What to bear in mind: results that differ in more than their target. */
  notes: readonly string[]
}
