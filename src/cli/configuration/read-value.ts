import type { SettingValue, Setting } from './setting.ts'

/** What is wrong with a value, and what to write instead; without the name of its setting. */
export class ValueError extends Error {
  override name = 'ValueError'
}

const yes = ['true', 'yes', 'on', '1']
const no = ['false', 'no', 'off', '0', '']

/** A value as the environment and the inputs of CI systems have them: text. Throws ValueError. */
export function readText(setting: Setting, text: string): SettingValue['value'] {
  switch (setting.kind) {
    case 'switch': {
      const value = text.trim().toLowerCase()
      if (yes.includes(value)) return true
      if (no.includes(value)) return false
      throw new ValueError('write true or false')
    }
    case 'integer':
      return integerIn(setting, /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN)
    case 'list':
      return itemsIn(
        setting,
        text
          .split(setting.divided === 'lines' ? /[\r\n]+/ : /\s+/)
          .map((item) => item.trim())
          .filter((item) => item !== ''),
      )
    case 'path':
    case 'policies':
      return text
    default:
      return textIn(setting, text)
  }
}

/** A value as a file has it: with a type. Throws ValueError. */
export function readTyped(setting: Setting, value: unknown): SettingValue['value'] {
  switch (setting.kind) {
    case 'switch':
      if (typeof value === 'boolean') return value
      throw new ValueError('write true or false')
    case 'integer':
      return integerIn(setting, typeof value === 'number' ? value : Number.NaN)
    case 'list': {
      const items: unknown[] = Array.isArray(value) ? value : [value]
      if (items.every((item) => typeof item === 'string')) return itemsIn(setting, items)
      throw new ValueError('write a list of texts, such as [one, two]')
    }
    default: {
      // 1.1 is a number to YAML, and a version to people.
      const text = typeof value === 'number' ? spelled(value) : value
      if (typeof text !== 'string') throw new ValueError('write a text')
      return setting.kind === 'text' ? textIn(setting, text) : text
    }
  }
}

const spelled = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value))

function integerIn(setting: Setting & { kind: 'integer' }, value: number): number {
  const { least, most = Number.MAX_SAFE_INTEGER } = setting
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value
  throw new ValueError(`must be a whole number from ${least} to ${most}`)
}

function itemsIn({ choices, read }: Setting & { kind: 'list' }, items: readonly string[]): readonly string[] {
  if (read) for (const item of items) reading(read, item)
  if (!choices || items.every((item) => choices.includes(item))) return items
  throw new ValueError(`choose among ${choices.join(', ')}`)
}

function textIn({ read, choices }: Setting & { kind: 'text' }, text: string): string {
  if (choices && !choices.includes(text)) throw new ValueError(`choose among ${choices.join(', ')}`)
  return read ? reading(read, text) : text
}

function reading<Value>(read: (text: string) => Value, text: string): Value {
  try {
    return read(text)
  } catch (error) {
    throw new ValueError(error instanceof Error ? error.message : String(error))
  }
}
