import type { Finding } from '../../engine/verdict.ts'

/** Findings of one requirement with the same title: the first of them is shown for all. */
export interface Alike {
  first: Finding
  /** What was seen in other places, or with other values. */
  others: readonly Finding[]
}

/**
 * Findings by their title. A fault that shows in each response leaves a finding for each, and the first shows
 * what the others are; one with another title must not be hidden behind them.
 */
export function alike(findings: readonly Finding[]): Alike[] {
  const byTitle = new Map<string, Finding[]>()
  for (const finding of findings) {
    const known = byTitle.get(finding.title)
    if (known) known.push(finding)
    else byTitle.set(finding.title, [finding])
  }
  return [...byTitle.values()].flatMap(([first, ...others]) => (first ? [{ first, others }] : []))
}
