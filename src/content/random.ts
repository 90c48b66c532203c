import { hash } from 'node:crypto'

/** A source of repeatable randomness: the same seed generates the same content on every machine. */
export interface Random {
  bytes(length: number): Uint8Array
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string
  /** An integer from 0 up to, and without, `below`. */
  integer(below: number): number
  pick<Item>(items: readonly [Item, ...Item[]]): Item
  /** An independent source, so that the order of use elsewhere does not matter. */
  fork(label: string): Random
}

/** Counter mode over SHA-256: slow for megabytes of noise, but the same everywhere and easily understood. */
export function createRandom(seed: string): Random {
  let counter = 0
  let rest = new Uint8Array(0)

  const bytes = (length: number): Uint8Array => {
    const out = new Uint8Array(length)
    let filled = 0
    while (filled < length) {
      if (rest.length === 0) {
        rest = Uint8Array.from(hash('sha512', `${seed}\0${counter}`, 'buffer'))
        counter += 1
      }
      const taken = rest.subarray(0, length - filled)
      out.set(taken, filled)
      rest = rest.subarray(taken.length)
      filled += taken.length
    }
    return out
  }

  const integer = (below: number): number => {
    const view = new DataView(bytes(4).buffer)
    return Math.floor((view.getUint32(0) / 2 ** 32) * below)
  }

  return {
    bytes,
    hex: (digits) =>
      Buffer.from(bytes(Math.ceil(digits / 2)))
        .toString('hex')
        .slice(0, digits),
    integer,
    pick: (items) => items[integer(items.length)] ?? items[0],
    fork: (label) => createRandom(`${seed}/${label}`),
  }
}
