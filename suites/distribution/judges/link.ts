import { broken, holds, type Judge } from '../../../src/engine/judgement.ts'
import { headerValues, type Exchange } from '../../../src/registry/exchange.ts'
import { answerOf } from './response.ts'

/** One link of a Link header field (RFC 8288, which replaced RFC 5988). */
export interface Link {
  target: string
  /** Parameters by lower-case name; the first of each counts. */
  parameters: ReadonlyMap<string, string>
}

/** Reads the values of Link header fields; undefined where one is not of the form `<target>; name=value`. */
export function parseLinks(values: readonly string[]): Link[] | undefined {
  const links: Link[] = []
  const link =
    /\s*<(?<target>[^<>]*)>(?<rest>(?:\s*;\s*[\w*!#$&+^`|~.-]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s",;]+))?)*)\s*(?:,|$)/y
  for (const value of values) {
    link.lastIndex = 0
    while (link.lastIndex < value.length) {
      const groups = link.exec(value)?.groups
      if (!groups) return undefined
      links.push({ target: groups['target'] ?? '', parameters: parametersOf(groups['rest'] ?? '') })
    }
  }
  return links
}

function parametersOf(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const match of text.matchAll(
    /;\s*(?<name>[^\s=;]+)\s*(?:=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<token>[^\s",;]+)))?/g,
  )) {
    const { name = '', quoted, token } = match.groups ?? {}
    const key = name.toLowerCase()
    if (!parameters.has(key)) parameters.set(key, quoted?.replaceAll(/\\(.)/g, '$1') ?? token ?? '')
  }
  return parameters
}

/** The link to the next page: relation types are divided by spaces and compare without case. */
export function nextLink(exchange: Exchange): Link | undefined {
  const links = parseLinks(headerValues(answerOf(exchange).headers, 'link')) ?? []
  return links.find(({ parameters }) =>
    (parameters.get('rel') ?? '').toLowerCase().split(/\s+/).includes('next'),
  )
}

export const hasLink = (exchange: Exchange): boolean =>
  headerValues(answerOf(exchange).headers, 'link').length > 0

/** Where there is a Link, it is well-formed and one of its links is the next page. */
export const linksToNext: Judge<Exchange> = (exchange) => {
  const values = headerValues(answerOf(exchange).headers, 'link')
  if (values.length === 0) return holds()
  const expected = '<url>; rel="next"'
  const received = values.join(', ')
  if (!parseLinks(values)) return broken('sends a malformed Link', expected, received)
  return nextLink(exchange) ? holds() : broken('sends a Link without rel="next"', expected, received)
}
