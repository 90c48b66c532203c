import type { TargetDescription } from '../../engine/events.ts'

/** What a column is called: a product, and its version where the name ends in one. */
export interface Name {
  product: string
  version?: string
}

/** `2.1.20`, `v2`: a version has a `v` before it or a dot within, so that `registry 2` is a name. */
const versionForm = /^(?:v\d|v?\d+[.-]\d)[\w.+~:-]*$/

/** Parses a label; where it does not end in a version, all of it names the product. */
export function nameOf(label: string): Name {
  const name = label.trim()
  // A version contains neither a space nor an `@`: it begins after the last of them.
  const before = Math.max(name.lastIndexOf(' '), name.lastIndexOf('@'))
  const version = name.slice(before + 1)
  if (before < 1 || !versionForm.test(version)) return { product: name }
  const product = name[before] === ' ' ? name.slice(0, before).trimEnd() : name.slice(0, before)
  return { product, version: version.replace(/^v/, '') }
}

/** The name of a target by default: its label, or its address. */
export const labelOf = ({ name, details }: TargetDescription): string =>
  details['label'] ?? name.replace(/^https?:\/\//i, '').replace(/(?<!\/)\/+$/, '')

/** `zot 2.1.20` */
export const fullName = ({ product, version }: Name): string =>
  version === undefined ? product : `${product} ${version}`

/** Numbers by their value, so that 2.1.9 comes before 2.1.20; words by their letters; 2.1.0-rc1 before 2.1.0. */
export function byVersion(one: string, other: string): number {
  const [first, second] = [parts(one), parts(other)]
  for (let at = 0; at < Math.max(first.length, second.length); at++) {
    const [a, b] = [first[at], second[at]]
    if (a === b) continue
    // What is left over of a longer version is a further number, which is later, or a word such as rc1.
    if (a === undefined) return /^\d/.test(b ?? '') ? -1 : 1
    if (b === undefined) return /^\d/.test(a) ? 1 : -1
    const numbers = [a, b].map(Number)
    if (numbers.every(Number.isFinite)) return (numbers[0] ?? 0) - (numbers[1] ?? 0) || (a < b ? -1 : 1)
    return a < b ? -1 : 1
  }
  return 0
}

/** Without build metadata, which has no order. */
const parts = (version: string): string[] => (version.split('+')[0] ?? '').match(/\d+|[a-z]+/gi) ?? []
