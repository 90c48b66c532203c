import type { Finding } from '../../engine/verdict.ts'
import { starMatcher } from '../../engine/star.ts'

/**
 * A matcher for titles of findings: a text in which `*` matches anything, or the whole title. In linear time, since titles
 * contain what a target sent.
 */
export function findingMatcher(pattern: string | undefined): (finding: Pick<Finding, 'title'>) => boolean {
  if (pattern === undefined) return () => true
  const matches = starMatcher(pattern)
  return ({ title }) => matches(title)
}
