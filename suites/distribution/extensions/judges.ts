import { violated, holds, warning, type Judge, type Judgement } from '../../../src/engine/judgement.ts'
import type { Exchange } from '../../../src/registry/record/exchange.ts'
import { answerOf, jsonOf, summarizeResponse } from '../judges/response.ts'
import { literal, statusIs, textLacks, textMatches } from '../../../src/registry/reproduce/condition.ts'
import type { Condition } from '../../../src/registry/reproduce/condition-kinds.ts'

type Extension = Record<string, unknown>

/** The listed extensions; undefined where the response has no such list. */
export function extensionsOf(exchange: Exchange): Extension[] | undefined {
  const { extensions } = (jsonOf(exchange) ?? {}) as { extensions?: unknown }
  const areObjects =
    Array.isArray(extensions) && extensions.every((each) => typeof each === 'object' && each !== null)
  return areObjects ? (extensions as Extension[]) : undefined
}

export const isExtensionList: Judge<Exchange> = (exchange) =>
  extensionsOf(exchange)
    ? holds()
    : violated(
        'returned no list for extension discovery',
        '{"extensions": […]}',
        summarizeResponse(exchange),
        textMatches('"extensions":\\[(\\{.*\\})?\\]'),
      )

/** An entry with a property as it was received, or without it, is not there again. */
const lacksAgain = (name: string, odd: Extension): Condition[] => {
  const value = JSON.stringify(odd[name])
  return value === undefined
    ? [textLacks(literal(JSON.stringify(odd).replaceAll(/\s/g, '')))]
    : [textLacks(literal(`"${name}":${value}`.replaceAll(/\s/g, '')))]
}

/** Each listed extension has the property, in the right form. */
export const each = (
  list: readonly Extension[],
  name: string,
  expected: string,
  accepts: (value: unknown) => boolean,
): Judgement => {
  const odd = list.find((extension) => !accepts(extension[name]))
  return odd
    ? violated(
        `listed an extension with a wrong ${name}`,
        `"${name}": ${expected}`,
        `"${name}": ${JSON.stringify(odd[name])}`,
        ...lacksAgain(name, odd),
      )
    : holds()
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
export const isUrl = (value: unknown): boolean => isText(value) && URL.canParse(value)
export const isTextIfAny = (value: unknown): boolean => value === undefined || typeof value === 'string'
export const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)

/** The printed pattern, with the leading underscore: exactly one separator. */
const grammar = /^_?[a-z0-9]+([._-][a-z0-9]+)$/
/** Names that the specification itself gives out, though the pattern as printed excludes them. */
const canonical = ['_oci', '_catalog', '_chainguard', '_docker']

/** Names each extension once. */
export function areUnique(list: readonly Extension[]): Judgement {
  const names = list.map(({ name }) => name)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  return twice === undefined
    ? holds()
    : violated(
        'listed an extension twice',
        'each name once',
        JSON.stringify(twice),
        textLacks(`"name":${JSON.stringify(twice)}.*"name":${JSON.stringify(twice)}`),
      )
}

/** Names each extension by the printed grammar; others warn, since the specification itself gives out some. */
export function followGrammar(list: readonly Extension[]): Judgement {
  const odd = list
    .map(({ name }) => name)
    .find((name) => isText(name) && !grammar.test(name) && !canonical.includes(name))
  return odd === undefined
    ? holds()
    : warning(
        violated(
          'listed an extension name that violates the grammar',
          String(grammar),
          JSON.stringify(odd),
          textLacks(`"name":${literal(JSON.stringify(odd))}`),
        ),
      )
}

/** An ordinary refusal. */
export const isRefusal =
  (what: string): Judge<Exchange> =>
  (exchange) => {
    const { status } = answerOf(exchange)
    return status >= 400 && status < 500
      ? holds()
      : violated(
          `returned ${status} for ${what}`,
          ['404', 'UNSUPPORTED'],
          summarizeResponse(exchange),
          statusIs('2xx', '4xx'),
        )
  }
