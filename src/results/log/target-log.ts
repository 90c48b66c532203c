/** One line that the target's own program wrote, secrets removed. */
export interface LogLine {
  /** Milliseconds since the run started, by the clock of its evidence; negative for what was written before. */
  at: number
  stream: 'stdout' | 'stderr'
  text: string
}

/** What the target's own program wrote, where its log could be read: a part of it, in order. */
export interface TargetLog {
  /** Its source, for people: the image of a container. */
  source: string
  lines: readonly LogLine[]
  /** How many more lines were written. */
  omitted: number
  /** How the program ended, where it did so before it was stopped. */
  ended?: string
}

/** The logs of several machines' targets as one, in order of time; undefined where there is none. */
export function joinLogs(logs: readonly TargetLog[]): TargetLog | undefined {
  if (logs.length === 0) return undefined
  const ended = logs.flatMap((log) => log.ended ?? [])
  return {
    source: [...new Set(logs.map(({ source }) => source))].join(', '),
    lines: logs.flatMap(({ lines }) => lines).toSorted((one, other) => one.at - other.at),
    omitted: logs.reduce((sum, { omitted }) => sum + omitted, 0),
    ...(ended.length > 0 ? { ended: [...new Set(ended)].join('; ') } : {}),
  }
}
