import { didYouMean, similarNames } from '../../../results/text/similar.ts'
import type { SettingValue, SettingKey } from '../setting.ts'
import { selectionVariables, translateSkips } from './selection.ts'
import { specimenVariables, translateSpecimens } from './specimens.ts'
import { remarks } from './switches.ts'
import {
  targetVariables,
  translateAddress,
  translateReports,
  translateRepositories,
  translateVersion,
} from './target.ts'
import { beginTranslation } from './translation.ts'
import type { ReferenceValue, ReferenceValues } from './values.ts'

export type { ReferenceValues } from './values.ts'

/** The file that the reference suite reads by default, and the variable that names another one. */
export const referenceFile = { usual: 'oci-conformance.yaml', variable: 'OCI_CONFIGURATION' }

/** Why a setting is ignored, with those that it may be a misspelling of. */
function unknown(name: string): string {
  const known = [...knownVariables, referenceFile.variable]
  const similar = similarNames(
    name.replace(/^OCI_/, ''),
    known.map((each) => each.replace(/^OCI_/, '')),
  )
  return `unknown and ignored${suffix(didYouMean(similar.map((each) => `OCI_${each}`)))}`
}

const suffix = (question: string | undefined): string => (question === undefined ? '' : `: ${question}`)

/**
 * Notes on variables OCI_… that resemble those of the reference suite. Others that begin so belong to other programs.
 */
export function misspeltVariables(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(environment).flatMap((name) => {
    if (!name.startsWith('OCI_') || name.startsWith('OCI_ASSAY_')) return []
    if (knownVariables.has(name) || name === referenceFile.variable) return []
    const note = unknown(name)
    return note.includes('?') ? [`${name}: ${note}`] : []
  })
}

/** Settings with the same meaning in both, without a note. */
const shared = ['OCI_USERNAME', 'OCI_PASSWORD']

/** The variables that are understood; others that begin with OCI_ are ignored. */
export const knownVariables: ReadonlySet<string> = new Set([
  ...targetVariables,
  ...selectionVariables,
  ...specimenVariables,
  ...Object.keys(remarks),
  ...shared,
])

/** The reference suite's variables that are set. */
export function readReferenceVariables(
  environment: Readonly<Record<string, string | undefined>>,
): Map<string, ReferenceValue> {
  return new Map(
    Object.entries(environment).flatMap(([name, text]) =>
      knownVariables.has(name) && text !== undefined && text !== '' ? [[name, { text, from: name }]] : [],
    ),
  )
}

export interface Translated {
  layer: Map<SettingKey, SettingValue>
  password?: string
  notes: string[]
}

/** Translates the reference suite's settings, today's and those of its older versions. Throws Failure. */
export function translate(values: ReferenceValues): Translated {
  const translation = beginTranslation(values)
  translateAddress(translation)
  translateRepositories(translation)
  translateVersion(translation)
  translateSkips(translation)
  translateSpecimens(translation)
  translateReports(translation)
  const { layer, notes, note, has, fromOf } = translation
  for (const [name, remark] of Object.entries(remarks)) if (has(name)) note(fromOf(name), remark)
  // Only a file can hold any: of the environment no more is read than is known.
  for (const [name, { from }] of values) if (!knownVariables.has(name)) note(from, unknown(name))
  const username = translation.text('OCI_USERNAME')
  if (username !== undefined) layer.set('username', { value: username, from: fromOf('OCI_USERNAME') })
  const password = values.get('OCI_PASSWORD')?.text
  return { layer, notes, ...(password === undefined || password === '' ? {} : { password }) }
}
