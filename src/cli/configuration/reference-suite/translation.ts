import { exitCodes, Failure } from '../../../results/conclusion/failure.ts'
import type { SettingValue, SettingKey } from '../setting.ts'
import { flag, type ReferenceValues } from './values.ts'

/** A translation on its way: what was read, and what it becomes. */
export interface Translation {
  layer: Map<SettingKey, SettingValue>
  /** One line a setting: its equivalent, or why it has none. */
  notes: string[]
  /** A setting without spaces around it; undefined where it is empty or absent. */
  text: (name: string) => string | undefined
  /** A switch; undefined where it is absent. Throws Failure where it is neither true nor false. */
  isOn: (name: string) => boolean | undefined
  has: (name: string) => boolean
  /** Where these were read, for people; those that are absent are left out. */
  fromOf: (...names: readonly string[]) => string
  note: (from: string, became: string) => void
  /** Sets a setting, and notes its option of the command line. */
  set: (key: SettingKey, value: SettingValue['value'], from: string, became: string) => void
}

export function beginTranslation(values: ReferenceValues): Translation {
  const layer: Translation['layer'] = new Map()
  const notes: string[] = []
  const note: Translation['note'] = (from, became) => void notes.push(`${from}: ${became}`)
  return {
    layer,
    notes,
    note,
    text: (name) => values.get(name)?.text.trim() || undefined,
    has: (name) => values.has(name),
    fromOf: (...names) => names.flatMap((name) => values.get(name)?.from ?? []).join(' and '),
    isOn(name) {
      const value = values.get(name)
      if (!value) return undefined
      const on = flag(value.text.trim())
      if (on !== undefined) return on
      throw new Failure(`${value.from} is neither true nor false`, exitCodes.usage, 'write true or false')
    },
    set(key, value, from, became) {
      layer.set(key, { value, from })
      note(from, became)
    },
  }
}
