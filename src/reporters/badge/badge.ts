import type { RunResult } from '../../results/result.ts'
import { conclusionOf, type Conclusion, type ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import type { Totals } from '../../engine/verdict.ts'
import { jsonText } from '../../results/file/json-text.ts'
import type { Reporter } from '../../results/reporter.ts'
import { writing } from '../format.ts'

/** Writes a badge for the endpoint of shields.io, to be published beside the reports. */
export const badge = (path: string, options: ConclusionOptions = {}): Reporter =>
  writing('badge.json', path, (result) => `${jsonText(badgeOf(result, options), 2)}\n`)

/** What the endpoint badge of shields.io reads. */
export interface Badge {
  schemaVersion: 1
  label: string
  message: string
  color: 'brightgreen' | 'green' | 'red' | 'lightgrey'
  isError?: true
}

export function badgeOf(result: RunResult, options: ConclusionOptions = {}): Badge {
  const { profile, totals } = result
  return badgeFor({ profile, totals: totals.requirements, conclusion: conclusionOf(result, options) })
}

interface Concluded {
  profile: { specification: string; spec: string }
  totals: Pick<Totals, 'pass' | 'fail' | 'warn'>
  conclusion: Pick<Conclusion, 'name' | 'exitCode'>
}

/** `OCI distribution 1.1 | 214 passed`: green where nothing failed, grey where the run was incomplete. */
export function badgeFor({ profile, totals: { pass, fail, warn }, conclusion }: Concluded): Badge {
  const label = `OCI ${profile.specification} ${profile.spec}`
  const { name, exitCode } = conclusion
  if (exitCode === 3 || exitCode === 130 || pass + fail + warn === 0) {
    const message = exitCode === 3 || exitCode === 130 ? name : 'not-tested'
    return { schemaVersion: 1, label, message, color: 'lightgrey', isError: true }
  }
  const parts = [
    `${pass} passed`,
    ...(fail > 0 ? [`${fail} failed`] : []),
    ...(warn > 0 ? [`${warn} warned`] : []),
  ]
  const sound = warn > 0 || fail > 0 ? 'green' : 'brightgreen'
  return { schemaVersion: 1, label, message: parts.join(', '), color: exitCode === 0 ? sound : 'red' }
}
