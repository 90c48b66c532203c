import { withoutUndefined } from '../../engine/optional.ts'
import type { LogLine, TargetLog } from './target-log.ts'
import { linesAround } from './log-beside.ts'
import { exchangesOf } from '../causes/causes.ts'
import { cut } from '../text/printable.ts'
import type { RunResult } from '../result.ts'

/** A line with the time when it was read, milliseconds since 1970. */
export interface WrittenLine {
  time: number
  stream: LogLine['stream']
  text: string
}

/** The program behind the address, where the caller has started it. */
export interface Server {
  /** Its name in reports, instead of an address that changes from run to run. */
  name: string
  /** Nothing of what it holds outlives it: there is nothing to clean up. */
  disposable?: boolean
  /**
   * What it has written so far, in order, and how it ended where it has ended, or does so within that many
   * milliseconds. Called once, after the tests.
   */
  log(grace: number): Promise<{ lines: readonly WrittenLine[]; ended?: string }>
}

/** In the details of a target that its own run has started. */
export const ownServer = 'container'

/** How much of a log is kept: lines around findings, the last lines, and characters of each line. */
const aroundLimit = 1000
const tailLimit = 200
const characters = 2000

/** A connection is closed before the exit of the process on the other side is known; milliseconds. */
const exitDelay = 2000

interface ExcerptOptions {
  /** The zero of the evidence's clock; milliseconds since 1970. */
  start: number
  redact: (text: string) => string
  /** Without its log. */
  result: RunResult
  /** The run ended before its tests, perhaps since the server did. */
  aborted: boolean
}

/** What of a server's log goes into the result: the lines around each finding's exchanges, and the tail. */
export async function excerptOf(
  server: Server,
  { start, redact, result, aborted }: ExcerptOptions,
): Promise<TargetLog> {
  const { lines: written, ended } = await server.log(aborted ? exitDelay : 0)
  const lines = written
    .map(({ time, stream, text }): LogLine => ({ at: Math.round((time - start) * 10) / 10, stream, text }))
    .toSorted((one, other) => one.at - other.at)
  const kept = new Set<LogLine>()
  const exchanges = exchangesOf(result)
  const evidence = result.requirements.flatMap(({ findings }) => findings.flatMap((each) => each.evidence))
  for (const each of evidence) {
    const record = each.kind === 'exchange' ? exchanges.get(each.exchange) : undefined
    for (const line of record ? linesAround(lines, record) : []) if (kept.size < aroundLimit) kept.add(line)
  }
  for (const line of lines.slice(-tailLimit)) kept.add(line)
  return {
    source: server.name,
    lines: lines
      .filter((line) => kept.has(line))
      .map((line) => ({ ...line, text: cut(redact(line.text), characters) })),
    omitted: lines.length - kept.size,
    ...withoutUndefined({ ended }),
  }
}
