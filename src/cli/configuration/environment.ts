import type { SettingValue, Layer, Setting, SettingKey } from './setting.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { didYouMean, similarNames } from '../../results/text/similar.ts'
import { readText, ValueError } from './read-value.ts'
import { lastingSettings, settings } from './settings.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const prefix = 'OCI_ASSAY_'

/** The variable of a setting: OCI_ASSAY_SECOND_REPOSITORY. */
export const variableOf = ({ name }: Pick<Setting, 'name'>): string =>
  `${prefix}${name.toUpperCase().replaceAll('-', '_')}`

/** The file that the environment names. */
export const configVariable = `${prefix}CONFIG`

/** Variables of the tests and scripts of this repository, which nothing else reads. */
const ofDevelopment = /^(ALL_FAULTS|COMMAND|FUZZ_[A-Z]+|RECORD|SAMPLES|SPECS|ZOT)$/

/** The password has no option. */
export const passwordVariable = `${prefix}PASSWORD`

/**
 * Notes on variables OCI_ASSAY_… that no setting has. Throws Failure for what is probably a misspelt one: a run that
 * ignores OCI_ASSAY_READONLY writes to the registry.
 */
function notesOnUnknown(environment: Environment): string[] {
  const known = [configVariable, passwordVariable, ...lastingSettings.map(variableOf)]
  const commandLine = new Map(
    settings
      .filter((setting) => setting.commandLineOnly)
      .map((setting) => [variableOf(setting), setting.name]),
  )
  return Object.keys(environment).flatMap((variable) => {
    const name = variable.slice(prefix.length)
    if (!variable.startsWith(prefix) || known.includes(variable) || ofDevelopment.test(name)) return []
    const option = commandLine.get(variable)
    if (option !== undefined)
      return [`${variable} is ignored: --${option} is accepted on the command line only`]
    const similar = similarNames(
      name,
      known.map((each) => each.slice(prefix.length)),
    )
    const advice = didYouMean(similar.map((each) => prefix + each))
    if (advice !== undefined) throw new Failure(`unknown variable ${variable}`, exitCodes.usage, advice)
    return [`${variable} is ignored: there is no such variable`]
  })
}

/** Settings from OCI_ASSAY_<OPTION>; empty ones are as if absent. Throws Failure. */
export function readEnvironment(environment: Environment): { layer: Layer; notes: string[] } {
  const notes = notesOnUnknown(environment)
  const layer = new Map<SettingKey, SettingValue>()
  for (const setting of lastingSettings) {
    const variable = variableOf(setting)
    const text = environment[variable]
    if (text === undefined || text.trim() === '') continue
    try {
      layer.set(setting.key, { value: readText(setting, text), from: variable })
    } catch (error) {
      if (!(error instanceof ValueError)) throw error
      throw new Failure(`${variable}: ${error.message}`, exitCodes.usage)
    }
  }
  return { layer, notes }
}
