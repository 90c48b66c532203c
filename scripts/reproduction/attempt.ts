import type { RunResult } from '../../src/results/result.ts'
import { reproductionsOf } from '../../src/results/reproduction/reproduction.ts'
import { runScript, type Ended, type Reached } from './run-script.ts'

/** One script, or the command in its place, and how it ended against the registry with the fault and without it. */
export interface Attempt {
  /** The fault, or the registry and the seed. */
  fault: string
  requirement: string
  finding: string
  test: string
  script?: string
  /** Why there is no script, or why nothing could be tried. */
  reason?: string
  withFault?: Ended
  withoutFault?: Ended
}

/** The registries that scripts are run against. */
export interface Sides {
  fault: string
  shell: string
  /** Findings of one requirement that are tried, each with another title. */
  mostFindings: number
  /** Starts, or gives, the registry with the fault. */
  withFault(): Promise<Reached>
  withoutFault(): Promise<Reached>
  /** The verdict of a requirement where it alone is run again, or all is where `only` is absent. */
  again(side: 'with' | 'without', requirement: string, only: string | undefined): Promise<Ended>
}

/** Runs the script of each finding of a result. */
export async function attemptsOf(result: RunResult, sides: Sides): Promise<Attempt[]> {
  const { fault, shell } = sides
  const reproductions = reproductionsOf(result)
  const found: Attempt[] = []
  for (const requirement of result.requirements) {
    if (!isFound(requirement)) continue
    const titles = new Map(requirement.findings.map((finding) => [finding.title, finding]))
    for (const finding of [...titles.values()].slice(0, sides.mostFindings)) {
      const base = { fault, requirement: requirement.id, finding: finding.title, test: finding.test }
      const reproduction = reproductions.of(finding, requirement)
      if ('reason' in reproduction) {
        const only = onlyIn(reproductions.command(finding, requirement))
        const withFault = await sides.again('with', requirement.id, only)
        const withoutFault = await sides.again('without', requirement.id, only)
        found.push({ ...base, reason: reproduction.reason, withFault, withoutFault })
        continue
      }
      const { script } = reproduction
      const withFault = await runScript(script, await sides.withFault(), shell)
      const withoutFault = await runScript(script, await sides.withoutFault(), shell)
      found.push({ ...base, script, withFault, withoutFault })
    }
  }
  return found
}

const isFound = ({ verdict }: { verdict: string }): boolean => verdict === 'fail' || verdict === 'warn'

/** What the command in place of a script selects. */
const onlyIn = (command: string): string | undefined => /--only (?<only>\S+)/.exec(command)?.groups?.['only']

/** How a run ended that was repeated: 1 for a finding of the requirement and 0 for none. */
export function endOf({ requirements }: RunResult, requirement: string): Ended {
  const own = requirements.filter(({ id }) => id === requirement)
  const output = own.map(({ id, verdict }) => `${id}: ${verdict}`).join(', ')
  return { code: own.some(isFound) ? 1 : 0, output }
}

export const isRight = ({ withFault, withoutFault }: Attempt): boolean =>
  withFault?.code === 1 && withoutFault?.code === 0
