import { InvalidArgumentError, Option, type Command } from 'commander'
import { readText, readTyped, ValueError } from './read-value.ts'
import type { Setting } from './setting.ts'

/** The option of a setting. Without a default: what was not typed may be set in a file. */
function optionOf(setting: Setting): Option {
  const { name, about, value = 'value' } = setting
  const suffix = setting.default === undefined ? '' : ` (default ${[setting.default].flat().join(' ')})`
  if (setting.kind === 'switch') return new Option(`--${name}`, about)
  if (setting.kind === 'list') {
    const list = new Option(`--${name} <${value}...>`, about + suffix)
    if (setting.choices) return list.choices(setting.choices)
    return setting.read ? list.argParser(collected(setting)) : list
  }
  const option = new Option(`--${name} <${value}>`, about + suffix)
  if (setting.kind === 'text' && setting.choices) return option.choices(setting.choices)
  return option.argParser((text) => {
    try {
      return readText(setting, text)
    } catch (error) {
      throw error instanceof ValueError ? new InvalidArgumentError(error.message) : error
    }
  })
}

/** Items one after the other, each looked at. */
const collected =
  (setting: Setting) =>
  (item: string, before: readonly string[] = []): readonly string[] => {
    try {
      readTyped(setting, item)
    } catch (error) {
      throw error instanceof ValueError ? new InvalidArgumentError(error.message) : error
    }
    return [...before, item]
  }

/** Adds the options of these settings to a command; switches that a file may set can be taken back. */
export function addSettings(command: Command, list: readonly Setting[]): Command {
  for (const setting of list) {
    command.addOption(optionOf(setting))
    if (setting.kind !== 'switch' || setting.commandLineOnly) continue
    command.addOption(new Option(`--no-${setting.name}`).hideHelp())
  }
  return command
}
