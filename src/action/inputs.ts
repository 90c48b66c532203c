import { configVariable, variableOf, type Environment } from '../cli/configuration/environment.ts'
import { lastingSettings } from '../cli/configuration/settings.ts'

/** The variable in which the runner passes an input: the name in capitals, with its dashes. */
export const inputOf = (environment: Environment, name: string): string | undefined => {
  const text = environment[`INPUT_${name.toUpperCase()}`]
  return text === undefined || text.trim() === '' ? undefined : text
}

/** The inputs that are not options of the command line. */
export const ownInputs = ['config', 'password', 'summary', 'fail'] as const

/** The variables that correspond to inputs: they take precedence over those that a job has set. */
export function variablesOf(environment: Environment): Record<string, string> {
  const named: [string, string | undefined][] = [
    ...lastingSettings.map((setting): [string, string | undefined] => [
      variableOf(setting),
      inputOf(environment, setting.name),
    ]),
    [configVariable, inputOf(environment, 'config')],
    // Spaces at its ends may belong to a password.
    ['OCI_ASSAY_PASSWORD', environment['INPUT_PASSWORD'] || undefined],
  ]
  return Object.fromEntries(named.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** An input that is true or false; everything but `false` keeps what is usual. */
export const isOn = (environment: Environment, name: string): boolean =>
  inputOf(environment, name)?.trim().toLowerCase() !== 'false'
