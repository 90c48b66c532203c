import type { RequirementResult } from '../../engine/events.ts'

/** Where a requirement is in the specification: `pulling-manifests, line 107`. */
export function placeOf({ section, link }: Pick<RequirementResult, 'section' | 'link'>): string {
  const line = /#L(?<line>\d+)$/.exec(link)?.groups?.['line']
  return line === undefined ? section : `${section}, line ${line}`
}
