import type { Random } from '../../../src/content/random.ts'
import { compile, type Compiled, type Dimensions, type Row } from './value-pairs.ts'

/**
 * Rows in which all pairs of values of different dimensions occur that the constraint allows, greedily built: each row
 * begins with a pair that is missing, and takes for each other dimension the value that adds the most missing pairs.
 * The same random source gives the same rows.
 */
export function coveringArray<D extends Dimensions>(
  dimensions: D,
  random: Random,
  options: {
    /** Whether values of two dimensions may be in one row; it gets exactly two of them. */
    allows?: (pair: Partial<Row<D>>) => boolean
    /** Rows that are tried for each that is taken. */
    candidates?: number
    /** Pairs that alone are to occur, as `one * size + other`, each in both orders; those that are not allowed do not count. */
    wanted?: Uint8Array | undefined
  } = {},
): Row<D>[] {
  const { candidates = 6, allows, wanted } = options
  const table = compile(dimensions, allows)
  const missing = table.allowed.map((may, at) => (wanted === undefined ? may : may & (wanted[at] ?? 0)))
  const draw = quickNumbers(random)
  const rows: Row<D>[] = []
  for (let first = nextMissing(table, missing, 0); first >= 0; first = nextMissing(table, missing, first)) {
    let best: readonly number[] | undefined
    let most = 0
    for (let tried = 0; tried < candidates; tried += 1) {
      const row = complete(table, missing, first, draw)
      const gain = row ? gainOf(table, missing, row) : 0
      if (row && gain > most) [best, most] = [row, gain]
      if (!row) break
    }
    // No row at all can have this pair: constraints exclude it by way of a third value.
    if (!best) {
      forget(table, missing, Math.floor(first / table.size), first % table.size)
      continue
    }
    for (const one of best) for (const other of best) missing[one * table.size + other] = 0
    rows.push(table.rowOf(best))
  }
  return rows
}

const nextMissing = ({ size }: Compiled<Dimensions>, missing: Uint8Array, from: number): number => {
  const at = missing.indexOf(1, from)
  return at < size * size ? at : -1
}

function forget({ size }: { size: number }, missing: Uint8Array, one: number, other: number): void {
  missing[one * size + other] = 0
  missing[other * size + one] = 0
}

const gainOf = ({ size }: { size: number }, missing: Uint8Array, row: readonly number[]): number => {
  let gain = 0
  for (const one of row) for (const other of row) gain += missing[one * size + other] ?? 0
  return gain
}

/** A row with the pair `first`, or undefined where the constraint leaves none. */
function complete<D extends Dimensions>(
  table: Compiled<D>,
  missing: Uint8Array,
  first: number,
  draw: (below: number) => number,
): readonly number[] | undefined {
  const { size, allowed, dimensionOf } = table
  const row = [Math.floor(first / size), first % size]
  const open = shuffled(
    table.ids.filter(
      ([id]) => id !== undefined && !row.some((each) => dimensionOf[each] === dimensionOf[id]),
    ),
    draw,
  )
  const extend = (at: number): boolean => {
    const ids = open[at]
    if (!ids) return true
    const fitting: { id: number; gain: number }[] = []
    for (const id of ids) {
      // The draw decides between equals.
      let gain = draw(8) / 8
      for (const other of row) {
        gain = allowed[id * size + other] === 1 ? gain + (missing[id * size + other] ?? 0) : -Infinity
      }
      if (gain >= 0) fitting.push({ id, gain })
    }
    fitting.sort((one, other) => other.gain - one.gain)
    for (const { id } of fitting) {
      row.push(id)
      if (extend(at + 1)) return true
      row.pop()
    }
    return false
  }
  return extend(0) ? row : undefined
}

function shuffled<Item>(items: Item[], draw: (below: number) => number): Item[] {
  for (let at = items.length - 1; at > 0; at -= 1) {
    const other = draw(at + 1)
    const [one, two] = [items[at], items[other]]
    if (one !== undefined && two !== undefined) [items[at], items[other]] = [two, one]
  }
  return items
}

/** Numbers below a limit (xorshift32, seeded once): a hash for each of many thousand choices would take longer than the plan. */
export function quickNumbers(random: Random): (below: number) => number {
  let state = random.integer(2 ** 31) + 1
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}
