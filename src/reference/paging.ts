/** How a list of tags was requested. */
export interface TagQuery {
  /** Most tags wanted. */
  n?: number
  /** The list begins after this one. */
  last?: string
  /** Most tags that the registry sends at once. */
  limit: number
  compare: (left: string, right: string) => number
}

export interface TagPage {
  tags: readonly string[]
  /** There are tags after these, and the client requested some. */
  more: boolean
}

const ascii = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

/**
 * Orders of tags. `lexical` ignores case and orders tags that differ in case alone by code point,
 * so that it is total; the specification's older versions require it and its next one allows it.
 */
export const compareTags = {
  ascii,
  lexical: (left: string, right: string): number =>
    ascii(left.toLowerCase(), right.toLowerCase()) || ascii(left, right),
}

/** One page of sorted tags (section Listing Tags). `last` need not be a tag that exists. */
export function pageOfTags(sorted: readonly string[], { n, last, limit, compare }: TagQuery): TagPage {
  const rest = last === undefined ? sorted : sorted.filter((tag) => compare(tag, last) > 0)
  const count = Math.min(n ?? limit, limit)
  return { tags: rest.slice(0, count), more: n !== 0 && rest.length > count }
}

/** A Link to the next page (RFC 8288, formerly 5988): the path with these parameters. */
export function nextLink(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value)
  return `<${path}?${query.toString()}>; rel="next"`
}
