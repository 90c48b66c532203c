import { Command, CommanderError, type Argument } from 'commander'
import { exitCodes, type Failure } from '../results/conclusion/failure.ts'
import { maskTyped } from '../registry/record/redaction/places.ts'
import { noCommands, printableLines } from '../results/text/printable.ts'
import { tool } from '../files/version.ts'
import type { MakeCommand, Outcome } from './outcome.ts'
import { withSuggestion } from './process/suggestion.ts'
import { uninterrupted, type Interruption } from './process/interruption.ts'
import { asFailure } from './process/last-resort.ts'
import { printFailure } from './process/print-failure.ts'

/** The commands in the order of the help. Each is loaded when it is used: loading all takes longer than a short run. */
export const commands: Readonly<Record<string, () => Promise<MakeCommand>>> = {
  run: async () => (await import('./commands/run.ts')).runCommand,
  roundtrip: async () => (await import('./commands/roundtrip.ts')).roundtripCommand,
  client: async () => (await import('./commands/client.ts')).clientCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  history: async () => (await import('./commands/history.ts')).historyCommand,
  reproduce: async () => (await import('./commands/reproduce.ts')).reproduceCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
  cleanup: async () => (await import('./commands/cleanup.ts')).cleanupCommand,
  serve: async () => (await import('./commands/serve.ts')).serveCommand,
  list: async () => (await import('./commands/list.ts')).listCommand,
  explain: async () => (await import('./commands/explain.ts')).explainCommand,
  completion: async () => (await import('./commands/completion.ts')).completionCommand,
}

/** The one command that is named first, else all of them: for the help, for what was mistyped, and to be completed. */
function commandsFor([first = '']: readonly string[]): Promise<MakeCommand[]> {
  const one = Object.hasOwn(commands, first) && first !== 'completion' ? commands[first] : undefined
  return Promise.all((one ? [one] : Object.values(commands)).map((load) => load()))
}

/** The long names of the options of the command that was named. */
const optionsOf = (root: Command, [name]: readonly string[]): string[] =>
  root.commands
    .filter((each) => each.name() === name)
    .flatMap(({ options }) => options.flatMap(({ long }) => long ?? []))

const termOf = (command: Command): string =>
  [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' ')

const argumentTerm = (argument: Argument): string => {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}

/**
 * Reads the command line and runs the command; returns the exit code. What the user can correct
 * is printed in two lines at most.
 */
export async function program(
  argv: readonly string[],
  print: (failure: Failure) => void = printFailure,
  interruption: Interruption = uninterrupted(),
): Promise<number> {
  const outcome: Outcome = { exitCode: 0, interruption }
  const root = new Command('oci-assay')
    .description('Conformance and validation harness for OCI registries, image layouts and clients')
    .version(tool().version)
    // Without "[options]" descriptions fit beside it at 80 columns.
    .configureHelp({ subcommandTerm: termOf })
    .showHelpAfterError('(oci-assay <command> --help lists all options)')
    .exitOverride()
    // Messages repeat what was typed, passwords in addresses included.
    .configureOutput({
      outputError: (text, write) =>
        write(noCommands(printableLines(maskTyped(withSuggestion(text, optionsOf(root, argv)))))),
    })
  for (const make of await commandsFor(argv)) {
    root.addCommand(make(outcome).exitOverride().copyInheritedSettings(root))
  }
  try {
    await root.parseAsync(argv, { from: 'user' })
    return outcome.exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
    const failure = asFailure(error)
    print(failure)
    return failure.exitCode
  }
}
