const units = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 } as const

/** Bytes of a size such as `64MiB`; undefined where it is none. */
export function bytesIn(text: string): number | undefined {
  const { count, unit } = /^(?<count>\d{1,6})\s?(?<unit>[KMGT]iB)$/.exec(text.trim())?.groups ?? {}
  if (count === undefined || Number(count) === 0) return undefined
  return Number(count) * units[unit as keyof typeof units]
}
