import { textOfCommon } from './common.ts'
import type { Contents } from './content.ts'
import type { Template, Variable } from './shell.ts'

/** Turns text of the run into text of the script. */
export interface Names {
  /** `known`: digests of nothing that the script has stay as they are. */
  template(text: string, options?: { known?: boolean }): Template
  /** Variables for digests of what does not exist, with their algorithm. */
  absent(): ReadonlyMap<string, string>
}

/** How many digits of a random name are replaced: its beginning stays, and so does the order of names. */
export const nonceDigits = 6

const digest =
  /(?<algorithm>sha256|sha512)(?<separator>:|%3[Aa])(?<hex>[0-9a-f]{128}|[0-9a-f]{64})(?![0-9a-zA-Z])/
/** Names of tests end in digits by chance. */
const word = /[0-9a-zA-Z]+/

/** Random names as tests write them, with the variable that stands for their last digits. */
interface RandomForm {
  variable: string
  is: RegExp
  replaced: number
  /** How the variable is made of the nonce. */
  made?: string
}

export const randomForms: readonly RandomForm[] = [
  // What only has decimal digits may be treated by that.
  {
    variable: 'digits',
    is: /^(?:\d{12,13}|\d{15,})$/,
    replaced: nonceDigits,
    made: `$(printf '%06d' "$((0x$nonce % 1000000))")`,
  },
  // A tag with which another one begins lacks its last digit: of fifteen decimal digits, of twelve others.
  {
    variable: 'shortened_digits',
    is: /^\d{14}$/,
    replaced: nonceDigits - 1,
    made: `$(printf '%06d' "$((0x$nonce % 1000000))" | cut -c 1-5)`,
  },
  { variable: 'nonce', is: /^[0-9a-f]{12,}$/, replaced: nonceDigits },
  {
    variable: 'upper',
    is: /^[0-9A-F]{12,}$/,
    replaced: nonceDigits,
    made: `$(printf '%s' "$nonce" | tr a-f A-F)`,
  },
  {
    variable: 'shortened',
    is: /^(?=\d*[a-f])[0-9a-f]{11}$/,
    replaced: nonceDigits - 1,
    made: '${nonce%?}',
  },
]

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

interface Places {
  /** Origin of the registry. */
  registry: string
  /** Its repositories by the names of their variables. */
  repositories: Readonly<Record<string, string>>
  /** The run has pushed nothing: what it read is there by its own name. */
  readOnly: boolean
}

/** The variables that stand for what a run had by chance, or what it was run with. */
export function namesOf(contents: Contents, { registry, repositories, readOnly }: Places): Names {
  const absent = new Map<string, string>()
  const fixed: [text: string, variable: string][] = [
    [registry, 'registry'],
    ...Object.entries(repositories).map(([variable, name]): [string, string] => [name, variable]),
  ]
  const plain = fixed.filter(([text]) => text !== '').toSorted(([one], [other]) => other.length - one.length)
  const known = plain.flatMap(([text, variable]): [text: string, part: Variable][] => [
    [text, { variable }],
    ...(text.includes('/')
      ? [[text.replaceAll('/', '%2F'), { variable, escaped: true }] as [string, Variable]]
      : []),
  ])
  const names = known.map(([text]) => `(?<![\\w.-])${escaped(text)}(?![\\w])`)
  const pattern = new RegExp([digest.source, ...names, word.source].join('|'), 'g')

  const variableOf = (algorithm: string, separator: string, hex: string, knownOnly: boolean) => {
    if (hex.length !== (algorithm === 'sha256' ? 64 : 128)) return undefined
    const whole = `${algorithm}:${hex}`
    const content = contents.byDigest(whole)
    const suffix = algorithm === 'sha256' ? '' : '_512'
    const form = separator === ':' ? {} : ({ escaped: true } as const)
    if (content) return [{ variable: `${content.name}${suffix}`, ...form }]
    if (knownOnly || readOnly || textOfCommon(whole) !== undefined) return undefined
    const name = absent.get(whole) ?? `absent${absent.size + 1}`
    absent.set(whole, name)
    return [{ variable: name, ...form }]
  }

  const partOf = (match: RegExpMatchArray, knownOnly: boolean): Template => {
    const { algorithm, separator = '', hex = '' } = match.groups ?? {}
    const [text] = match
    if (algorithm !== undefined) return variableOf(algorithm, separator, hex, knownOnly) ?? [text]
    const part = known.find(([name]) => name === text)?.[1]
    if (part !== undefined) return [part]
    const form = readOnly ? undefined : randomForms.find(({ is }) => is.test(text))
    if (form === undefined) return [text]
    return [text.slice(0, -form.replaced), { variable: form.variable }]
  }

  return {
    template(text, { known: knownOnly = false } = {}) {
      const parts: (string | { variable: string })[] = []
      let at = 0
      for (const match of text.matchAll(pattern)) {
        if (match.index > at) parts.push(text.slice(at, match.index))
        parts.push(...partOf(match, knownOnly))
        at = match.index + match[0].length
      }
      if (at < text.length) parts.push(text.slice(at))
      return parts
    },
    absent: () => absent,
  }
}

/** Names in which a text, as it is or as a URL has it, is what a variable holds. */
export const withVariable = (names: Names, text: string, variable: string): Names => ({
  ...names,
  template(whole, options) {
    const parts = [text, encodeURIComponent(text)].reduce<readonly (string | undefined)[]>(
      (parts, form) => parts.flatMap((part) => (part === undefined ? [part] : around(part, form))),
      [whole],
    )
    return parts.flatMap((part) => (part === undefined ? [{ variable }] : names.template(part, options)))
  },
})

/** What is around a text, with undefined in its place. */
const around = (whole: string, text: string): (string | undefined)[] =>
  whole.split(text).flatMap((part, at) => (at === 0 ? [part] : [undefined, part]))
