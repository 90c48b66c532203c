/**
 * Something that is wrong in what was read. Readers never throw for what an image contains: they report
 * problems as data, and the suites determine which requirement each of them violates.
 */
export interface Problem {
  /** Stable and lower case with dashes: `checksum`, `truncated`, `duplicate-name`. */
  code: string
  /** For people, in the present tense. */
  message: string
  /** Byte offset in the stream that is read (for a layer: in the decompressed bytes). */
  offset?: number
  /** Path inside the image or the archive. */
  path?: string
}

/** Collects problems up to a bound, so that hostile input cannot fill memory. */
export interface ProblemList {
  add: (problem: Problem) => void
  /** The first ones of each code. */
  readonly problems: readonly Problem[]
}

/** `perCode`: how many problems of one code are kept. */
export function problemList(perCode = 20): ProblemList {
  const problems: Problem[] = []
  const counts = new Map<string, number>()
  return {
    problems,
    add(problem) {
      const met = (counts.get(problem.code) ?? 0) + 1
      counts.set(problem.code, met)
      if (met <= perCode) problems.push(problem)
    },
  }
}

/** The message of an error, in one line; for what libraries throw. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error)
