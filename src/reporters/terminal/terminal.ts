import { usualDepth } from '../../engine/depth.ts'
import type { Profile } from '../../engine/events.ts'
import { extentName } from '../../results/text/extent.ts'
import type { RunEvent } from '../../results/events.ts'
import type { Writable } from 'node:stream'
import type { ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { printableValue } from '../text/finding-text.ts'
import type { Reporter } from '../../results/reporter.ts'
import { noCommand, noCommands, printable } from '../../results/text/printable.ts'
import { printableEvent, printableResult } from '../../results/text/printable-result.ts'
import { paintFor, type Paint } from './paint.ts'
import { createProgress } from './progress.ts'
import { summary } from './summary.ts'
import { verdictWords } from '../../results/text/words.ts'

/** What the reporter needs of a stream: process.stdout, or any other. */
export type TerminalStream = Writable & { isTTY?: boolean; columns?: number }

export interface TerminalOptions extends ConclusionOptions {
  stream: TerminalStream
  /** With the exchanges that findings rest on, and what else is worth knowing. */
  verbose?: boolean
  /** Paths of the reports that are written beside, to be named at the end. */
  reports?: readonly string[]
  /** Colours; without it they depend on the stream and NO_COLOR. */
  colour?: boolean
  /** Milliseconds, from any start. */
  now?: () => number
}

/** The line of progress is not written more often than this; milliseconds. */
const pause = 80
/** It is rewritten at least this often, so that a slow test does not look like a standstill; milliseconds. */
const pulse = 500

/**
 * Shows a run to people at a terminal. On a TTY one line is rewritten while the run goes on;
 * elsewhere each test that ended is one plain line. At the end comes the summary.
 */
export function terminal(options: TerminalOptions): Reporter {
  const { stream, verbose = false, reports = [], now = () => performance.now() } = options
  const paint = paintFor(stream, options.colour)
  const live = stream.isTTY === true
  const columns = () => Math.max(40, stream.columns ?? 80)
  const progress = createProgress(now)
  let written = Number.NEGATIVE_INFINITY
  let pending = false
  let timer: NodeJS.Timeout | undefined

  const clear = () => {
    if (pending) stream.write('\r\u001b[K')
    pending = false
  }
  const rewrite = () => {
    if (now() - written < pause) return
    clear()
    written = now()
    pending = true
    stream.write(noCommand(progress.line(columns() - 1)))
  }

  return {
    name: 'terminal',
    ownsTerminal: true,
    onEvent(raw) {
      // Only what is shown: an event has every requirement of a run.
      const event = raw.type === 'test-started' || raw.type === 'test-finished' ? printableEvent(raw) : raw
      progress.observe(event)
      if (event.type === 'run-started') {
        stream.write(`${noCommands(headline(event, paint))}\n`)
        if (live) timer = setInterval(rewrite, pulse).unref()
      }
      if ((event.type === 'test-started' || event.type === 'reading') && live) rewrite()
      if (event.type !== 'test-finished') return
      const { id, verdict, reason } = event.test
      if (live) rewrite()
      else {
        const why = reason === undefined ? '' : `: ${printableValue(reason)}`
        const { symbol } = verdictWords[verdict]
        stream.write(noCommand(`${paint.verdict(verdict, symbol)} ${id}${verdict === 'pass' ? '' : why}\n`))
      }
    },
    onEnd(raw) {
      const result = printableResult(raw)
      clearInterval(timer)
      clear()
      const width = Math.min(columns(), 100)
      const lines = summary(result, { ...options, paint, width, verbose, reports })
      stream.write(`${noCommands(lines.join('\n'))}\n`)
    },
  }
}

const headline = (
  { target, profile, seed }: Extract<RunEvent, { type: 'run-started' }>,
  paint: Paint,
): string =>
  `${paint.strong(printableValue(target.name))}  ${printable(`${profile.specification} ${profile.spec}${seed === '' ? '' : `, seed ${seed}`}`)}${
    profile.readOnly && target.kind === 'registry' ? ', read only' : ''
  }${depthIn(profile)}${profile.shard === undefined ? '' : `, shard ${printable(profile.shard)}`}`

/** Where it is not the usual one. */
const depthIn = (profile: Profile): string => {
  const extent = extentName(profile)
  return profile.depth === undefined || extent === usualDepth ? '' : `, depth ${printable(extent)}`
}
