import { compile, type Compiled, type Dimensions } from './value-pairs.ts'

/** Pairs of values that are missing or covered, by their ids. */

/** Pairs of values by their ids, each in both orders. */
export interface RowGroup {
  table: Compiled<Dimensions>
  missing: Uint8Array
  covered: Uint8Array
  left: number
}

export function rowGroup(dimensions: Dimensions): RowGroup {
  const table = compile(dimensions)
  const cells = table.size * table.size
  return { table, missing: new Uint8Array(cells), covered: new Uint8Array(cells), left: 0 }
}

export function eachPair(
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

/** The missing pairs, each in both orders. */
export function inBothOrders(group: RowGroup | undefined): Uint8Array | undefined {
  if (!group) return undefined
  const { size } = group.table
  return group.missing.map(
    (cell, at) => cell | (group.missing[(at % size) * size + Math.floor(at / size)] ?? 0),
  )
}

export const count = (cells: Uint8Array): number => cells.reduce((sum, each) => sum + each, 0)

export function gainOfRow(group: RowGroup | undefined, row: Readonly<Record<string, string>>): number {
  if (!group || group.left === 0) return 0
  let gain = 0
  eachPair(group.table, row, (at) => (gain += group.missing[at] ?? 0))
  return gain
}

export function bestRow(
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

export function coverRow(group: RowGroup | undefined, row: Readonly<Record<string, string>>): void {
  if (!group) return
  eachPair(group.table, row, (at) => {
    if (group.missing[at] !== 1) return
    group.missing[at] = 0
    group.covered[at] = 1
    group.left -= 1
  })
}

export function missingOfValue(group: RowGroup | undefined, value: string): number {
  if (!group) return 0
  const { table, missing } = group
  const id = table.names.indexOf(value)
  // The registry lacks what the value needs.
  if (id < 0) return 0
  let sum = 0
  for (let other = 0; other < table.size; other += 1) {
    sum += (missing[id * table.size + other] ?? 0) + (missing[other * table.size + id] ?? 0)
  }
  return sum
}

export function namesOf({ table: { size, names } }: RowGroup, cells: Uint8Array): string[] {
  const found: string[] = []
  cells.forEach((cell, at) => {
    if (cell === 1) found.push(`${names[Math.floor(at / size)]} × ${names[at % size]}`)
  })
  return found
}
