import type { SettingValue, Layer, Setting, SettingKey } from './setting.ts'
import { exitCodes, Failure } from '../../results/conclusion/failure.ts'
import { readText, ValueError } from './read-value.ts'
import { lastingSettings } from './settings.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const prefix = 'OCI_ASSAY_'

/** The variable of a setting: OCI_ASSAY_SECOND_REPOSITORY. */
export const variableOf = ({ name }: Pick<Setting, 'name'>): string =>
  `${prefix}${name.toUpperCase().replaceAll('-', '_')}`

/** The file that the environment names. */
export const configVariable = `${prefix}CONFIG`

/** Settings from OCI_ASSAY_<OPTION>; empty ones are as if absent. Throws Failure. */
export function readEnvironment(environment: Environment): Layer {
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
  return layer
}
