/** Values of dimensions, their rows, and the pairs of values that rows have. */

/** The values of each dimension. */
export type Dimensions = Readonly<Record<string, readonly string[]>>

/** One value of each dimension. */
export type Row<D extends Dimensions> = { readonly [Name in keyof D]: D[Name][number] }

/** Dimensions by numbers: each value of each dimension has one, its id. */
export interface Compiled<D extends Dimensions> {
  size: number
  /** Ids of each dimension. */
  ids: readonly (readonly number[])[]
  dimensionOf: readonly number[]
  /** At `one * size + other`: whether a row may have both; always 0 within a dimension. */
  allowed: Uint8Array
  rowOf: (ids: readonly number[]) => Row<D>
  /** The ids of a row's values, without those that the dimensions do not have. */
  idsOf: (row: Readonly<Record<string, string>>) => readonly number[]
  idOf: (name: string, value: string) => number | undefined
  /** `kind=image`, by id. */
  names: readonly string[]
}

export function compile<D extends Dimensions>(
  dimensions: D,
  allows: (pair: Partial<Row<D>>) => boolean = () => true,
): Compiled<D> {
  const values = Object.entries(dimensions).flatMap(([name, each], dimension) =>
    each.map((value) => ({ name, value, dimension })),
  )
  const size = values.length
  const allowed = new Uint8Array(size * size)
  values.forEach((one, at) => {
    for (let before = 0; before < at; before += 1) {
      const other = values[before]
      if (!other || one.dimension === other.dimension) continue
      // Both values are of D, whose types are lost where its entries are listed.
      const pair = { [one.name]: one.value, [other.name]: other.value } as Partial<Row<D>>
      const may = allows(pair) ? 1 : 0
      allowed[at * size + before] = may
      allowed[before * size + at] = may
    }
  })
  const ids = Object.keys(dimensions).map((_, dimension) =>
    values.flatMap((value, id) => (value.dimension === dimension ? [id] : [])),
  )
  const columns = Object.keys(dimensions).map((name, dimension) => ({
    name,
    byValue: new Map((ids[dimension] ?? []).map((id) => [values[id]?.value ?? '', id])),
  }))
  const byName = new Map(columns.map(({ name, byValue }) => [name, byValue]))
  return {
    size,
    allowed,
    ids,
    dimensionOf: values.map(({ dimension }) => dimension),
    names: values.map(({ name, value }) => `${name}=${value}`),
    rowOf: (row) =>
      Object.fromEntries(
        row
          .toSorted((one, other) => one - other)
          .flatMap((id) => {
            const value = values[id]
            return value ? [[value.name, value.value]] : []
          }),
      ) as Row<D>,
    idOf: (name, value) => byName.get(name)?.get(value),
    idsOf(row) {
      const found: number[] = []
      for (const { name, byValue } of columns) {
        const id = byValue.get(row[name] ?? '')
        if (id !== undefined) found.push(id)
      }
      return found
    },
  }
}

/** `kind=image × written=compact`: the name of each pair of a row, in the order of the row's dimensions. */
export function pairsOf(row: Readonly<Record<string, string>>): string[] {
  const values = Object.entries(row).map(([name, value]) => `${name}=${value}`)
  return values.flatMap((one, at) => values.slice(at + 1).map((other) => `${one} × ${other}`))
}
