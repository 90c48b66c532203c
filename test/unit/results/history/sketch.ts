import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RequirementResult } from '../../../../src/engine/events.ts'
import { count, type Verdict } from '../../../../src/engine/verdict.ts'
import type { RunResult } from '../../../../src/results/result.ts'
import { resultWith, type Sketch } from '../comparison/fixture.ts'

/** A run of some day of November in which only these requirements were planned. */
export function runOn(
  day: number,
  verdicts: Readonly<Record<string, Verdict>>,
  { label = 'zot 2.1.20', ...sketch }: Sketch = {},
): RunResult {
  const startedAt = `2026-11-${String(day).padStart(2, '0')}T02:22:00.000Z`
  const result = resultWith({ label, startedAt, verdicts, ...sketch })
  return withRequirements(
    result,
    result.requirements.filter(({ id }) => Object.hasOwn(verdicts, id)),
  )
}

export const withRequirements = (
  result: RunResult,
  requirements: readonly RequirementResult[],
): RunResult => ({
  ...result,
  requirements,
  totals: { ...result.totals, requirements: count(requirements.map(({ verdict }) => verdict)) },
})

/** A folder that is gone afterwards. */
export function withHistory<Value>(work: (folder: string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), 'oci-assay-history-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
