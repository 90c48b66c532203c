const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** A size for people: `1 GiB`, `512 MiB`, `1.5 MiB`, `0 bytes`. */
export function sizeWords(bytes: number): string {
  let unit = 0
  let size = bytes
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${Math.round(size * 10) / 10} ${units[unit]}`
}
