import { globMatcher } from './glob.ts'

/**
 * A predicate for the requirements that are selected. A pattern is an id, the beginning of ids up to a dot
 * (`pull.manifest`), or a glob in which `*` matches anything (`*.digest-header`).
 */
export function selection(
  only: readonly string[] = [],
  skip: readonly string[] = [],
): (requirement: string) => boolean {
  const wanted = only.map(matcher)
  const unwanted = skip.map(matcher)
  return (requirement) =>
    (wanted.length === 0 || wanted.some((matches) => matches(requirement))) &&
    !unwanted.some((matches) => matches(requirement))
}

/** The patterns that match none of these ids: a typo must not pass as an empty success. */
export const matchingNothing = (patterns: readonly string[], ids: readonly string[]): string[] =>
  patterns.filter((pattern) => !ids.some(matcher(pattern)))

/** A predicate for one pattern. */
export function matcher(pattern: string): (requirement: string) => boolean {
  if (/[*?[\]{}()!]/.test(pattern)) return globMatcher(pattern)
  return (requirement) => requirement === pattern || requirement.startsWith(`${pattern}.`)
}
