import type { SpecVersion } from './spec-version.ts'

// Separators between runs of letters and digits: 1.1 added two underscores and longer runs of dashes.
const component = {
  '1.0': '[a-z0-9]+(?:[._-][a-z0-9]+)*',
  '1.1': '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*',
}
const nameOf = (part: string): RegExp => new RegExp(`^${part}(?:/${part})*$`)
const names: Readonly<Record<SpecVersion, RegExp>> = {
  '1.0': nameOf(component['1.0']),
  '1.1': nameOf(component['1.1']),
  dev: nameOf(component['1.1']),
}
const tag = /^\w[\w.-]{0,127}$/

/** The grammar of repository names in a version (section Pulling manifests), and no more than 255 characters. */
export const isRepositoryName = (text: string, spec: SpecVersion): boolean =>
  text.length <= 255 && names[spec].test(text)

/** The grammar of tags, from 1.1 on; 1.0 has none, so the same one is used there. */
export const isTagName = (text: string): boolean => tag.test(text)
