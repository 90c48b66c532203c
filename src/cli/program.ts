import { Command, CommanderError } from 'commander'
import { exitCodes, Failure } from '../failure.ts'
import { tool } from '../version.ts'
import { cleanupCommand } from './cleanup.ts'
import { completionCommand } from './completion.ts'
import { doctorCommand } from './doctor.ts'
import { explainCommand } from './explain.ts'
import { listCommand } from './list.ts'
import { reportCommand } from './report.ts'
import { runCommand } from './run.ts'
import { serveCommand } from './serve.ts'

/** A command's action gives the exit code. */
export type Outcome = { exitCode: number }

const commands = [
  runCommand,
  reportCommand,
  doctorCommand,
  cleanupCommand,
  serveCommand,
  listCommand,
  explainCommand,
  completionCommand,
]

/**
 * Reads the command line and runs the command; the answer is the exit code. What the user can mend
 * is told in two lines at most.
 */
export async function program(
  argv: readonly string[],
  tell: (failure: Failure) => void = tellOnStderr,
): Promise<number> {
  const outcome: Outcome = { exitCode: 0 }
  const root = new Command('oci-assay')
    .description('Conformance and validation harness for OCI registries and image layouts')
    .version(tool().version)
    .showHelpAfterError('(oci-assay <command> --help tells all options)')
    .exitOverride()
  for (const make of commands) {
    root.addCommand(make(outcome).exitOverride().copyInheritedSettings(root))
  }
  try {
    await root.parseAsync(argv, { from: 'user' })
    return outcome.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
    if (!(error instanceof Failure)) throw error
    tell(error)
    return error.exitCode
  }
}

function tellOnStderr({ message, advice }: Failure): void {
  process.stderr.write(`oci-assay: ${message}\n`)
  if (advice !== undefined) process.stderr.write(`  ${advice}\n`)
}
