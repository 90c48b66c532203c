import { checkPlaceholders, withProgram, wordsOf } from './command-line.ts'
import type { Daemon } from './daemon.ts'
import type { Known } from './known.ts'
import type { Operation } from './operations.ts'
import type { RunCommand } from './run-command.ts'

/** The command line of an operation, with those that prepare it: an image in the storage of the client, for example. */
export interface Steps {
  prepare: readonly string[]
  command: string
}

/** How a client is run: data. Command lines have placeholders, see operations.ts. */
export interface Recipe {
  /** As the user types it. */
  name: string
  title: string
  /** Prints the version of the client. */
  version?: string
  /** Has the group `version`. Default: the first thing that looks like one. */
  versionPattern?: string
  /** What the client does; without a command line for an operation nothing about it is evaluated. */
  operations: Readonly<Partial<Record<Operation, string | Steps>>>
  /** What `{plain}` stands for: registries here have no TLS. */
  plain?: string
  /** Takes the place of options for plain HTTP where a registry has TLS. */
  secure?: string
  /** What `{login}` stands for where the registry requires credentials, beside the usual files. */
  login?: string
  /** Environment variables and files below the home of an invocation; both with placeholders. */
  environment?: Readonly<Record<string, string>>
  files?: Readonly<Record<string, string>>
  /** A service that the client works through: each invocation has its own, below its home. */
  daemon?: Daemon
  /** Types of what it pulls, where that is not an image: a chart. Nothing is evaluated that is about images alone. */
  pulls?: { config: string; layer: string }
  /** What is known of images that it pushes and pulls. */
  known?: Known
  /** Why something is run as it is, for people. */
  remarks?: readonly string[]
  /** Runs it within this process. */
  run?: RunCommand
}

/** The words of each command line of an operation; undefined where the client does not have it. */
export function commandsOf(recipe: Recipe, operation: Operation): string[][] | undefined {
  const found = recipe.operations[operation]
  if (found === undefined) return undefined
  const { prepare, command } = typeof found === 'string' ? { prepare: [], command: found } : found
  return [...prepare, command].map((line) => withProgram(wordsOf(line)))
}

/** The words of the command lines of its service. */
export const daemonOf = ({ daemon }: Recipe): { command: string[]; ready: string[] } | undefined =>
  daemon && { command: wordsOf(daemon.command), ready: wordsOf(daemon.ready) }

/** Throws CommandLineError where a command line of the recipe cannot be used. */
export function checkRecipe(recipe: Recipe): void {
  for (const operation of Object.keys(recipe.operations) as Operation[])
    for (const words of commandsOf(recipe, operation) ?? []) checkPlaceholders(words)
  for (const words of Object.values(daemonOf(recipe) ?? {})) checkPlaceholders(words)
}
