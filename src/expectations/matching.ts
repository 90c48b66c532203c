import type { Finding } from '../engine/verdict.ts'

/**
 * Decides by the title of a finding: a text in which `*` stands for anything, or the whole title. In linear time, since titles
 * contain what a target sent.
 */
export function findingMatcher(pattern: string | undefined): (finding: Pick<Finding, 'title'>) => boolean {
  if (pattern === undefined) return () => true
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return ({ title }) => title === pattern
  return ({ title }) => {
    if (!title.startsWith(first)) return false
    let at = first.length
    for (const part of rest) {
      const found = title.indexOf(part, at)
      if (found === -1) return false
      at = found + part.length
    }
    return title.length - last.length >= at && title.endsWith(last)
  }
}
