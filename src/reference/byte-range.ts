/** Bytes from `first` to `last`, both counted. */
export interface ByteRange {
  first: number
  last: number
}

/**
 * Reads a Range field for content of `size` bytes (RFC 9110, section 14). `whole` where the field is to
 * be ignored: another unit, not well formed, or several ranges, for which a server may return the whole content.
 */
export function requestedRange(field: string, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(field)
  if (match === null) return 'whole'
  const [, from = '', to = ''] = match
  if (from === '' && to === '') return 'whole'
  if (from === '') {
    const suffix = Number(to)
    if (suffix === 0) return 'unsatisfiable'
    return size === 0 ? 'whole' : { first: Math.max(0, size - suffix), last: size - 1 }
  }
  const first = Number(from)
  if (to !== '' && Number(to) < first) return 'whole'
  if (first >= size) return 'unsatisfiable'
  return { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) }
}

/** Reads the Content-Range of a chunk, `<first>-<last>` (section Pushing a blob in chunks). */
export function chunkRange(field: string): ByteRange | undefined {
  const match = /^(\d{1,15})-(\d{1,15})$/.exec(field)
  if (match === null) return undefined
  const range = { first: Number(match[1]), last: Number(match[2]) }
  return range.last < range.first ? undefined : range
}
