import { closeSync } from 'node:fs'
import { exitCodes } from '../../results/conclusion/failure.ts'

/** The signals that end a command early. It cleans up after a closed terminal, too. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** How a command ends that has something to bring to its end. */
export interface Handling {
  /** What its user reads at the first signal; undefined where the command itself reports it. */
  note?: () => string | undefined
  /** What is done at the second signal before the process ends; a third one does not wait for it. */
  last?: () => Promise<void>
}

/**
 * The signals that this process receives. A command without anything to finish is ended by the first one; one
 * that calls `handle` listens to `signal`, and is ended by the second one.
 */
export interface Interruption {
  /** Aborted by the first signal that is handled. */
  readonly signal: AbortSignal
  handle(handling: Handling): void
  /** Ends a command that handles signals for another reason than a signal. */
  abort: () => void
}

/**
 * Ends the process where something that is not awaited any more keeps it alive, such as the look-up of a name. What is
 * written to a pipe or a terminal keeps it for as long as that takes.
 */
export function endSoon(): void {
  process.stdout.write('', () => process.stderr.write('', endUnlessEnded))
}

const endUnlessEnded = (): void => {
  setTimeout(() => (process.exitCode === exitCodes.interrupted ? end() : process.exit()), 500).unref()
}

/** Of a command that runs in the process of something else, which keeps the signals for itself. */
export const uninterrupted = (): Interruption => ({
  signal: new AbortController().signal,
  handle: () => undefined,
  abort: () => undefined,
})

/**
 * Ends the process with the exit code 130. A name that is being looked up keeps a process that exits until the resolver
 * gives up, and nothing but a signal ends it sooner: of a process that SIGINT has ended, shells report the same code.
 */
function end(): void {
  if (!process.getActiveResourcesInfo().includes('GetAddrInfoReqWrap')) process.exit(exitCodes.interrupted)
  process.removeAllListeners('SIGINT')
  process.kill(process.pid, 'SIGINT')
}

/** Node.js restores the modes of its terminal when it ends, and aborts where the terminal is gone; what is closed it passes over. */
function leaveTerminal(): void {
  for (const descriptor of [0, 1, 2]) {
    try {
      closeSync(descriptor)
    } catch {
      // It was closed before.
    }
  }
}

/** Listens from now on to the end of the process, so that no phase of a command is ended with another exit code. */
export function interruptions(): Interruption {
  const controller = new AbortController()
  const { signal } = controller
  let handling: Handling | undefined
  let ending = false
  const onSignal = () => {
    if (!handling || ending) return end()
    if (!signal.aborted) {
      const note = handling.note?.()
      if (note !== undefined) process.stderr.write(`\noci-assay: ${note}\n`)
      return controller.abort()
    }
    ending = true
    Promise.resolve(handling.last?.()).then(end, end)
  }
  process.once('SIGHUP', () => process.once('exit', leaveTerminal))
  for (const name of signals) process.on(name, onSignal)
  return { signal, handle: (by) => (handling = by), abort: () => controller.abort() }
}
