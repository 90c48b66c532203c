import type { TestResult } from './events.ts'
import { worst } from './verdict.ts'

/**
 * The verdict of a test by those of its requirements. Where it evaluated none it stays what it was: one that only reports what it sees
 * passes when it has seen nothing.
 */
export function verdictOfTest({
  evaluated,
  unfinished,
  verdict,
}: Pick<TestResult, 'evaluated' | 'unfinished' | 'verdict'>): TestResult['verdict'] {
  const found = Object.values(evaluated)
  if (unfinished !== undefined) return worst([...found, 'error'])
  return found.length === 0 ? verdict : worst(found)
}
