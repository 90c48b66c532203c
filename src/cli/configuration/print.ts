import type { SettingValue, Setting } from './setting.ts'
import { stringify } from 'yaml'
import { maskTyped } from '../../registry/record/redaction/places.ts'
import { printable } from '../../results/text/printable.ts'
import type { Resolved } from './resolve.ts'
import { lastingSettings } from './settings.ts'

/** Where editors find the schema of the file. */
export const schemaAddress = './node_modules/oci-assay/schemas/config.schema.json'

/** One value in one line. */
const spelled = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0, defaultStringType: 'PLAIN' }).trim()

/**
 * Without the values of variables, of which any may be a secret, and without what is secret in addresses. Of a proxy,
 * whose password may be written with any character, everything is masked before the last @.
 */
function veiled(
  { key }: Setting,
  value: SettingValue['value'] | undefined,
): SettingValue['value'] | undefined {
  const mask = (text: string): string => {
    if (key === 'env') return text.replace(/=[^]*$/, '=***')
    if (key === 'proxy') return maskTyped(text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^]*@/i, '$1***@'))
    return maskTyped(text)
  }
  if (Array.isArray(value)) return value.map((each: string) => mask(each))
  return typeof value === 'string' ? mask(value) : value
}

/** What --print-config prints: an equivalent file, with the source of each value. */
export function printedConfiguration({ merged, password }: Resolved): string {
  const lines = lastingSettings.flatMap((setting): string[] => {
    const found = merged.get(setting.key)
    const value = veiled(setting, found?.value ?? setting.default)
    if (value === undefined) return []
    const text = `${setting.name}: ${spelled(found?.written ?? value)}`
    return [`${printable(text).padEnd(40)} # ${printable(found?.from ?? 'default')}`]
  })
  return [
    `# yaml-language-server: $schema=${schemaAddress}`,
    ...lines,
    ...(password === undefined ? [] : ['# a password is set in the environment; it is not printed']),
    '',
  ].join('\n')
}
