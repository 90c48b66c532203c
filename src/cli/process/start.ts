import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { reasonOf, systemCode } from '../../files/problem.ts'
import { endSoon, interruptions, type Interruption } from './interruption.ts'
import { asFailure } from './last-resort.ts'
import { printFailure } from './print-failure.ts'

/** What a command does to end early: it cleans up and writes its reports. */
type EndEarly = () => void

const ends = new Set<EndEarly>()

/** Why the process fails, independently of its command. */
let trouble: Failure | undefined
let lost = false

/** The time that a command that ends early may take; its clean-up has 30 s of its own. Milliseconds. */
const patience = 60_000

/** Registers how a command ends early when something goes wrong outside of it; returns the function that unregisters it. */
export function endingEarly(end: EndEarly): () => void {
  ends.add(end)
  return () => void ends.delete(end)
}

/** True where standard output could not be written, other than because its reader is gone. */
export async function isOutputLost(): Promise<boolean> {
  // What was written just now fails in a later turn.
  await new Promise((resolve) => setImmediate(resolve))
  return lost
}

/**
 * Prints what went wrong outside of the command, which ends early where it can: with clean-up and reports. The exit code is
 * that of the failure.
 */
export function endFor(failure: Failure): void {
  if (trouble !== undefined) return
  trouble = failure
  printFailure(failure)
  if (ends.size === 0) process.exit(failure.exitCode)
  for (const end of ends) end()
  setTimeout(() => process.exit(failure.exitCode), patience).unref()
}

/** The reader may have closed the pipe (`| head`): the command still ends with its reports and its clean-up. */
function watchOutput(): void {
  process.stdout.on('error', (error) => {
    if (lost || systemCode(error) === 'EPIPE') return
    if (systemCode(error) === undefined) return
    lost = true
    const advice = 'free some space, or redirect the output elsewhere'
    printFailure(
      new Failure(`standard output cannot be written: ${reasonOf(error)}`, exitCodes.incomplete, advice),
    )
  })
  // There is no stream left to print it to.
  process.stderr.on('error', () => undefined)
}

const unexpected = (error: unknown): void => endFor(asFailure(error))

/**
 * Runs a command, which returns the exit code of the process. Everything else ends with a message on stderr and
 * exit code 3: uncaught errors, output that cannot be written, and a command that never ends.
 */
export function start(main: (interruption: Interruption) => Promise<number>): void {
  const interruption = interruptions()
  watchOutput()
  process.on('uncaughtException', unexpected)
  // With --unhandled-rejections=warn Node itself would print them with their stack.
  process.on('unhandledRejection', unexpected)
  let ended = false
  process.on('exit', (code) => {
    if (!ended && code === 0 && trouble === undefined) {
      printFailure(asFailure(new Error('the command is waiting for something that cannot happen any more')))
      process.exitCode = exitCodes.incomplete
    }
    if (trouble !== undefined) process.exitCode = trouble.exitCode
    else if (lost && code === 0) process.exitCode = exitCodes.incomplete
  })
  main(interruption)
    .then((code) => {
      process.exitCode = code
    }, unexpected)
    .finally(() => {
      ended = true
      endSoon()
    })
}
