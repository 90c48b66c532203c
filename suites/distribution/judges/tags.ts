import { broken, holds, warning, type Judge, type Judgement } from '../../../src/engine/judgement.ts'
import type { SpecVersion } from '../../../src/engine/requirement.ts'
import type { Exchange } from '../../../src/registry/exchange.ts'
import { jsonOf, told } from './response.ts'

/** The tags of a list; null counts as none. Undefined where the body is no tag list. */
export function tagsOf(exchange: Exchange): string[] | undefined {
  const document = jsonOf(exchange)
  if (typeof document !== 'object' || document === null) return undefined
  const { tags } = document as { tags?: unknown }
  if (tags === null) return []
  return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') ? tags : undefined
}

/** The body is a JSON object with a list of strings under `tags`; null for an empty list is told. */
export const isTagList: Judge<Exchange> = (exchange) => {
  const expected = '{"name": "<repository>", "tags": ["<tag>", …]}'
  if (tagsOf(exchange) === undefined) {
    return broken('answers a tag list with another body', expected, shown(exchange))
  }
  const { tags } = jsonOf(exchange) as { tags?: unknown }
  return tags === null
    ? warning(broken('answers null in place of an empty list of tags', '"tags": []', '"tags": null'))
    : holds()
}

/** The list carries the repository's whole name. */
export const namesRepository =
  (repository: string): Judge<Exchange> =>
  (exchange) => {
    const { name } = (jsonOf(exchange) ?? {}) as { name?: unknown }
    return name === repository
      ? holds()
      : broken(
          'names another repository in a tag list',
          `"name": ${JSON.stringify(repository)}`,
          `"name": ${JSON.stringify(name)}`,
        )
  }

/** Code points, as Go's sort.Strings compares. */
const ascii = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
/** Without case, and by code points where that leaves a tie. */
const lexical = (one: string, other: string): number => ascii(one.toLowerCase(), other.toLowerCase())

const isSorted = (tags: readonly string[], compare: (one: string, other: string) => number): boolean =>
  tags.every((tag, at) => at === 0 || compare(tags[at - 1] ?? '', tag) <= 0)

/**
 * The tags stand in an order that the version has: 1.0 and 1.1 say lexical and gloss it as
 * case-insensitive, dev allows ASCII order too. Common registries sort by ASCII, which warns before dev.
 */
export function inOrder(tags: readonly string[], spec: SpecVersion): Judgement {
  if (isSorted(tags, lexical)) return holds()
  const expected = ['lexical order, case-insensitive', 'ASCII order']
  const received = tags.slice(0, 12).join(', ')
  if (!isSorted(tags, ascii)) return broken('lists tags in no order', expected, received)
  return spec === 'dev'
    ? holds()
    : warning(broken('lists tags in ASCII order', 'lexical order, case-insensitive', received))
}

/** The list has no tag twice. */
export function withoutRepetition(tags: readonly string[]): Judgement {
  const twice = tags.find((tag, at) => tags.indexOf(tag) !== at)
  return twice === undefined ? holds() : broken('lists a tag twice', 'each tag once', twice)
}

/** All of these are listed. */
export function lists(tags: readonly string[], wanted: readonly string[]): Judgement {
  const missing = wanted.filter((tag) => !tags.includes(tag))
  return missing.length === 0
    ? holds()
    : broken('leaves out tags that exist', wanted.join(', '), `without ${missing.join(', ')}`)
}

/** At most `n` tags. */
export const atMost = (tags: readonly string[], n: number): Judgement =>
  tags.length <= n
    ? holds()
    : broken(`lists more than n=${n} tags`, `at most ${n} tags`, `${tags.length} tags`)

const shown = (exchange: Exchange): string => {
  const text = new TextDecoder().decode(exchange.response?.body.bytes.subarray(0, 200))
  return text === '' ? told(exchange) : text
}
