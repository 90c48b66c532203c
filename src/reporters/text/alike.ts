import type { Finding } from '../../engine/verdict.ts'

/** Findings that say the same of one requirement: the first of them speaks for all. */
export interface Alike {
  first: Finding
  /** What was seen in other places, or with other values. */
  others: readonly Finding[]
}

/**
 * Findings by what they say. A fault that shows in each answer leaves a finding for each, and whoever reads
 * the first knows the others; one that says something else must not be hidden behind them.
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
