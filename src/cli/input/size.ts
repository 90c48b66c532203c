import { InvalidArgumentError } from 'commander'

const units = { MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 } as const

/** Bytes of a size such as `64MiB`; undefined where it is none. */
function bytesIn(text: string): number | undefined {
  const { count, unit } = /^(?<count>\d{1,6})\s?(?<unit>[MGT]iB)$/.exec(text.trim())?.groups ?? {}
  if (count === undefined || Number(count) === 0) return undefined
  return Number(count) * units[unit as keyof typeof units]
}

/** A size in bytes, of a text that `sizeText` has accepted. */
export const sizeOf = (text: string): number => bytesIn(text) ?? 0

/** The same text. Throws the error that commander prints where it is not a size. */
export function sizeText(text: string): string {
  if (bytesIn(text) === undefined) throw new InvalidArgumentError('must be a size such as 64MiB or 5GiB')
  return text
}
