import { Command, CommanderError } from 'commander'
import { exitCodes, type Failure } from '../results/conclusion/failure.ts'
import { maskTyped } from '../registry/record/redaction/places.ts'
import { noCommands, printableLines } from '../results/text/printable.ts'
import { tool } from '../files/version.ts'
import { uninterrupted, type Interruption } from './interruption.ts'
import { asFailure } from './last-resort.ts'
import { tellOnStderr } from './tell.ts'

/** A command's action gives the exit code, and listens to what may interrupt it. */
export type Outcome = { exitCode: number; interruption: Interruption }

type MakeCommand = (outcome: Outcome) => Command

/** The commands in the order of the help. Each is loaded when it is asked for: loading all takes longer than a short run. */
const commands: Record<string, () => Promise<MakeCommand>> = {
  run: async () => (await import('./run.ts')).runCommand,
  report: async () => (await import('./report.ts')).reportCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  cleanup: async () => (await import('./cleanup.ts')).cleanupCommand,
  serve: async () => (await import('./serve.ts')).serveCommand,
  list: async () => (await import('./list.ts')).listCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  completion: async () => (await import('./completion.ts')).completionCommand,
}

/** The one command that is named first, else all of them: for the help, for what was mistyped, and to be completed. */
function asked([first = '']: readonly string[]): Promise<MakeCommand[]> {
  const one = Object.hasOwn(commands, first) && first !== 'completion' ? commands[first] : undefined
  return Promise.all((one ? [one] : Object.values(commands)).map((load) => load()))
}

/**
 * Reads the command line and runs the command; the answer is the exit code. What the user can mend
 * is told in two lines at most.
 */
export async function program(
  argv: readonly string[],
  tell: (failure: Failure) => void = tellOnStderr,
  interruption: Interruption = uninterrupted(),
): Promise<number> {
  const outcome: Outcome = { exitCode: 0, interruption }
  const root = new Command('oci-assay')
    .description('Conformance and validation harness for OCI registries and image layouts')
    .version(tool().version)
    .showHelpAfterError('(oci-assay <command> --help tells all options)')
    .exitOverride()
    // Messages repeat what was typed, passwords in addresses included.
    .configureOutput({ outputError: (text, write) => write(noCommands(printableLines(maskTyped(text)))) })
  for (const make of await asked(argv)) {
    root.addCommand(make(outcome).exitOverride().copyInheritedSettings(root))
  }
  try {
    await root.parseAsync(argv, { from: 'user' })
    return outcome.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
    const failure = asFailure(error)
    tell(failure)
    return failure.exitCode
  }
}
