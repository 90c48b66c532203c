import type { RunEvent } from '../../results/events.ts'
import type { Writable } from 'node:stream'
import type { ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { printableValue } from '../text/finding-text.ts'
import type { Reporter } from '../../results/reporter.ts'
import { noCommand, noCommands, printable } from '../../results/text/printable.ts'
import { printableEvent, printableResult } from '../../results/text/printable-result.ts'
import { extentsOf } from './extents.ts'
import { paintFor, type Paint } from './paint.ts'
import { createProgress } from './progress.ts'
import { summary } from './summary.ts'

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

/** On a TTY the line of progress is not rewritten more often than this; milliseconds. */
const pause = 80
/** It is rewritten at least this often, so that a slow test does not look like a standstill; milliseconds. */
const pulse = 500
/** Elsewhere it is a line of a log, and written this often; milliseconds. */
const logPause = 5000

/**
 * Shows a run to people at a terminal. On a TTY one line is rewritten while the run goes on;
 * elsewhere there is a line every few seconds. At the end comes the summary.
 */
export function terminal(options: TerminalOptions): Reporter {
  const { stream, verbose = false, reports = [], now = () => performance.now() } = options
  const paint = paintFor(stream, options.colour)
  const live = stream.isTTY === true
  const columns = () => Math.max(40, stream.columns ?? 80)
  const progress = createProgress(now)
  let written = live ? Number.NEGATIVE_INFINITY : now()
  let pending = false
  let timer: NodeJS.Timeout | undefined

  const clear = () => {
    if (pending) stream.write('\r\u001b[K')
    pending = false
  }
  const show = () => {
    if (now() - written < (live ? pause : logPause)) return
    clear()
    written = now()
    pending = live
    stream.write(noCommand(progress.line(columns() - 1)) + (live ? '' : '\n'))
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
        timer = setInterval(show, live ? pulse : logPause).unref()
      }
      if (event.type === 'test-started' || event.type === 'test-finished' || event.type === 'reading') show()
    },
    onEnd(raw) {
      const result = printableResult(raw)
      clearInterval(timer)
      clear()
      const width = Math.min(columns(), 120)
      const lines = summary(result, { ...options, paint, width, verbose, reports })
      stream.write(`${noCommands(lines.join('\n'))}\n`)
    },
  }
}

const headline = (
  { target, profile, seed }: Extract<RunEvent, { type: 'run-started' }>,
  paint: Paint,
): string =>
  `${paint.strong(printableValue(target.name))}  ${[
    printable(`${profile.specification} ${profile.spec}`),
    ...extentsOf({ target, profile }),
    ...(seed === '' ? [] : [`seed ${printable(seed)}`]),
  ].join(', ')}`
