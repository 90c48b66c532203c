import { fill, type Values } from '../../../client/command-line.ts'
import type { Operation } from '../../../client/operations.ts'
import { daemonOf, type Recipe } from '../../../client/recipe.ts'
import { hereText, word, type Template } from '../../../registry/reproduce/shell.ts'
import type { Again } from '../../../registry/record/trip.ts'

/** Stands for a variable of the shell until a command line is complete. */
const variable = (name: string): string => `\u0000${name}\u0000`

/** The folder of a command: what its placeholders lead to is below it. */
export const workFolder = variable('work')

/** The current folder of a command, below its own. */
const current = 'work'

/** Values of a command line for a shell: its folder and its credentials are variables. */
export const valuesForShell = (values: Values): Values => ({
  ...values,
  layout: `${workFolder}/layout`,
  home: `${workFolder}/home`,
  out: `${workFolder}/${current}/out`,
  username: variable('REGISTRY_USER'),
  password: variable('REGISTRY_PASSWORD'),
})

const templateOf = (text: string): Template =>
  text
    .split('\u0000')
    .map((part, at) => (at % 2 === 0 ? part : { variable: part }))
    .filter((part) => part !== '')

/** A command line as a POSIX shell reads it. */
export const lineOf = (words: readonly string[]): string =>
  words.map((each) => word(templateOf(each))).join(' ')

/** How the commands of an operation are run again, each of them. */
export function againOf(
  recipe: Recipe,
  operation: Operation & ('push' | 'pull'),
  { lines, values }: { lines: readonly string[][]; values: Values },
): Again[] {
  const ofShell = valuesForShell(values)
  const daemon = daemonOf(recipe)
  const text = (each: string): string => hereText(templateOf(fill([each], ofShell).join(' ')))
  const used = [...lines.flat(), ...Object.values(daemon ?? {}).flat()].join(' ')
  const files = Object.entries(recipe.files ?? {}).filter(([name]) =>
    used.includes(`{home}/${name.split('/', 1)[0]}`),
  )
  const { unpacks, ...known } = recipe.known ?? {}
  const converts = known[operation] !== undefined || (operation === 'pull' && unpacks === true)
  const setting = {
    ...(converts ? { converts } : {}),
    ...(files.length === 0
      ? {}
      : { files: Object.fromEntries(files.map(([name, each]) => [name, text(each)])) }),
    ...(recipe.environment
      ? {
          environment: Object.fromEntries(
            Object.entries(recipe.environment).map(([name, each]) => [name, text(each)]),
          ),
        }
      : {}),
    ...(daemon
      ? {
          service: {
            line: lineOf(fill(daemon.command, ofShell)),
            ready: lineOf(fill(daemon.ready, ofShell)),
          },
        }
      : {}),
  }
  return lines.map((words) => ({
    line: lineOf(fill(words, ofShell)),
    client: recipe.name,
    operation,
    ...setting,
  }))
}
