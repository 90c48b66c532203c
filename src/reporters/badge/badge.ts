import type { RunResult } from '../../results/result.ts'
import { conclusionOf, type ConclusionOptions } from '../../results/conclusion/conclusion.ts'
import { jsonText } from '../../results/file/json-text.ts'
import type { Reporter } from '../../results/reporter.ts'
import { writing } from '../format.ts'

/** Writes a badge for the endpoint of shields.io, to be published beside the reports. */
export const badge = (path: string, options: ConclusionOptions = {}): Reporter =>
  writing('badge.json', path, (result) => `${jsonText(badgeOf(result, options), 2)}\n`)

interface Badge {
  schemaVersion: 1
  label: string
  message: string
  color: string
  isError?: true
}

/** `OCI distribution 1.1 | 214 passed`: green where nothing failed, grey where the run was incomplete. */
export function badgeOf(result: RunResult, options: ConclusionOptions = {}): Badge {
  const { specification, spec } = result.profile
  const { pass, fail, warn } = result.totals.requirements
  const { name, exitCode } = conclusionOf(result, options)
  const label = `OCI ${specification} ${spec}`
  if (exitCode === 3 || exitCode === 130) {
    return { schemaVersion: 1, label, message: name, color: 'lightgrey', isError: true }
  }
  const parts = [
    `${pass} passed`,
    ...(fail > 0 ? [`${fail} failed`] : []),
    ...(warn > 0 ? [`${warn} warned`] : []),
  ]
  const sound = warn > 0 || fail > 0 ? 'green' : 'brightgreen'
  return { schemaVersion: 1, label, message: parts.join(', '), color: exitCode === 0 ? sound : 'red' }
}
