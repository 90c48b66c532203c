import { compile, type Compiled, type Dimensions } from './value-pairs.ts'

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
  /** The specification has no such combination. */
  | 'invalid'

/** How many of the pairs that apply are covered. */
export function countCoverage({ groups }: Coverage): { covered: number; applicable: number } {
  const covered = groups.reduce((sum, group) => sum + group.covered.length, 0)
  const missed = groups.flatMap(({ uncovered }) => uncovered.filter(({ reason }) => reason === 'budget'))
  return { covered, applicable: covered + missed.length }
}

/** What a step covers: a pair by its name, or all pairs of a row of values. */
export type Item = { group: string; pair: string } | { group: string; row: Readonly<Record<string, string>> }

/** Keeps what is covered while a plan is made. */
export interface Tracker {
  /** Pairs that are to be covered. */
  declare: (group: string, pairs: Iterable<string>) => void
  exclude: (group: string, pairs: Iterable<string>, reason: Exclude<Reason, 'budget'>) => void
  /** Values of which all pairs that these rows have are to be covered. */
  declareRows: (
    group: string,
    dimensions: Dimensions,
    rows: readonly Readonly<Record<string, string>>[],
  ) => void
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
  /** Of a group of rows: how many pairs with this value are missing. */
  missingWith: (group: string, value: string) => number
  /** How many pairs of a group are missing. */
  left: (group: string) => number
  missingInAll: () => number
  coverage: () => Coverage
}

interface PairGroup {
  covered: Set<string>
  missing: Set<string>
}

/** Pairs of values by their ids, each in both orders. */
interface RowGroup {
  table: Compiled<Dimensions>
  missing: Uint8Array
  covered: Uint8Array
  left: number
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
    missingWith: (name, value) => missingOfValue(rows.get(name), value),
    left: (name) => rows.get(name)?.left ?? pairs.get(name)?.missing.size ?? 0,
    missingInAll: () =>
      [...pairs.values()].reduce((sum, { missing }) => sum + missing.size, 0) +
      [...rows.values()].reduce((sum, { left }) => sum + left, 0),
    coverage: () => ({
      groups: [
        ...[...pairs].map(([name, group]) => ({
          name,
          covered: [...group.covered],
          missing: [...group.missing],
        })),
        ...[...rows].map(([name, group]) => ({
          name,
          covered: namesOf(group, group.covered),
          missing: namesOf(group, group.missing),
        })),
      ].map(({ name, covered, missing }) => ({
        name,
        covered,
        uncovered: [
          ...missing.map((pair) => ({ pair, reason: 'budget' as const })),
          ...(excluded.get(name) ?? []),
        ],
      })),
    }),
  }
}

function rowGroup(dimensions: Dimensions): RowGroup {
  const table = compile(dimensions)
  const cells = table.size * table.size
  return { table, missing: new Uint8Array(cells), covered: new Uint8Array(cells), left: 0 }
}

function eachPair(
  { size, idsOf }: Compiled<Dimensions>,
  row: Readonly<Record<string, string>>,
  visit: (at: number) => void,
): void {
  const ids = idsOf(row)
  for (let one = 0; one < ids.length; one += 1) {
    for (let other = one + 1; other < ids.length; other += 1)
      visit((ids[one] ?? 0) * size + (ids[other] ?? 0))
  }
}

const count = (cells: Uint8Array): number => cells.reduce((sum, each) => sum + each, 0)

function gainOfRow(group: RowGroup | undefined, row: Readonly<Record<string, string>>): number {
  if (!group || group.left === 0) return 0
  let gain = 0
  eachPair(group.table, row, (at) => (gain += group.missing[at] ?? 0))
  return gain
}

function bestRow(
  group: RowGroup | undefined,
  fixed: Readonly<Record<string, string>>,
  free: Readonly<Record<string, readonly string[]>>,
): { row: Readonly<Record<string, string>>; gain: number } {
  const columns = Object.entries(free)
  let best = { row: fixed, gain: -1 }
  const gainWith = (row: Readonly<Record<string, string>>, name: string, value: string): number => {
    if (!group) return 0
    const { table, missing } = group
    const id = table.idOf(name, value)
    if (id === undefined) return 0
    let gain = 0
    for (const other of table.idsOf(row)) {
      gain += (missing[id * table.size + other] ?? 0) + (missing[other * table.size + id] ?? 0)
    }
    return gain
  }
  const extend = (row: Readonly<Record<string, string>>, gain: number, at: number): void => {
    const column = columns[at]
    if (!column) {
      if (gain > best.gain) best = { row, gain }
      return
    }
    const [name, values] = column
    for (const value of values) extend({ ...row, [name]: value }, gain + gainWith(row, name, value), at + 1)
  }
  extend(fixed, gainOfRow(group, fixed), 0)
  return best
}

function coverRow(group: RowGroup | undefined, row: Readonly<Record<string, string>>): void {
  if (!group) return
  eachPair(group.table, row, (at) => {
    if (group.missing[at] !== 1) return
    group.missing[at] = 0
    group.covered[at] = 1
    group.left -= 1
  })
}

function missingOfValue(group: RowGroup | undefined, value: string): number {
  if (!group) return 0
  const { table, missing } = group
  const id = table.names.indexOf(value)
  let sum = 0
  for (let other = 0; other < table.size; other += 1) {
    sum += (missing[id * table.size + other] ?? 0) + (missing[other * table.size + id] ?? 0)
  }
  return sum
}

function namesOf({ table: { size, names } }: RowGroup, cells: Uint8Array): string[] {
  const found: string[] = []
  cells.forEach((cell, at) => {
    if (cell === 1) found.push(`${names[Math.floor(at / size)]} × ${names[at % size]}`)
  })
  return found
}
