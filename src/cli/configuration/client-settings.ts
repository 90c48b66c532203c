import { checkPlaceholders, CommandLineError, wordsOf } from '../../client/command-line.ts'
import { operationNames, operations, type Operation } from '../../client/operations.ts'
import type { Setting } from './setting.ts'

/** Throws an Error where a command line cannot be used. */
function commandLine(text: string): string {
  try {
    checkPlaceholders(wordsOf(text))
    return text
  } catch (error) {
    if (error instanceof CommandLineError) throw new Error(error.message, { cause: error })
    throw error
  }
}

const templateOf = (name: Operation): Setting => ({
  kind: 'text',
  name,
  key: name,
  value: 'command',
  read: commandLine,
  about: `clients: command that ${operations[name]}, with placeholders such as {ref}`,
})

/** How a client is run: by a recipe, by commands, or by a recipe with other commands. */
export const clientSettings: readonly Setting[] = [
  // An argument on the command line, and an option elsewhere.
  {
    kind: 'text',
    name: 'client',
    key: 'client',
    about: 'clients: name of the recipe (oci-assay list recipes)',
  },
  ...operationNames.map(templateOf),
]
