/** The bytes of a blob that a chunk contains, both places inclusive. */
export interface ChunkRange {
  first: number
  last: number
}

/** Parses the Content-Range of a chunk, `<first>-<last>` (Pushing a blob in chunks); undefined for another form. */
export function parseChunkRange(value: string): ChunkRange | undefined {
  const found = /^(?<first>\d{1,15})-(?<last>\d{1,15})$/.exec(value)?.groups
  if (!found) return undefined
  const [first, last] = [Number(found['first']), Number(found['last'])]
  return last < first ? undefined : { first, last }
}
