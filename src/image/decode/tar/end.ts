/** What follows the last entry, and how the archive ends. */
export interface TarSummary {
  entries: number
  /** All bytes that were read. */
  size: number
  /** Blocks of zeros that end the archive: two are right. */
  endBlocks: number
  /** Bytes from the first one after the end blocks that is not zero. */
  garbage: number
  /** The problem after which nothing could be read any more. */
  stopped?: string
}

/** Where a tar ended, and what had been read until then. */
export interface TarEnd {
  /** Bytes. */
  size: number
  entries: number
  endBlocks: number
  garbage: number
  /** What the last bytes are part of; `extension`: an extended header, without the entry after it. */
  inside: 'block' | 'entry' | 'extension' | 'padding' | undefined
}

/** Something wrong with the end of a tar; what stops it leaves its last entry unknown. */
export interface EndProblem {
  code: string
  message: string
  offset: number
  stops?: true
}

/** What is wrong with the end of a tar of which reading did not stop before. */
export function* problemsOfEnd(end: TarEnd): Generator<EndProblem> {
  const problem = problemOfLastEntry(end)
  if (problem) yield problem
  if (end.garbage > 0) {
    const message = `has ${end.garbage} bytes after the blocks of zeros that end it`
    yield { code: 'garbage', message, offset: end.size }
  }
}

function problemOfLastEntry({ size, entries, endBlocks, inside }: TarEnd): EndProblem | undefined {
  const stop = (code: string, message: string, offset = size): EndProblem => ({
    code,
    message,
    offset,
    stops: true,
  })
  if (size === 0) {
    return { code: 'empty', message: 'has no bytes at all, not even the blocks that end a tar', offset: 0 }
  }
  if (inside === 'block' && entries === 0) return stop('not-tar', 'is too short for a tar header', 0)
  if (inside === 'padding') {
    // All content is there: some writers stop at its last byte.
    const message = 'ends without filling its last block, and without the two blocks of zeros'
    return { code: 'end-blocks', message, offset: size }
  }
  if (inside === 'extension') {
    return stop('truncated', 'ends after an extended header, without the entry that it speaks of')
  }
  if (inside !== undefined) return stop('truncated', 'ends in the middle of an entry')
  if (endBlocks >= 2) return undefined
  const message = `ends with ${endBlocks} blocks of zeros instead of two`
  return { code: 'end-blocks', message, offset: size }
}
