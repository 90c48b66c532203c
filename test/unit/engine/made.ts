import type { RequirementResult, TestResult } from '../../../src/engine/events.ts'
import type { RunResult } from '../../../src/results/result.ts'
import { type Finding, type Note, type Verdict, count } from '../../../src/engine/verdict.ts'

/** What a result holds, made by hand where a run would not come to it, or only by chance. */
export const madeRequirement = (id: string, more: Partial<RequirementResult> = {}): RequirementResult => ({
  id,
  suite: 'lamp',
  title: `about ${id}`,
  section: 'light',
  level: 'MUST',
  link: `https://lamp.example/${id}`,
  verdict: 'pass',
  checks: 1,
  tests: [],
  findings: [],
  notes: [],
  ...more,
})

export const madeTest = (
  id: string,
  evaluated: Record<string, Verdict>,
  more: Partial<TestResult> = {},
): TestResult => ({
  id,
  title: `about ${id}`,
  suite: 'lamp',
  verdict: 'pass',
  evaluated,
  checks: 1,
  startedAt: 0,
  duration: 10,
  ...more,
})

export const madeNote = (test: string, text: string): Note => ({ text, test, evidence: [] })

export const madeFinding = (requirement: string, test: string, verdict: 'fail' | 'warn'): Finding => ({
  requirement,
  test,
  verdict,
  title: 'stays dark',
  expected: ['light'],
  received: 'darkness',
  evidence: [],
})

export const madeResult = (more: Partial<RunResult> = {}): RunResult => ({
  formatVersion: 2,
  tool: { name: 'oci-assay', version: '0.0.0' },
  target: { kind: 'image', name: 'lamp', details: {} },
  profile: { specification: 'lamp', spec: '1.1', suites: ['lamp'], claimed: false, readOnly: false },
  seed: 'seed',
  startedAt: '2026-01-01T00:00:10.000Z',
  finishedAt: '2026-01-01T00:00:15.000Z',
  duration: 5000,
  complete: true,
  interrupted: false,
  capabilities: [],
  requirements: [],
  tests: [],
  evidence: [],
  totals: { requirements: count([]), tests: count([]) },
  leftovers: [],
  ...more,
})
