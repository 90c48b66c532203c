import { withoutUndefined } from '../../engine/optional.ts'
import type { SettingValue, Layer, RunSettings, SettingKey } from './setting.ts'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { configVariable, passwordVariable, readEnvironment, type Environment } from './environment.ts'
import { configurationFile } from './place.ts'
import {
  misspeltVariables,
  readReferenceVariables,
  referenceFile,
  translate,
  type ReferenceValues,
} from './reference-suite/index.ts'
import { settings } from './settings.ts'

/** Where settings are looked for. */
export interface Sources {
  /** Of the command line: only what was typed. */
  flags: RunSettings
  /** The file that the command line names. */
  config?: string | undefined
  environment: Environment
  /** The working folder. */
  folder: string
}

export interface Resolved {
  settings: RunSettings
  /** Each setting with where it was set; defaults are not among them. */
  merged: Layer
  /** From the environment or the reference suite's file. */
  password?: string
  /** The file that settings were read from, for people; absent where there is none. */
  file?: string
  /** What was set by a file that was found in the folder, and not named; see checkFound. */
  found?: Found
  /** For stderr: what was read, and what the reference suite's settings became. */
  notes: readonly string[]
}

/** A file that was read because it is there. */
export interface Found {
  path: string
  /** How to name it, and so to accept what it sets. */
  accept: string
  settings: Layer
  /** Whether the password is from it. */
  password: boolean
}

/** What was typed, as a layer. */
function typed(flags: RunSettings): Layer {
  const layer = new Map<SettingKey, SettingValue>()
  for (const { key } of settings) {
    const value = flags[key]
    if (value !== undefined) layer.set(key, { value, from: 'command line' })
  }
  return layer
}

/** What reads YAML is loaded where there is any. */
async function configurationIn(path: string): Promise<Layer> {
  const { readConfiguration } = await import('./file.ts')
  return readConfiguration(path)
}

/**
 * Merges the sources of settings: the command line takes precedence over the environment, and that over the file.
 * Within the environment OCI_ASSAY_<OPTION> comes before the variables of the reference suite,
 * whose own file replaces ours where there is none. Throws Failure.
 */
export async function resolveSettings({ flags, config, environment, folder }: Sources): Promise<Resolved> {
  const named = config ?? (environment[configVariable] || undefined)
  const file = configurationFile(named, folder)
  const reference = await referenceValues(environment, folder, file !== undefined)
  const { layer: translated, password, notes } = translate(reference.values)
  const inFile: Layer = file === undefined ? new Map() : await configurationIn(file)
  const own = readEnvironment(environment)
  const layers: Layer[] = [typed(flags), own.layer, translated, inFile]
  const merged = new Map<SettingKey, SettingValue>()
  for (const each of layers.toReversed()) for (const [key, value] of each) merged.set(key, value)
  const values = Object.fromEntries([...merged].map(([key, { value }]) => [key, value]))
  const ownPassword = environment[passwordVariable] || undefined
  const byFile = file !== undefined && named === undefined
  const isFound = ([key, each]: readonly [SettingKey, SettingValue]): boolean =>
    byFile ? inFile.get(key) === each : translated.get(key) === each && isIn(reference.found, each.from)
  const foundAt: Omit<Found, 'settings'> | undefined = byFile
    ? { path: file, accept: `--config ${file} (in the action: the input config)`, password: false }
    : reference.found === undefined
      ? undefined
      : {
          path: reference.found,
          accept: `the variable ${referenceFile.variable}=${reference.found}`,
          password:
            ownPassword === undefined && isIn(reference.found, reference.values.get('OCI_PASSWORD')?.from),
        }
  const read = file ?? reference.file
  const how = foundAt ? `${read} (found in the working folder)` : read
  return {
    // Each value was read by the kind of its setting.
    settings: values,
    merged,
    ...withoutUndefined({ password: ownPassword ?? password }),
    ...withoutUndefined({ file: how }),
    ...(foundAt ? { found: { ...foundAt, settings: new Map([...merged].filter(isFound)) } } : {}),
    notes: [
      ...(file === undefined ? [] : [`read options from ${how}`]),
      ...own.notes,
      ...misspeltVariables(environment),
      ...reference.notes,
      ...notes,
    ],
  }
}

/** Whether a value is from this file of the reference suite, of which its members name the line. */
const isIn = (path: string | undefined, from: string | undefined): boolean =>
  path !== undefined && from !== undefined && from.includes(` in ${path}:`)

/** The reference suite's settings, with the file that they are from, and that file again where it was not named. */
interface ReferenceSources {
  values: ReferenceValues
  notes: string[]
  file?: string
  found?: string
}

/** The reference suite's variables, over its file: the one that is named, or the one in this folder. */
async function referenceValues(
  environment: Environment,
  folder: string,
  hasOwnFile: boolean,
): Promise<ReferenceSources> {
  const variables = readReferenceVariables(environment)
  const named = environment[referenceFile.variable] || undefined
  const usual = join(folder, referenceFile.usual)
  const path = named ?? (!hasOwnFile && existsSync(usual) ? referenceFile.usual : undefined)
  if (path === undefined) return { values: variables, notes: [] }
  const { readReferenceFile } = await import('./reference-suite/yaml.ts')
  const file = path === referenceFile.usual ? usual : path
  const fromFile = readReferenceFile(file)
  return {
    values: new Map([...fromFile, ...variables]),
    file,
    ...(named === undefined ? { found: file } : {}),
    notes: [`read ${path}, a file of the reference suite`],
  }
}
