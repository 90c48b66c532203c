import type { CoverageRecord } from '../../../src/registry/record/coverage.ts'
import {
  bestRow,
  count,
  coverRow,
  eachPair,
  gainOfRow,
  inBothOrders,
  missingOfValue,
  namesOf,
  type RowGroup,
  rowGroup,
} from './row-group.ts'
import type { Dimensions } from './value-pairs.ts'

/** What a plan is to cover, pair by pair, and what it did. */
export interface Coverage {
  groups: readonly CoverageGroup[]
}

export interface CoverageGroup {
  /** `operations on tags`, `values of blobs`. */
  name: string
  covered: readonly string[]
  uncovered: readonly { pair: string; reason: Reason }[]
}

export type Reason =
  /** The registry does not have what it needs. */
  | 'feature absent'
  /** More requests than the plan may have. */
  | 'budget'
  /** No sequence came to it, although there were requests left: another seed may. */
  | 'not reached'
  /** The specification has no such combination. */
  | 'invalid'

/** How many of the pairs that apply are covered. */
export function countCoverage({ groups }: Coverage): { covered: number; applicable: number } {
  const covered = groups.reduce((sum, group) => sum + group.covered.length, 0)
  const missed = groups.flatMap(({ uncovered }) =>
    uncovered.filter(({ reason }) => reason === 'budget' || reason === 'not reached'),
  )
  return { covered, applicable: covered + missed.length }
}

/** Reasons that say something of this run and its registry. */
const reasons: readonly Reason[] = ['budget', 'not reached', 'feature absent']

/** What is recorded of a group: how many pairs occur, and which do not. */
export const recordOf = ({ name, covered, uncovered }: CoverageGroup): CoverageRecord => ({
  kind: 'coverage',
  group: name,
  covered: covered.length,
  missing: reasons.flatMap((reason) => {
    const pairs = uncovered.filter((each) => each.reason === reason).map(({ pair }) => pair)
    return pairs.length === 0 ? [] : [{ reason, pairs }]
  }),
})

/** What a step covers: a pair by its name, or all pairs of a row of values. */
export type Item =
  | {
      group: string
      pair: string
      /** The kind, form or size of the thing, where its group is counted by that too. */
      of?: string | undefined
    }
  | { group: string; row: Readonly<Record<string, string>> }

/** Keeps what is covered while a plan is made. */
export interface Tracker {
  /** Pairs that are to be covered. */
  declare: (group: string, pairs: Iterable<string>) => void
  exclude: (group: string, pairs: Iterable<string>, reason: 'feature absent' | 'invalid') => void
  /** Values of which all pairs that these rows have are to be covered. */
  declareRows: (
    group: string,
    dimensions: Dimensions,
    rows: readonly Readonly<Record<string, string>>[],
  ) => void
  /** Counts everything as missing again but these groups; what is covered stays covered in the report. */
  again: (but: readonly string[]) => void
  isMissing: (group: string, pair: string) => boolean
  /** How many of these are missing yet. */
  gain: (items: readonly Item[]) => number
  cover: (items: readonly Item[]) => void
  /** Of the rows with these values, one with the most missing pairs; the first one where none is missing. */
  bestRow: (
    group: string,
    fixed: Readonly<Record<string, string>>,
    free: Readonly<Record<string, readonly string[]>>,
  ) => { row: Readonly<Record<string, string>>; gain: number }
  /** Of a group of pairs. */
  missing: (group: string) => ReadonlySet<string>
  /** Of a group of rows: the pairs that are missing, as `coveringArray` takes them. */
  wanted: (group: string) => Uint8Array | undefined
  /** Of a group of rows: how many pairs with this value are missing. */
  missingWith: (group: string, value: string) => number
  /** How many pairs of a group are missing. */
  left: (group: string) => number
  missingInAll: () => number
  /** The reason is that of what is missing. */
  coverage: (reason: 'budget' | 'not reached') => Coverage
}

interface PairGroup {
  covered: Set<string>
  missing: Set<string>
}

export function createTracker(): Tracker {
  const pairs = new Map<string, PairGroup>()
  const rows = new Map<string, RowGroup>()
  const excluded = new Map<string, { pair: string; reason: Reason }[]>()
  const pairGroup = (name: string): PairGroup => {
    const known = pairs.get(name) ?? { covered: new Set(), missing: new Set() }
    pairs.set(name, known)
    return known
  }
  return {
    declare(name, each) {
      const { missing } = pairGroup(name)
      for (const pair of each) missing.add(pair)
    },
    exclude(name, each, reason) {
      const list = excluded.get(name) ?? []
      excluded.set(name, list)
      for (const pair of each) list.push({ pair, reason })
    },
    declareRows(name, dimensions, declared) {
      const group = rowGroup(dimensions)
      for (const row of declared) eachPair(group.table, row, (at) => (group.missing[at] = 1))
      group.left = count(group.missing)
      rows.set(name, group)
    },
    again(but) {
      for (const [name, { covered, missing }] of pairs) {
        if (!but.includes(name)) for (const pair of covered) missing.add(pair)
      }
      for (const [name, group] of rows) {
        if (but.includes(name)) continue
        group.covered.forEach((cell, at) => {
          if (cell === 1) group.missing[at] = 1
        })
        group.left = count(group.missing)
      }
    },
    isMissing: (name, pair) => pairs.get(name)?.missing.has(pair) ?? false,
    gain(items) {
      let gain = 0
      for (const item of items) {
        if ('pair' in item) gain += pairs.get(item.group)?.missing.has(item.pair) ? 1 : 0
        else gain += gainOfRow(rows.get(item.group), item.row)
      }
      return gain
    },
    cover(items) {
      for (const item of items) {
        if ('row' in item) {
          coverRow(rows.get(item.group), item.row)
          continue
        }
        const { missing, covered } = pairGroup(item.group)
        if (missing.delete(item.pair)) covered.add(item.pair)
      }
    },
    bestRow: (name, fixed, free) => bestRow(rows.get(name), fixed, free),
    missing: (name) => pairGroup(name).missing,
    wanted: (name) => inBothOrders(rows.get(name)),
    missingWith: (name, value) => missingOfValue(rows.get(name), value),
    left: (name) => rows.get(name)?.left ?? pairs.get(name)?.missing.size ?? 0,
    missingInAll: () =>
      [...pairs.values()].reduce((sum, { missing }) => sum + missing.size, 0) +
      [...rows.values()].reduce((sum, { left }) => sum + left, 0),
    coverage: (reason) => ({
      groups: [
        ...[...pairs].map(([name, group]) => ({
          name,
          covered: [...group.covered],
          missing: [...group.missing].filter((pair) => !group.covered.has(pair)),
        })),
        ...[...rows].map(([name, group]) => ({
          name,
          covered: namesOf(group, group.covered),
          missing: namesOf(
            group,
            group.missing.map((cell, at) => (group.covered[at] === 1 ? 0 : cell)),
          ),
        })),
      ].map(({ name, covered, missing }) => ({
        name,
        covered,
        uncovered: [...missing.map((pair) => ({ pair, reason })), ...(excluded.get(name) ?? [])],
      })),
    }),
  }
}
